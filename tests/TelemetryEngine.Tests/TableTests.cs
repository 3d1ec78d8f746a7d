using System.IO.Pipelines;

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
}
