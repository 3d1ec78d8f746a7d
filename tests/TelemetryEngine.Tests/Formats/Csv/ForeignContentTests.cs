using System.IO.Compression;
using System.Text;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>Files that are no delimited text are named as what they are; packed ones are unpacked, whatever they are called.</summary>
public sealed class ForeignContentTests
{
    [Theory]
    [InlineData("PK\u0003\u0004xxxxxl/workbook.xml", "an Excel workbook")]
    [InlineData("PK\u0003\u0004xxxxmimetypeapplication/vnd.oasis.opendocument.spreadsheet", "LibreOffice")]
    [InlineData("PK\u0003\u0004xxxxdata.csv", "a ZIP archive")]
    [InlineData("PAR1\u0015\u0004", "a Parquet file")]
    [InlineData("%PDF-1.7", "a PDF")]
    [InlineData("\u00EF\u00BB\u00BF\r\n<!DOCTYPE html><p>", "an HTML page")]
    [InlineData("<html xmlns=\"x\">\n<head>", "an HTML page")]
    [InlineData("<?xml version=\"1.0\"?>", "XML")]
    [InlineData("{\"time\": 1}\n{\"time\": 2}\n", "JSON")]
    [InlineData("[\n  {\"time\": 1}]", "JSON")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1", "an old Excel file")]
    [InlineData("SQLite format 3\0", "a SQLite database")]
    [InlineData("7z\u00BC\u00AF\u0027\u001C", "a 7-Zip archive")]
    [InlineData("\u00FD7zXZ\0", "packed by xz")]
    [InlineData("BZh91AY", "packed by bzip2")]
    [InlineData("t\0i\0m\0e\0,\0v\0\n\01\0,\02\0\n\0", "UTF-16 without its mark; TextPlan.Encoding = \"utf-16\"")]
    public void It_is_named(string text, string what)
    {
        InputException error = Assert.Throws<InputException>(() => CsvReading.Read(Encoding.Latin1.GetBytes(text)));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[time],[value]\n1,2\n", "[time]")]
    [InlineData("ORC,b\n1,2\n", "ORC")]
    [InlineData("<time>,b\n1,2\n", "<time>")]
    public void A_header_may_look_like_one(string text, string name)
    {
        using TemporaryFile file = new(text);
        using CsvSource source = CsvSource.Open([file.Path], new CsvDialect());
        Assert.Equal(name, source.Schema[0].Name);
    }

    [Fact]
    public void Packed_text_is_known_by_its_first_bytes()
    {
        byte[] text = Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"{i},{i * 2}\n")));
        MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(text);
        }

        using ZstdSharp.Compressor zstd = new(3);
        byte[] frame = zstd.Wrap(text).ToArray();
        foreach (byte[] packed in new[] { zipped.ToArray(), frame })
        {
            Assert.Equal(50_000, CsvReading.Read(packed).Rows.Count);
            using CsvSource stream = CsvSource.Open(["-"], new CsvDialect(), new MemoryStream(packed));
            Assert.Equal(50_000, SourceReader.Read(stream).Rows.Count);
            Assert.Throws<InputException>(() => CsvReading.Read(packed[..^20]));
        }

        Assert.Equal(100_000, CsvReading.Read([.. frame, .. frame[..0], .. zstd.Wrap(text.AsSpan(4)).ToArray()]).Rows.Count);
        using TemporaryFile other = new(text, ".zst");
        Assert.Throws<InputException>(() => CsvSource.Open([other.Path], new CsvDialect()));
    }

    [Fact]
    public void Bytes_that_mean_nothing_in_an_encoding_are_errors_in_their_place()
    {
        byte[] text = [.. Encoding.Unicode.GetBytes("\uFEFFa,b\n1,x\n2,"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\n3,z\n")];
        SourceContents read = CsvReading.Read(text, null, new SourceSettings { Policy = ErrorPolicy.Skip });
        Assert.Equal(["x", "z"], read.Column(1));
        Assert.Equal(3, Assert.Single(read.Rejects).Line);
    }
}
