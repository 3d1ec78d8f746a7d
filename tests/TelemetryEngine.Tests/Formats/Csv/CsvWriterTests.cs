using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Formats;

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

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-a\"b", "\"'-a\"\"b\"")]
    [InlineData("@x", "\"'@x\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "\"\"")]
    public void SpreadsheetsFindNoFormulas(string text, string written)
    {
        WriterOptions options = new() { IsForSpreadsheets = true };
        StringArray one = new StringArray.Builder().Append(text).Build();
        string name = text.Length == 0 ? "x" : text;
        Assert.Equal((text.Length == 0 ? "x" : written) + "\n" + written + "\n", WriterRun.Text("csv", options, SampleBatch.OfOne(name, one)));
    }

    [Fact]
    public void SpreadsheetsGetNumbersAndTimesAsTheyAre() => Assert.Equal(
        WriterRun.Fitted("csv", SampleBatch.Make()),
        WriterRun.Text("csv", new WriterOptions { IsForSpreadsheets = true }.FitTo(SampleBatch.Make().Schema, [SampleBatch.Make()]), SampleBatch.Make()));

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
            RecordBatch batch = new(new Schema([new Field("left", left.DataType, nullable: true), new Field("right", right.DataType, nullable: true)], null), [left, right], 3);
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

    /// <summary>Rows that are put together of columns, and rows in whose texts is something to quote, long, or null, in any order, against the definition of a line.</summary>
    [Theory]
    [InlineData(',', 0)]
    [InlineData(',', 1)]
    [InlineData(',', 300)]
    [InlineData('.', 300)]
    [InlineData('5', 1)]
    public void ManyRowsAreTheirFieldsInTurn(char delimiter, int oddTexts)
    {
        const int rows = 1500;
        Random random = new(oddTexts);
        HashSet<int> odd = [.. Enumerable.Range(0, oddTexts).Select(_ => random.Next(rows))];
        string[] oddities = ["", $"a{delimiter}b", "say \"hi\"", "two\nlines", " padded", new string('x', 65), new string('y', 500)];
        string?[] texts = [.. Enumerable.Range(0, rows).Select(row => odd.Contains(row) ? oddities[random.Next(oddities.Length)] : new string('t', 1 + random.Next(64)))];
        string?[] notes = [.. texts.Select(text => random.Next(5) == 0 ? null : text)];
        long?[] counts = [.. Enumerable.Range(0, rows).Select(row => row % 400 < 200 ? row : random.Next(3) == 0 ? (long?)null : random.NextInt64(long.MinValue, long.MaxValue))];
        double[] values = [.. Enumerable.Range(0, rows).Select(row => row % 2 == 0 ? row / 8.0 : random.NextDouble() * Math.Pow(10, random.Next(-300, 300)))];
        long[] seconds = [.. Enumerable.Range(0, rows).Select(row => row % 3 * random.NextInt64(0, 4_000_000_000))];
        bool[] flags = [.. Enumerable.Range(0, rows).Select(_ => random.Next(2) == 0)];

        TimestampType time = new(TimeUnit.Second, "UTC");
        IArrowArray[] columns =
        [
            seconds.Aggregate(new TimesBuilder(time), static (builder, second) => { builder.Append(second); return builder; }).Build(),
            new StringArray.Builder().AppendRange(texts).Build(),
            counts.Aggregate(new Int64Array.Builder(), static (builder, count) => { _ = count is { } some ? builder.Append(some) : builder.AppendNull(); return builder; }).Build(),
            notes.Aggregate(new CodedBuilder(), static (builder, note) => { builder.Append(note); return builder; }).Build(),
            new DoubleArray.Builder().AppendRange(values).Build(),
            flags.Aggregate(new BooleanArray.Builder(), static (builder, flag) => { builder.Append(flag); return builder; }).Build(),
            new StringArray.Builder().AppendRange(notes).Build(),
        ];
        RecordBatch batch = new(new Schema([.. columns.Select((column, i) => new Field($"c{i}", column.DataType, nullable: true))], null), columns, rows);

        string[] special = ["\"", "\r", "\n", delimiter.ToString()];
        string Text(string? text) => text is null ? "" : text.Length == 0 || text[0] == ' ' || special.Any(text.Contains) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
        string Value(FormattableString? value) => value is null ? "" : ",".Contains(delimiter) ? FormattableString.Invariant(value) : $"\"{FormattableString.Invariant(value)}\"";
        string[] lines = [.. Enumerable.Range(0, rows).Select(row => string.Join(
            delimiter,
            Value($"{DateTimeOffset.FromUnixTimeSeconds(seconds[row]):yyyy-MM-ddTHH:mm:ssZ}"),
            Text(texts[row]),
            counts[row] is { } count ? Value($"{count}") : "",
            Text(notes[row]),
            Value($"{values[row]:R}"),
            Value($"{(flags[row] ? "true" : "false")}"),
            Text(notes[row])))];
        string written = WriterRun.Text("csv", new WriterOptions { Header = false, Delimiter = (byte)delimiter }, batch);
        Assert.Equal(lines, SplitLines(written, lines));
        Assert.Equal(written, WriterRun.Text("csv", new WriterOptions { Header = false, Delimiter = (byte)delimiter }, batch.Slice(0, 1), batch.Slice(1, 200), batch.Slice(201, rows - 201)));
    }

    /// <summary>The text in pieces as long as the lines expected, so that the first difference is shown; anything behind them is a piece more.</summary>
    private static List<string> SplitLines(string written, string[] expected)
    {
        List<string> pieces = [];
        int at = 0;
        foreach (string line in expected)
        {
            int end = Math.Min(written.Length, at + line.Length);
            pieces.Add(written[at..end]);
            Assert.Equal("\n", written[end..Math.Min(written.Length, end + 1)]);
            at = Math.Min(written.Length, end + 1);
        }

        return at == written.Length ? pieces : [.. pieces, written[at..]];
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
