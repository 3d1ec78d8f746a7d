using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Arrow;
using TelemetryEngine.Formats;
using TelemetryEngine.Testing;

namespace TelemetryEngine.Tests.Formats.Csv;

public sealed class CsvWriterTests
{
    [Fact]
    public void EveryKindAndEveryKindOfValue()
    {
        Assert.Equal(
            """
            at,on,small,large,single,value,note,device
            2024-01-01T00:00:00.000Z,true,7,-9223372036854775808,0.1,0.1,plain,meter-1
            2024-01-01T00:00:00.500Z,false,-2147483648,9223372036854775807,0,0,"",größe
            ,,,,,,,
            1969-12-31T23:59:59.000Z,true,0,-1,NaN,-Infinity,"say ""hi"", ok
            |x",meter-1

            """,
            WriterRun.Fitted("csv", SampleBatch.Make()));
    }

    [Fact]
    public void ASliceIsWrittenLikeTheRowsItShows()
    {
        RecordBatch batch = SampleBatch.Make();
        string whole = WriterRun.Fitted("csv", batch);
        WriterOptions options = new WriterOptions().FitTo(batch.Schema, [batch]);
        Assert.Equal(whole, WriterRun.Text("csv", options, batch.Slice(0, 1), batch.Slice(1, 2), batch.Slice(3, 1)));
    }

    [Theory]
    [InlineData(" x", "\" x\"")]
    [InlineData("x ", "\"x \"")]
    [InlineData("#x", "\"#x\"")]
    [InlineData("x#", "x#")]
    [InlineData("a;b", "a;b")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\rb", "\"a\rb\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("\"", "\"\"\"\"")]
    [InlineData("", "\"\"")]
    [InlineData("\ufeffx", "\"\ufeffx\"")]
    public void TextIsQuotedWhereItMustBe(string text, string written) =>
        Assert.Equal(written + "\n", WriterRun.Text("csv", new WriterOptions { Header = false }, SampleBatch.OfOne("x", new StringArray.Builder().Append(text).Build())));

    [Fact]
    public void NamesAreQuotedLikeTexts()
    {
        RecordBatch batch = SampleBatch.OfOne("power, \"W\"", new Int64Array.Builder().Build());
        Assert.Equal("\"power, \"\"W\"\"\"\n", WriterRun.Text("csv", new WriterOptions(), batch));
        Assert.Equal("", WriterRun.Text("csv", new WriterOptions { Header = false }, batch));
    }

    [Fact]
    public void ADelimiterThatOccursInNumbersMakesThemQuoted()
    {
        RecordBatch batch = SampleBatch.OfOne("x", new DoubleArray.Builder().Append(-1.5).AppendNull().Build());
        Assert.Equal("x\n\"-1.5\"\n\n", WriterRun.Text("csv", new WriterOptions { Delimiter = (byte)'.' }, batch));
        Assert.Equal("x\n-1.5\n\n", WriterRun.Text("csv", new WriterOptions { Delimiter = (byte)'|' }, batch));
    }

    [Fact]
    public void DoublesAreWrittenAsRoundTripTextOfInvariantCulture() => Prop.ForAll<double>(value =>
    {
        string written = WriterRun.Text("csv", new WriterOptions { Header = false }, SampleBatch.OfOne("x", new DoubleArray.Builder().Append(value).Build()));
        return written == (value == 0 ? "0" : value.ToString("R", CultureInfo.InvariantCulture)) + "\n";
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TextComesBackAsItWas() => Prop.ForAll(
        Gen.Elements("a", " ", ",", "\"", "\n", "\r", "#", "ö", ";").ArrayOf().Select(string.Concat).OrNull().ArrayOf(6).ToArbitrary(),
        Gen.Elements(',', ';', '\t').ToArbitrary(),
        (texts, delimiter) =>
        {
            StringArray left = new StringArray.Builder().AppendRange(texts[..3]).Build();
            StringArray right = new StringArray.Builder().AppendRange(texts[3..]).Build();
            RecordBatch batch = new(new Schema([new Field("left", left.DataType), new Field("right", right.DataType)]), [left, right], 3);
            string written = WriterRun.Text("csv", new WriterOptions { Header = false, Delimiter = (byte)delimiter }, batch);
            List<List<string?>> records = CsvRecords.Parse(written, delimiter);
            return records.Select(record => record[0]).Concat(records.Select(record => record[1])).SequenceEqual(texts);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AResultLargerThanAnyBufferIsWhole()
    {
        string longText = new('x', 300_000);
        StringArray.Builder builder = new();
        for (int i = 0; i < 20_000; i++)
        {
            builder.Append(i == 10_000 ? longText : i.ToString(CultureInfo.InvariantCulture));
        }

        string written = WriterRun.Text("csv", new WriterOptions(), SampleBatch.OfOne("x", builder.Build()));
        IEnumerable<string> expected = Enumerable.Range(0, 20_000).Select(i => i == 10_000 ? longText : i.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("x\n" + string.Concat(expected.Select(line => line + "\n")), written);
    }

    [Fact]
    public void WritingAllocatesNothingPerRow()
    {
        RecordBatch batch = SampleBatch.Make();
        using BatchWriter writer = FormatCatalog.FindByName("csv")!.CreateWriter!(Stream.Null, batch.Schema, new WriterOptions());
        writer.Write(batch);
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                writer.Write(batch);
            }
        }));
    }
}
