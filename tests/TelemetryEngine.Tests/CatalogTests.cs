using TelemetryEngine.Tests.Formats;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests;

/// <summary>What a program can show of what plans can name.</summary>
public sealed class CatalogTests
{
    [Fact]
    public void Each_list_names_all_there_is_and_says_how_it_is_asked_for()
    {
        Assert.Equal(WindowCatalog.All.Select(static window => window.Name), Catalog.Windows.Select(static window => window.Name));
        Assert.Equal("Tumbling.Every(\"1h\")", Catalog.Windows[0].Usage.ToString());
        Assert.Equal("every", Catalog.Windows[0].Usage.Fixes.Single().Option);
        CatalogEntry quantile = Catalog.Aggregates.Single(static aggregate => aggregate.Name == "quantile");
        Assert.StartsWith("quantile(", quantile.Usage.ToString(), StringComparison.Ordinal);
        Assert.Contains(Catalog.Fills, static fill => fill.Name == "previous");
        Assert.Contains(Catalog.Functions, static function => function.Name == "coalesce");
        Assert.All(
            new[] { Catalog.Windows, Catalog.Aggregates, Catalog.Fills, Catalog.Functions }.SelectMany(static list => list),
            static entry => Assert.False(string.IsNullOrEmpty(entry.Description) || entry.Usage.ToString().Length == 0));
    }

    [Fact]
    public void Formats_can_be_written_by_their_names()
    {
        using TemporaryFolder folder = new();
        Pipeline rows = Telemetry.ReadCsvText("a,b\n1,2\n");
        Assert.All(Catalog.Formats.Where(static format => format.CanWrite), format =>
        {
            string named = folder["by-name" + format.Extensions[0]];
            string said = folder[$"as-{format.Name}"];
            rows.Write(named);
            rows.Write(said, new WriteOptions { Format = format.Name });
            Assert.Equal(File.ReadAllBytes(named), File.ReadAllBytes(said));
        });
        Assert.Equal(["arrow", "arrows"], Catalog.Formats.Where(static format => format.PacksBuffers).Select(static format => format.Name));
        Assert.Equal(["csv", "arrow", "arrows", "nem12"], Catalog.Formats.Where(static format => format.CanRead).Select(static format => format.Name));
    }

    [Theory]
    [InlineData("hourly.csv", "csv")]
    [InlineData("hourly.TSV.gz", "csv")]
    [InlineData("hourly.feather", "arrow")]
    [InlineData("hourly.parquet", null)]
    [InlineData("", null)]
    public void A_name_stands_for_a_format(string path, string? format) => Assert.Equal(format, Catalog.FormatOf(path)?.Name);
}
