using System.IO.Compression;
using System.Text;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Tests.Formats;

public sealed class FormatCatalogTests
{
    [Theory]
    [InlineData("x.csv", "csv", FileCompression.None, null)]
    [InlineData("a.b/x.CSV", "csv", FileCompression.None, null)]
    [InlineData("x.csv.gz", "csv", FileCompression.Gzip, null)]
    [InlineData("x.tsv.br", "csv", FileCompression.Brotli, (byte)'\t')]
    [InlineData("x.jsonl", "ndjson", FileCompression.None, null)]
    [InlineData("x.ndjson.gz", "ndjson", FileCompression.Gzip, null)]
    [InlineData("x.md", "markdown", FileCompression.None, null)]
    public void TheNameSaysTheFormat(string path, string format, object compression, byte? delimiter)
    {
        FormatMatch match = Assert.NotNull(FormatCatalog.FindByPath(path));
        Assert.Equal((format, (FileCompression)compression, delimiter), (match.Format.Name, match.Compression, match.Delimiter));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x.gz")]
    [InlineData("x.parquet")]
    [InlineData("csv")]
    [InlineData("x.csv/y")]
    public void OtherNamesSayNothing(string path) => Assert.Null(FormatCatalog.FindByPath(path));

    [Fact]
    public void NamesAndExtensionsMeanOneFormatEach()
    {
        Assert.Distinct(FormatCatalog.All.Select(format => format.Name));
        Assert.Distinct(FormatCatalog.All.SelectMany(format => format.Extensions));
        Assert.All(FormatCatalog.All, format => Assert.Same(format, FormatCatalog.FindByName(format.Name.ToUpperInvariant())));
        Assert.All(FormatCatalog.All, format => Assert.True(format.OpenSource is not null || format.CanWrite));
        Assert.Null(FormatCatalog.FindByName("parquet"));
    }

    [Theory]
    [InlineData("x.csv.gz")]
    [InlineData("x.csv.br")]
    public void PackedOutputComesBack(string path)
    {
        using MemoryStream packed = new();
        using (Stream stream = FormatCatalog.FindByPath(path)!.Value.Compress(packed))
        {
            stream.Write("a,b\n1,2\n"u8);
        }

        packed.Position = 0;
        using Stream unpacked = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(packed, CompressionMode.Decompress)
            : new BrotliStream(packed, CompressionMode.Decompress);
        Assert.Equal("a,b\n1,2\n", new StreamReader(unpacked, Encoding.UTF8).ReadToEnd());
    }
}
