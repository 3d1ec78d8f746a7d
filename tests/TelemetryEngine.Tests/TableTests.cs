using System.IO.Pipelines;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Tests;

public sealed class TableTests
{
    [Fact]
    public void ADisposedTableHasNoBatchesAnyMore()
    {
        using MemoryStream text = new("v\n1\n2\n"u8.ToArray());
        Table table = Telemetry.ReadCsv(PipeReader.Create(text)).ToTable(TestContext.Current.CancellationToken);

        table.Dispose();

        Assert.Throws<ObjectDisposedException>(() => table.Batches);
        Assert.Equal(2, table.RowCount);
    }

    [Fact]
    public void ADisposedBatchThatOwnedItsMemoryHasNoColumnsAnyMore()
    {
        Int64Array column = new Int64Array.Builder().AppendRange([1, 2]).Build();
        Schema schema = new([new Field("v", column.DataType)]);
        MemoryStream owner = new();
        RecordBatch batch = new(schema, [column], 2, owner);
        RecordBatch ownsNothing = new(schema, [column], 2);

        batch.Dispose();
        ownsNothing.Dispose();

        Assert.False(owner.CanRead);
        Assert.Throws<ObjectDisposedException>(() => batch.Column(0));
        Assert.Throws<ObjectDisposedException>(() => batch.Column("v"));
        Assert.Throws<ObjectDisposedException>(() => batch.Arrays);
        Assert.Throws<ObjectDisposedException>(() => batch.Slice(0, 1));
        Assert.Same(column, ownsNothing.Column("v"));
    }

    [Fact]
    public void AColumnThatIsNotThereNamesThoseThatAre()
    {
        using MemoryStream text = new("v,w\n1,2\n"u8.ToArray());
        using Table table = Telemetry.ReadCsv(PipeReader.Create(text)).ToTable(TestContext.Current.CancellationToken);

        Assert.StartsWith("there is no column 'kw'; the columns are v, w", Assert.Throws<ArgumentException>(() => table.Batches[0].Column("kw")).Message, StringComparison.Ordinal);
    }
}
