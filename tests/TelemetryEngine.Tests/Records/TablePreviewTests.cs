using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Tests.Records;

public sealed class TablePreviewTests
{
    [Fact]
    public void TheFirstRowsAndHowManyMoreThereAre()
    {
        RecordBatch batch = Of(("device", new CodedBuilder().Append("a").AppendNull().Append("long name").Build()), ("v", Arrays.Of<double>(DoubleType.Default, 1, 22.5, null)));

        Assert.Equal("device        v\na             1\nnull       22.5\nlong name  null\n", new Table(batch.Schema, [batch], new RunSummary()).ToString());

        string[] lines = new Table(batch.Schema, [.. Enumerable.Repeat(batch, 400)], new RunSummary()).ToString().Split('\n');
        Assert.Equal(23, lines.Length);
        Assert.Equal("… 1,180 more rows", lines[21]);
    }

    [Fact]
    public void NoColumnIsBeyondIt()
    {
        RecordBatch batch = Of(
            ("n", Arrays.Of<ushort>(UInt16Type.Default, 7)), ("day", Arrays.Of<int>(Date32Type.Default, 1)), ("days", Arrays.Of<int>(Date32Type.Default, int.MaxValue)),
            ("nothing", new NullArray(1)), ("time", Arrays.Times(Arrays.Microseconds, 1500)));

        Assert.Equal("n  day         days      nothing  time\n7  1970-01-02  (date32)  null     1970-01-01T00:00:00.001500Z\n", new Table(batch.Schema, [batch], new RunSummary()).ToString());
    }

    [Fact]
    public void ADisposedTableSaysSo()
    {
        RecordBatch batch = Of(("v", Arrays.Of<double>(DoubleType.Default, 1, 2)), ("w", Arrays.Of<double>(DoubleType.Default, 1, 2)));
        Table table = new(batch.Schema, [batch], new RunSummary());
        table.Dispose();

        Assert.Equal("a disposed table of 2 rows: v, w", table.ToString());
    }

    private static RecordBatch Of(params (string Name, IArrowArray Array)[] columns) =>
        new(new Schema([.. columns.Select(static c => new Field(c.Name, c.Array.Data.DataType, nullable: true))], null), [.. columns.Select(static c => c.Array)], columns[0].Array.Length);
}
