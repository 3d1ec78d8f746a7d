using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution;

/// <summary>A plan bound to its input and ready to run.</summary>
internal sealed class Executor : IDisposable
{
    private readonly Source _source;
    private readonly RunOptions _options;

    private Executor(Plan plan, Source source, RunOptions options)
    {
        Plan = plan;
        _source = source;
        _options = options;
    }

    /// <summary>The plan with everything chosen and frozen in.</summary>
    public Plan Plan { get; }

    /// <summary>All columns of the input.</summary>
    public ColumnSchema InputSchema => _source.Schema;

    /// <summary>What the reader found worth saying when it looked at the input.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>The columns of the result, known before the run.</summary>
    public Schema ResultSchema { get; private set; } = null!;

    /// <summary>What the run met; to be read when it has ended, also when <see cref="Batches"/> was used.</summary>
    public RunSummary Summary { get; private set; } = new();

    public static Executor Open(Plan plan, PipelineInput? input, RunOptions options) => throw new InvalidOperationException();

    /// <summary>Runs the plan to its end.</summary>
    public Table Run(CancellationToken cancellation) => throw new InvalidOperationException();

    /// <summary>Runs the plan and hands out result batches: as they are read where rows are not aggregated, in the end where they are.</summary>
    public IEnumerable<RecordBatch> Batches(CancellationToken cancellation) => throw new InvalidOperationException();

    public void Dispose() => _source.Dispose();
}
