using Apache.Arrow;

namespace TelemetryEngine.Sources;

// Batches that a program holds. They stay its own, and must not change while they are read.
internal sealed class HeldBatches(IReadOnlyList<RecordBatch> batches) : BatchInput
{
    public override string Name => ForeignBatches.Name;

    protected override BatchTable LookAt()
    {
        if (batches.Count == 0)
        {
            throw new PlanException("there are no batches, so the columns are not known; pass at least one, which may be empty");
        }

        Schema[] schemas = [.. batches.Select(static (batch, index) => ForeignBatches.NotNull(batch, index).Schema)];
        long rows = batches.Sum(static batch => (long)batch.Length);
        return new BatchTable(schemas[0], schemas, request => new ForeignBatches(schemas[0], batches.GetEnumerator(), request, rows));
    }
}
