using System.IO.Pipelines;
using Apache.Arrow;

namespace TelemetryEngine;

/// <summary>Where a pipeline begins: what is read. Nothing is opened before the pipeline runs.</summary>
public static class Telemetry
{
    /// <summary>Delimited text: CSV, TSV, also compressed (<c>.gz</c>, <c>.br</c>). Several files must agree in their header.</summary>
    public static Pipeline ReadCsv(params string[] paths) => ReadCsv(paths, new TextPlan());

    /// <summary>Delimited text, with what must be said about it.</summary>
    public static Pipeline ReadCsv(IReadOnlyList<string> paths, TextPlan text)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(text);
        return new Pipeline(new Plan { Source = new SourcePlan { Format = "csv", Paths = paths, Text = text } });
    }

    /// <summary>Delimited text from a pipe, a socket or anything else that fills one. The pipeline can run once.</summary>
    public static Pipeline ReadCsv(PipeReader reader, TextPlan? text = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Plan plan = new() { Source = new SourcePlan { Format = "csv", Paths = ["-"], Text = text ?? new TextPlan() } };
        return new Pipeline(plan, new PipelineInput(reader, null));
    }

    /// <summary>NEM12 files: interval data of Australian meters, with the columns time, nmi, suffix, register, serial, unit, value and quality. Times are the starts of intervals
    /// (where windows are closed right, their ends), and days are the market's (UTC+10) unless the pipeline names a zone.</summary>
    public static Pipeline ReadNem12(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new Pipeline(new Plan { Source = new SourcePlan { Format = "nem12", Paths = paths } });
    }

    /// <summary>Arrow files and streams.</summary>
    public static Pipeline ReadArrow(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new Pipeline(new Plan { Source = new SourcePlan { Format = "arrow", Paths = paths } });
    }

    /// <summary>An Arrow stream from a pipe, a socket or anything else that fills one. The pipeline can run once; the pipe stays the caller's to complete.</summary>
    public static Pipeline ReadArrow(PipeReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new Pipeline(new Plan { Source = new SourcePlan { Format = "arrow", Paths = ["-"] } }, new PipelineInput(reader, null));
    }

    /// <summary>Record batches that the program already holds. They must not change, nor be disposed, while the pipeline runs.</summary>
    public static Pipeline From(IReadOnlyList<RecordBatch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return new Pipeline(new Plan { Source = new SourcePlan { Format = "memory" } }, new PipelineInput(null, batches));
    }

    /// <summary>A stored plan.</summary>
    /// <exception cref="PlanException">The plan reads from memory, which a stored plan can't.</exception>
    public static Pipeline FromPlan(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Source.Format == "memory"
            ? throw new PlanException("the plan reads batches from a program's memory; only that program can run it")
            : new Pipeline(plan);
    }
}
