using System.Diagnostics;

namespace TelemetryEngine.Execution.Scanning;

/// <summary>Tells how far the run is, at most ten times a second. Called by one worker only.</summary>
internal sealed class ProgressMeter(IProgress<RunProgress>? told, long? lengthBytes, Stopwatch clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private TimeSpan _next = Interval;

    /// <summary>True when it is time to tell.</summary>
    public bool IsDue => told is not null && clock.Elapsed >= _next;

    /// <summary>Tells.</summary>
    public void Report(long bytesRead, long rowsRead)
    {
        _next = clock.Elapsed + Interval;
        told?.Report(new RunProgress(bytesRead, lengthBytes, rowsRead, clock.Elapsed));
    }

    /// <summary>Tells that the run is at its end.</summary>
    public void End(in RunTotals totals) => told?.Report(new RunProgress(lengthBytes ?? totals.BytesRead, lengthBytes, totals.RowsRead, clock.Elapsed));
}
