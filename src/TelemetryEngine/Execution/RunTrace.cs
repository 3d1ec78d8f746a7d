using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace TelemetryEngine.Execution;

// Tells the log, traces and meters of a program about one run. A run that is disposed before its end did not finish.
internal sealed partial class RunTrace : IDisposable
{
    private static readonly ActivitySource Activities = new(Telemetry.SourceName);
    private static readonly Meter Meter = new(Telemetry.SourceName);
    private static readonly Counter<long> RowsRead = Meter.CreateCounter<long>("telemetry.rows.read", "{row}", "Rows met in inputs.");
    private static readonly Counter<long> RowsRejected =
        Meter.CreateCounter<long>("telemetry.rows.rejected", "{row}", "Rows that could not be read.");
    private static readonly Counter<long> BytesRead = Meter.CreateCounter<long>("telemetry.bytes.read", "By", "Bytes of input.");
    private static readonly Counter<long> BytesSpilled =
        Meter.CreateCounter<long>("telemetry.bytes.spilled", "By", "Bytes written to temporary files.");
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("telemetry.run.duration", "s", "The time that runs took.");

    private readonly ILogger? _log;
    private readonly Activity? _activity;
    private bool _ended;

    // Begins.
    // log: Where it is told; null = nowhere.
    public RunTrace(Plan plan, ILogger? log)
    {
        _log = log;
        _activity = Activities.StartActivity("telemetry.run");
        if (_activity is { IsAllDataRequested: true })
        {
            _activity.SetTag("telemetry.plan", ProgramFunctions.Text(plan));
        }

        if (log?.IsEnabled(LogLevel.Debug) == true)
        {
            Begun(log, ProgramFunctions.Text(plan));
        }
    }

    // The run is at its end.
    public void End(RunSummary summary)
    {
        _ended = true;
        RowsRead.Add(summary.RowsRead);
        RowsRejected.Add(summary.RowsRejected);
        BytesRead.Add(summary.BytesRead);
        BytesSpilled.Add(summary.SpilledBytes);
        Duration.Record(summary.Elapsed.TotalSeconds);
        if (_activity is { IsAllDataRequested: true })
        {
            _activity.SetTag("telemetry.rows.read", summary.RowsRead);
            _activity.SetTag("telemetry.rows.rejected", summary.RowsRejected);
            _activity.SetTag("telemetry.rows.filtered", summary.RowsFiltered);
            _activity.SetTag("telemetry.rows.result", summary.ResultRows);
            _activity.SetTag("telemetry.bytes.read", summary.BytesRead);
            _activity.SetTag("telemetry.bytes.spilled", summary.SpilledBytes);
        }

        if (_log is null)
        {
            return;
        }

        foreach (MessageText note in summary.Notes)
        {
            Noted(_log, note.ToString());
        }

        Ended(_log, summary.RowsRead, summary.RowsRejected, summary.RowsFiltered, summary.ResultRows, summary.Elapsed.TotalSeconds);
    }

    public void Dispose()
    {
        _activity?.SetStatus(_ended ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        _activity?.Dispose();
    }

    [LoggerMessage(1, LogLevel.Debug, "The run of {Plan} begins")]
    private static partial void Begun(ILogger log, string plan);

    [LoggerMessage(2, LogLevel.Warning, "{Note}")]
    private static partial void Noted(ILogger log, string note);

    [LoggerMessage(3, LogLevel.Information, "{RowsRead} rows read, {RowsRejected} rejected, {RowsFiltered} filtered; {ResultRows} rows of result after {Seconds} s")]
    private static partial void Ended(ILogger log, long rowsRead, long rowsRejected, long rowsFiltered, long resultRows, double seconds);
}
