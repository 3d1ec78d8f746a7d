using System.Diagnostics;

namespace TelemetryEngine.Execution.Scanning;

// Tells how far the run is, at most ten times a second. Called by one worker only.
internal sealed class ProgressMeter(IProgress<RunProgress>? told, long? lengthBytes, Stopwatch clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private TimeSpan _next = Interval;

    // True when it is time to tell.
    public bool IsDue => told is not null && clock.Elapsed >= _next;

    // Tells.
    public void Report(long bytesRead, long rowsRead)
    {
        _next = clock.Elapsed + Interval;
        told?.Report(new RunProgress(bytesRead, lengthBytes, rowsRead, clock.Elapsed));
    }

    // Tells that the run is at its end.
    public void End(in RunTotals totals) =>
        told?.Report(new RunProgress(lengthBytes ?? totals.BytesRead, lengthBytes, totals.RowsRead, clock.Elapsed));
}
