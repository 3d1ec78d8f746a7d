using TelemetryEngine.DataGen;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>The engine against the generator's own answers, which share no code with it.</summary>
public sealed class TruthTests
{
    [Fact]
    public void A_million_readings_in_device_order() => Check(new GeneratorOptions { Rows = 1_000_000, Devices = 200 });

    [Theory]
    [InlineData(RowOrder.Device)]
    [InlineData(RowOrder.Random)]
    [InlineData(RowOrder.Shuffled)]
    public void Messy_readings_in_every_order(RowOrder order) => Check(new GeneratorOptions
    {
        Rows = 60_000,
        Devices = 37,
        Step = TimeSpan.FromMinutes(3),
        Order = order,
        Nulls = 0.1,
        Disorder = 0.05,
        Duplicates = 0.02,
        Dirty = 0.01,
    });

    private static void Check(GeneratorOptions options)
    {
        using TemporaryFile readings = new();
        using (FileStream stream = File.Create(readings.Path))
        {
            Generator.Write(options, stream, null, TestContext.Current.CancellationToken);
        }

        using MemoryStream truth = new();
        Truth.Write(options, TimeSpan.FromHours(1), truth, TruthColumns.All, cancellation: TestContext.Current.CancellationToken);
        string[] expected = [.. System.Text.Encoding.UTF8.GetString(truth.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];

        // a sample with dirty rows would have the columns read as text
        Table table = Telemetry.ReadCsv(readings.Path).Schema(("timestamp", "timestamp[us]"), ("power_w", "decimal(2)")).OnError(ErrorPolicy.Skip).Window(Tumbling.Every("1h")).GroupBy("device_id")
            .Aggregate(Avg("power_w"), Count("power_w"), Min("power_w"), Max("power_w")).ToTable(TestContext.Current.CancellationToken);
        IEnumerable<string> actual = TableText.Rows(table).Select(Csv);
        Assert.Equal(expected, actual);
        Assert.Equal(options.Rows, table.Summary.RowsRead);
        Assert.Equal(options.Dirty > 0, table.Summary.RowsRejected > 0);
    }

    private static string Csv(string row)
    {
        string[] cells = row.Split('|');
        DateTimeOffset window = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(cells[0]) / 1000);
        return string.Join(',', cells.Skip(1).Prepend($"{window:yyyy-MM-ddTHH:mm:ss}Z")).Replace("∅", "");
    }
}
