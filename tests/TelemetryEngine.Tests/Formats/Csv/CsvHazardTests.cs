using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>What may stand in a file, and what each gets.</summary>
public sealed class CsvHazardTests
{
    private static readonly CsvDialect Texts = CsvReading.Typed(("a", "utf8"), ("b", "utf8"));

    [Fact]
    public void LineEndsOfAllKindsMix()
    {
        SourceContents read = CsvReading.Read("a,b\r\n1,x\n2,y\r3,z\r\r\n4,w\r\r5,v\n\n6,u");
        Assert.Equal([1L, 2L, 3L, 4L, 5L, 6L], read.Column(0));
        Assert.Equal(["x", "y", "z", "w", "v", "u"], read.Column(1));
    }

    [Fact]
    public void BlankLineIsNullWhereThereIsOneColumn()
    {
        SourceContents read = CsvReading.Read("a\n1\n\n2\r\n\r\n3\n");
        Assert.Equal([1L, null, 2L, null, 3L], read.Column(0));
    }

    [Fact]
    public void ByteOrderMarkIsDropped()
    {
        using TemporaryFile file = new([0xEF, 0xBB, 0xBF, .. "a,b\n1,2\n"u8]);
        SourceContents read = CsvReading.Read(file.Path, null, null, out ColumnSchema schema);
        Assert.Equal(["a", "b"], schema.Columns.Select(static column => column.Name));
        Assert.Equal(7, Assert.Single(read.Rows).Position);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x37, 0 })]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, 0x61, 0, 0x0A, 0, 0x37 })]
    public void Utf16IsReadByItsMark(byte[] text) => Assert.Equal([7L], CsvReading.Read(text).Column(0));

    [Theory]
    [InlineData("utf-16", "time,Größe\n1,2,5\n")]
    [InlineData("windows-1252", "time,Größe °C €\n")]
    [InlineData("shift_jis", "time,電力\n")]
    [InlineData("windows-1251", "time,Мощность\n")]
    public void AnotherEncodingIsReadByItsName(string name, string header)
    {
        byte[] text = TextEncodings.Find(name)!.GetBytes(header.Split('\n')[0] + "\n1,2\n");
        using TemporaryFile file = new(text);
        using CsvSource source = CsvSource.Open([file.Path], new CsvDialect { Encoding = name });
        Assert.Equal(header.Split('\n')[0].Split(','), source.Schema.Columns.Select(static column => column.Name));
        Assert.Equal([1L, 2L], SourceReader.Read(source).Rows[0].Values);
        string error = Assert.Throws<InputException>(() => CsvReading.Read(text)).Message;
        Assert.Contains($"TextPlan.Encoding = \"{name}\"", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'A', (byte)'R', (byte)'R', (byte)'O', (byte)'W', (byte)'1', 0, 0 }, " is an Arrow file, not delimited text; a name that ends in .arrow says so")]
    public void WhatIsNotTextIsNamed(byte[] start, string error) =>
        Assert.EndsWith(error, Assert.Throws<InputException>(() => CsvReading.Read(start)).Message, StringComparison.Ordinal);

    [Fact]
    public void BrokenTextIsAnErrorOnlyWhereItsColumnIsUsed()
    {
        byte[] text = [.. "a,b\n1,ok\n2,"u8, 0xC3, 0x28, .. "\n3,\0x\n"u8];
        SourceContents used = CsvReading.Read(text, null, new SourceSettings { Policy = ErrorPolicy.Skip });
        Assert.Equal([1L], used.Column(0));
        Assert.Equal(["bytes that are not UTF-8", "a NUL byte in a text"], used.Rejects.Select(static reject => reject.Error.ToString().Split(';')[0]));
        SourceContents unused = CsvReading.Read(text, null, new SourceSettings { Columns = ["a"] });
        Assert.Equal([1L, 2L, 3L], unused.Column(0));
    }

    [Fact]
    public void QuoteOpensOnlyAtTheStartOfAField()
    {
        SourceContents read = CsvReading.Read("a,b\nx\"y\"\"z,\"q\"\"r\"\n5\" x 3\",\"\"\"\"\n", Texts);
        Assert.Equal(["x\"y\"\"z", "5\" x 3\""], read.Column(0));
        Assert.Equal(["q\"r", "\""], read.Column(1));
    }

    [Fact]
    public void TextsThatRepeatWithAndWithoutQuotesAreKeptApart()
    {
        SourceContents read = CsvReading.Read("a,b\nx,1\n\"x\",1\nx,1\na\"\"b,1\n\"a\"\"b\",1\na\"\"b,1\n\"a\"\"b\",1\n\"\"\"x\"\"\",1\n\"x\",1\n\"\"\"\"\"\",2\n\"\",2\n\"\"\"\"\"\",2\n\"\",2\n", Texts);
        Assert.Equal(["x", "x", "x", "a\"\"b", "a\"b", "a\"\"b", "a\"b", "\"x\"", "x", "\"\"", "", "\"\"", ""], read.Column(0));
    }

    [Fact]
    public void TextBehindAClosingQuoteIsARowErrorAlsoWhereNoColumnIsUsed()
    {
        SourceContents read = CsvReading.Read("a,b\n1,\"x\"y\n2,z\n", Texts, new SourceSettings { Policy = ErrorPolicy.Skip, Columns = ["a"] });
        Assert.Equal(["2"], read.Column(0));
        Reject reject = Assert.Single(read.Rejects);
        Assert.Equal((4L, 2L, "", "1,\"x\"y"), (reject.Position, reject.Line, reject.Column, reject.Text));
        Assert.StartsWith("text follows a closing quote", reject.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void QuotedLineEndBelongsToTheField()
    {
        SourceContents read = CsvReading.Read("a,b\n1,\"x\r\ny\n\rz\"\n2,w\n", Texts);
        Assert.Equal(["x\r\ny\n\rz", "w"], read.Column(1));
    }

    [Fact]
    public void UnclosedQuoteIsOneRejectThroughTheEndOfTheFile()
    {
        SourceContents read = CsvReading.Skip("a,b\n1,x\n2,\"y\n3,z\n4,w\n", Texts);
        Assert.Equal(["1"], read.Column(0));
        Reject reject = Assert.Single(read.Rejects);
        Assert.Equal((8L, 3L), (reject.Position, reject.Line));
        Assert.StartsWith("a quote that is opened here is never closed", reject.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, read.RowsRead);
    }

    [Theory]
    [InlineData("a,b\n1,2")]
    [InlineData("a,b\n1,\"2\"")]
    [InlineData("a,b\n1,2\r")]
    public void LastRowNeedsNoLineEnd(string text) => Assert.Equal([2L], CsvReading.Read(text).Column(1));

    [Theory]
    [InlineData(ErrorPolicy.Skip)]
    [InlineData(ErrorPolicy.Null)]
    public void WrongNumberOfFieldsIsARejectUnderEveryPolicy(ErrorPolicy policy)
    {
        SourceContents read = CsvReading.Read("a,b\n1,2\n3\n4,5,6\n7,8\n", null, new SourceSettings { Policy = policy });
        Assert.Equal([1L, 7L], read.Column(0));
        Assert.Equal(
            ["1 field where the header has 2 (TextPlan.Ragged = \"pad\" reads what is missing as null); OnError(ErrorPolicy.Skip) leaves such rows out", "3 fields where the header has 2; OnError(ErrorPolicy.Skip) leaves such rows out"],
            read.Rejects.Select(static reject => reject.Error.ToString()));
        Assert.Equal([3L, 4L], read.Rejects.Select(static reject => reject.Line));
        Assert.Equal(4, read.RowsRead);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\r\n")]
    public void NothingHasNoHeader(string text)
    {
        InputException error = Assert.Throws<InputException>(() => CsvReading.Read(text));
        Assert.StartsWith("no header: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("a,b\n")]
    [InlineData("a,b\r\n\r\n")]
    public void HeaderAloneHasNoRows(string text) => Assert.Empty(CsvReading.Read(text).Rows);

    [Fact]
    public void EmptyIsNullAndQuotedEmptyIsTextWhereTextIs()
    {
        SourceContents read = CsvReading.Read("a,b\n,1\n\"\",\"\"\nx,\n", CsvReading.Typed(("a", "utf8"), ("b", "int64")));
        Assert.Equal([null, "", "x"], read.Column(0));
        Assert.Equal([1L, null, null], read.Column(1));
    }

    [Fact]
    public void NullTokensInQuotesAreTextsInColumnsOfTextAndNullElsewhere()
    {
        CsvDialect options = CsvReading.Typed(("a", "utf8"), ("b", "float64"), ("c", "bool"), ("d", "timestamp[s]")) with { NullTokens = ["NA"u8.ToArray(), "-999"u8.ToArray()] };
        SourceContents read = CsvReading.Read("a,b,c,d\nNA,-999,NA,NA\n\"NA\",1,true,1970-01-01\n\"-999\",\"-999\",\"NA\",\"NA\"\n", options);
        Assert.Equal([null, "NA", "-999"], read.Column(0));
        Assert.Equal([null, 1.0, null], read.Column(1));
        Assert.Equal([null, true, null], read.Column(2));
        Assert.Equal([null, 0L, null], read.Column(3));
        Assert.Equal(["x=int64"], CsvReading.Inspect("x\n\"1\"\n\"NA\"\n", new CsvDialect { NullTokens = ["NA"u8.ToArray()] }).Columns);
    }

    [Theory]
    [InlineData("NaN", double.NaN)]
    [InlineData("nan", double.NaN)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("+5", 5.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("\"2.5\"", 2.5)]
    public void NumbersInAllTheirForms(string text, double expected)
    {
        foreach (string type in (string[])["float64", "decimal", "decimal(2)"])
        {
            SourceContents read = CsvReading.Read($"a,b\n1,{text}\n", CsvReading.Typed(("b", type)));
            Assert.Equal(expected, Assert.Single(read.Column(1)));
        }
    }

    [Theory]
    [InlineData("float32", "1e39", "'1e39' does not fit float32; Schema((\"b\", \"float64\")) has room for it")]
    [InlineData("float64", "1e400", "'1e400' is beyond the range of numbers; OnError(ErrorPolicy.Skip) leaves such rows out")]
    [InlineData("decimal", "1e400", "'1e400' is beyond the range of numbers; OnError(ErrorPolicy.Skip) leaves such rows out")]
    [InlineData("int64", "9223372036854775808", "'9223372036854775808' does not fit int64; Schema((\"b\", \"float64\")) has room for it")]
    [InlineData("int32", "2147483648", "'2147483648' does not fit int32; Schema((\"b\", \"int64\")) has room for it")]
    [InlineData("int32", "-2147483649", "'-2147483649' does not fit int32; Schema((\"b\", \"int64\")) has room for it")]
    [InlineData("int64", "1.5", "'1.5' is not an int64; Schema((\"b\", \"float64\")) reads the column as numbers with fractions")]
    [InlineData("int64", "NA", "'NA' is not an int64; TextPlan.Null = [\"NA\"] reads it as null")]
    [InlineData("float64", "NA", "'NA' is not a number; TextPlan.Null = [\"NA\"] reads it as null")]
    [InlineData("float64", "?", "'?' is not a number; TextPlan.Null = [\"?\"] reads it as null")]
    [InlineData("float64", "-", "'-' is not a number; TextPlan.Null = [\"-\"] reads it as null")]
    [InlineData("float64", "0x1F", "'0x1F' is not a number; OnError(ErrorPolicy.Skip) leaves such rows out")]
    [InlineData("float64", "1_000", "'1_000' is not a number; OnError(ErrorPolicy.Skip) leaves such rows out")]
    [InlineData("bool", "yes", "'yes' is neither true nor false; Schema((\"b\", \"utf8\")) reads the column as text")]
    [InlineData("timestamp[us]", "soon", "'soon' is not a time; TimePlan.Format says how times are written")]
    [InlineData("timestamp[us]", "2023-02-30", "'2023-02-30' is a date that no calendar has; OnError(ErrorPolicy.Skip) leaves such rows out")]
    [InlineData("timestamp[us]", "2023-02-03T23:59:60", "'2023-02-03T23:59:60' is a time that no clock shows; OnError(ErrorPolicy.Skip) leaves such rows out")]
    [InlineData("timestamp[ms]", "2023-02-03T23:59:59.0001", "'2023-02-03T23:59:59.0001' has digits beyond the column's unit; Schema((\"b\", \"timestamp[ns]\")) keeps them")]
    public void WhatIsNoValueIsARowErrorThatNamesTheFlag(string type, string text, string error)
    {
        SourceContents read = CsvReading.Skip($"a,b\n1,{text}\n2,\n", CsvReading.Typed(("b", type)));
        Assert.Equal([2L], read.Column(0));
        Reject reject = Assert.Single(read.Rejects);
        Assert.Equal((error, text, "b", 2L, 4L), (reject.Error.ToString(), reject.Text, reject.Column, reject.Line, reject.Position));
    }

    [Fact]
    public void CommaIsADecimalPointWhenAskedForOrNothingElseFits()
    {
        CsvDialect options = CsvReading.Typed(("b", "float64")) with { Delimiter = (byte)';' };
        Reject reject = Assert.Single(CsvReading.Skip("a;b\n1;1,5\n2;1.5\n", options).Rejects);
        Assert.Equal("'1,5' is not a number; TextPlan.DecimalComma = true reads it as 1.5", reject.Error.ToString());
        Assert.Equal([1.5], CsvReading.Read("a;b\n1;1,5\n", options).Column(1));
        Assert.Equal([1.5], CsvReading.Read("a;b\n1;1,5\n", options with { Delimiter = CsvDialect.AnyDelimiter, DecimalSeparator = (byte)',' }).Column(1));
    }

    [Fact]
    public void FieldLongerThanAnyBuffer()
    {
        string longText = new('x', 3_000_000);
        SourceContents read = CsvReading.Read($"a,b\n1,{longText}\n2,\"{longText}\n\"\n3,y\n", Texts, new SourceSettings { MorselBytes = 1 << 16, Threads = 2 });
        Assert.Equal([longText, longText + "\n", "y"], read.Column(1));
    }

    [Fact]
    public void TenThousandColumns()
    {
        StringBuilder text = new();
        text.AppendJoin(',', Enumerable.Range(0, 10_000).Select(static i => $"c{i}")).Append('\n');
        for (int row = 0; row < 3; row++)
        {
            text.AppendJoin(',', Enumerable.Range(0, 10_000).Select(i => i * (row + 1))).Append('\n');
        }

        SourceContents read = CsvReading.Read(text.ToString(), null, new SourceSettings { Columns = ["c0", "c9999"] });
        Assert.Equal([9999L, 19998L, 29997L], read.Column(1));
    }

    [Fact]
    public void CommentLinesArePassedOverWhateverTheyHold()
    {
        CsvDialect options = new() { Comment = '#' };
        SourceContents read = CsvReading.Read("# made, by \"hand\na,b\n1,x\n# it's, \"open, here\n2,#y\n#\n", options);
        Assert.Equal(["x", "#y"], read.Column(1));
    }

    [Fact]
    public void RecordLongerThanTheLimitIsOneReject()
    {
        string longText = new('x', 1_500_000);
        using TemporaryFile file = new($"a,b\n1,y\n2,\"{longText}\"\n3,z\n");
        using CsvSource source = CsvSource.Open([file.Path], Texts, limits: new CsvLimits(1 << 20));
        SourceContents read = SourceReader.Read(source, new SourceSettings { Policy = ErrorPolicy.Skip });
        Assert.Equal(["1", "3"], read.Column(0));
        Reject reject = Assert.Single(read.Rejects);
        Assert.Equal(("a record of more than 1 MB; perhaps a quote in it is never closed", 3L), (reject.Error.ToString(), reject.Line));
    }
}
