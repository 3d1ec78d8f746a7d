using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using TelemetryEngine.Sources;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>What a run tells logs, traces and meters.</summary>
public sealed class RunTraceTests
{
    private const string Rows = "device,x\na,1\nb,zwei\na,3\n";

    [Fact]
    public void A_log_has_the_plan_the_notes_and_what_was_met()
    {
        using TemporaryFile file = new(Rows);
        ListedLog log = new();
        Ask(file).With(new RunOptions { Logger = log }).ToTable();
        Assert.StartsWith("Debug: The run of {", log.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Information: 3 rows read, 1 rejected, 0 filtered; 1 rows of result after ", log.Lines[^1], StringComparison.Ordinal);

        ListedLog brief = new(LogLevel.Information);
        Ask(file).With(new RunOptions { Logger = brief }).ToTable();
        Assert.DoesNotContain(brief.Lines, static line => line.StartsWith("Debug", StringComparison.Ordinal));
    }

    [Fact]
    public void A_note_is_a_warning()
    {
        using TemporaryFile file = new("device;x\na;1,5\nb;2,25\n");
        ListedLog log = new();
        Table table = Telemetry.ReadCsv(file.Path).Aggregate(Sum("x")).With(new RunOptions { Logger = log }).ToTable();
        Assert.NotEmpty(table.Summary.Notes);
        Assert.Equal(table.Summary.Notes.Select(static note => $"Warning: {note}"), log.Lines.Where(static line => line.StartsWith("Warning", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_run_is_an_activity_with_its_counts()
    {
        using TemporaryFile file = new(Rows);
        Activity run = Assert.Single(Traced(() => Ask(file).ToTable()));
        Assert.Equal(("telemetry.run", ActivityStatusCode.Ok), (run.OperationName, run.Status));
        Assert.Equal((3L, 1L, 1L), ((long)run.GetTagItem("telemetry.rows.read")!, (long)run.GetTagItem("telemetry.rows.rejected")!, (long)run.GetTagItem("telemetry.rows.result")!));
        string plan = (string)run.GetTagItem("telemetry.plan")!;
        Assert.Equal(plan, PlanReader.Read(plan).ToJson().TrimEnd());
    }

    [Fact]
    public void Rows_that_are_handed_on_are_an_activity_that_ends_with_them()
    {
        using TemporaryFile file = new("device,x\na,1\nb,2\n");
        Activity whole = Assert.Single(Traced(() => Assert.Equal(2, Telemetry.ReadCsv(file.Path).ToBatches().Sum(static batch => batch.Length))));
        Assert.Equal((ActivityStatusCode.Ok, 2L), (whole.Status, (long)whole.GetTagItem("telemetry.rows.result")!));
    }

    [Fact]
    public void A_run_that_fails_is_an_activity_with_an_error()
    {
        using TemporaryFile file = new(Rows);
        Activity run = Assert.Single(Traced(() => Assert.Throws<InputException>(() => Ask(file).OnError(ErrorPolicy.Fail).ToTable())));
        Assert.Equal(ActivityStatusCode.Error, run.Status);
    }

    [Fact]
    public void Meters_add_up_what_runs_met()
    {
        using TemporaryFile file = new(Rows);
        Dictionary<string, double> sums = [];
        int thread = Environment.CurrentManagedThreadId;
        using MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, own) =>
            {
                if (instrument.Meter.Name == Telemetry.SourceName)
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };

        // other tests run at the same time, on other threads
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.Start();
        Ask(file).ToTable();
        Ask(file).ToTable();
        Assert.Equal((6d, 2d, 2d * new FileInfo(file.Path).Length), (sums["telemetry.rows.read"], sums["telemetry.rows.rejected"], sums["telemetry.bytes.read"]));
        Assert.InRange(sums["telemetry.run.duration"], double.Epsilon, 1000);

        void Add(string name, double value)
        {
            if (Environment.CurrentManagedThreadId == thread)
            {
                sums[name] = sums.GetValueOrDefault(name) + value;
            }
        }
    }

    private static Pipeline Ask(TemporaryFile file) => Telemetry.ReadCsv(file.Path).Schema(("x", "int64")).OnError(ErrorPolicy.Skip).Aggregate(Sum("x"));

    private static List<Activity> Traced(Action run)
    {
        List<Activity> ended = [];
        using ActivitySource around = new("tests");
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == Telemetry.SourceName || source == around,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using Activity own = around.StartActivity("test")!;

        // other tests run at the same time: those of this one are in its trace
        listener.ActivityStopped = activity =>
        {
            if (activity.TraceId == own.TraceId && activity != own)
            {
                ended.Add(activity);
            }
        };
        run();
        return ended;
    }
}
