using Apache.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Sources;

/// <summary>Record batches that a program hands over, or that are made of what it hands over.</summary>
internal sealed class BatchSource : Source
{
    private readonly BatchTable _table;
    private readonly NaiveTimes? _times;

    /// <summary>Takes what a program hands over.</summary>
    /// <param name="input">What it hands over.</param>
    /// <param name="times">How times without a zone are read; null = as UTC.</param>
    /// <exception cref="PlanException">There is no column, or one that can't be read.</exception>
    /// <exception cref="InputException">A name is used twice.</exception>
    /// <exception cref="InvalidOperationException">It can be read once, and was.</exception>
    public BatchSource(BatchInput input, NaiveTimes? times = null)
    {
        _times = times;
        _table = input.Look();
        Schema = ArrowTypes.ToColumns(_table.Schema, zone: times?.Label);
        ArrowFields = ArrowFields.Of(_table.Schemas);
        Files = [input.Name];
        OnlyOnce = input.OnlyOnce is not null;
    }

    /// <summary>Takes batches, of which the first gives the schema.</summary>
    /// <exception cref="PlanException">There is no batch.</exception>
    /// <exception cref="InputException">A name is used twice.</exception>
    public BatchSource(IReadOnlyList<RecordBatch> batches, NaiveTimes? times = null)
        : this(new HeldBatches(batches), times)
    {
    }

    public override ColumnSchema Schema { get; }

    public override ArrowFields ArrowFields { get; }

    public override IReadOnlyList<string> Files { get; }

    public override long? LengthBytes => null;

    public override bool OnlyOnce { get; }

    public override Scan Open(ScanRequest request) => new BatchScan(_table.Open(request), Schema, request, _times);
}
