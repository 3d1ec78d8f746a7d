using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

public sealed class CsvInferenceTests
{
    [Theory]
    [InlineData("true,False,TRUE", "bool")]
    [InlineData("1,-2,+3", "int64")]
    [InlineData("1,2.50,-3.125", "decimal(3)")]
    [InlineData("1e3,NaN", "decimal(0)")]
    [InlineData("1.5e-3,2", "decimal(4)")]
    [InlineData("4611686018427000.903,1.25", "decimal(3)")]
    [InlineData("46116860184273.88,0.0000001", "decimal(4)")]
    [InlineData("99999999999999999999", "decimal(0)")]
    [InlineData("99999999999999999999,1.5", "decimal(1)")]
    [InlineData("0.1234567890123456789", "decimal(0)")]
    [InlineData("2024-01-01,2024-01-01T05:06:07Z", "timestamp[us]")]
    [InlineData("2024-01-01 05:06:07.123456789", "timestamp[ns]")]
    [InlineData("2024-01-01T05:06:07.123456000", "timestamp[us]")]
    [InlineData("2023-02-30,2023-02-28", "timestamp[us]")]
    [InlineData("x,1", "utf8")]
    [InlineData("1,true", "utf8")]
    [InlineData(",,", "utf8")]
    public void TypeFollowsFromTheValues(string values, string type)
    {
        string text = "k,v\n" + string.Concat(values.Split(',').Select(static value => $"1,{value}\n"));
        Assert.Equal(["k=int64", $"v={type}"], CsvReading.Inspect(text).Columns);
    }

    [Theory]
    [InlineData("at,x,y\n", "at=utf8,x=decimal(0),y=utf8")]
    [InlineData("timestamp,x,y\n", "timestamp=timestamp[us],x=decimal(0),y=utf8")]
    [InlineData("timestamp,x,y\n,,1\n", "timestamp=utf8,x=decimal(0),y=int64")]
    public void WithoutAValueTheTypeIsWhatIsWanted(string text, string types) =>
        Assert.Equal(types.Split(','), CsvReading.Inspect(text, new CsvDialect { Numbers = ["x"] }).Columns);

    [Fact]
    public void WithoutRowsAllColumnsMayBeNumbersButKeys()
    {
        CsvDialect options = new() { AllNumbersBut = ["key"], Time = new TimeDialect { Column = "when" } };
        Assert.Equal(["when=timestamp[us]", "key=utf8", "x=decimal(0)"], CsvReading.Inspect("when,key,x\n", options).Columns);
        Assert.Equal(["when=timestamp[us]", "key=utf8", "x=utf8"], CsvReading.Inspect("when,key,x\n,k,\n", options).Columns);
    }

    [Theory]
    [InlineData("ts", "1700000000", "timestamp[s]", "seconds")]
    [InlineData("Time", "1700000000000", "timestamp[ms]", "milliseconds")]
    [InlineData("read_at", "1700000000000000", "timestamp[us]", "microseconds")]
    [InlineData("start_time", "1700000000000000000", "timestamp[ns]", "nanoseconds")]
    public void IntegersAreTimesByTheirName(string name, string value, string type, string unit)
    {
        (IReadOnlyList<string> columns, IReadOnlyList<string> notes) = CsvReading.Inspect($"{name},other\n{value},{value}\n0,1\n");
        Assert.Equal([$"{name}={type}", "other=int64"], columns);
        Assert.Equal([$"{name} read as time: integers that count {unit} since 1970; Schema((\"{name}\", \"int64\")) reads them as numbers"], notes);
        Assert.Equal(long.Parse(value, System.Globalization.CultureInfo.InvariantCulture), CsvReading.Read($"{name},other\n{value},{value}\n").Column(0)[0]);
    }

    [Fact]
    public void IntegersAreTimesWhenNamed()
    {
        CsvDialect options = new() { Time = new TimeDialect { Column = "when" } };
        Assert.Equal(["when=timestamp[ms]"], CsvReading.Inspect("when\n1700000000000\n", options).Columns);
    }

    [Fact]
    public void MixedMagnitudesAreAnError()
    {
        InputException error = Assert.Throws<InputException>(() => CsvReading.Inspect("ts\n1700000000\n1700000000000\n"));
        Assert.Equal("ts", error.Column);
        Assert.Contains("Schema((\"ts\", \"timestamp[ms]\")) says it", error.Message, StringComparison.Ordinal);
        Assert.Equal(["ts=timestamp[ms]"], CsvReading.Inspect("ts\n1700000000\n1700000000000\n", CsvReading.Typed(("ts", "timestamp[ms]"))).Columns);
    }

    [Fact]
    public void LaterCountInAnotherUnitIsARowError()
    {
        Reject reject = Assert.Single(CsvReading.Skip("ts\n1700000000\n1700000000000\n", CsvReading.Typed(("ts", "timestamp[s]"))).Rejects);
        Assert.Equal("'1700000000000' is too large for a time in the column's unit; Schema((\"ts\", \"timestamp[ms]\")), [us] or [ns] reads a finer one", reject.Error.ToString());
    }

    [Theory]
    [InlineData("NA")]
    [InlineData("?")]
    [InlineData("-")]
    [InlineData("unavailable")]
    public void WordsForNullAreNoReasonForText(string word)
    {
        string text = "x\n" + string.Concat(Enumerable.Range(0, 100).Select(i => i < 37 ? word + "\n" : $"{i}.5\n"));
        (IReadOnlyList<string> columns, IReadOnlyList<string> notes) = CsvReading.Inspect(text);
        Assert.Equal(["x=decimal(1)"], columns);
        Assert.Empty(notes);
        Assert.Equal([.. Enumerable.Range(0, 100).Select(static i => i < 37 ? (object?)null : i + 0.5)], CsvReading.Read(text).Column(0));
    }

    [Fact]
    public void EmptyColumnIsTextWithANote()
    {
        (IReadOnlyList<string> columns, IReadOnlyList<string> notes) = CsvReading.Inspect("a,b\n1,\n2,\"\"\n");
        Assert.Equal(["a=int64", "b=utf8"], columns);
        Assert.Equal(["b read as text because the sample holds no value of it; Schema((\"b\", \"float64\")) reads it as numbers"], notes);
    }

    [Fact]
    public void SampleLooksAtTheWholeFile()
    {
        StringBuilder text = new("x,y\n");
        for (int i = 0; i < 400_000; i++)
        {
            text.Append(i < 380_000 ? "1" : "1.5").Append(",2\n");
        }

        Assert.Equal(["x=decimal(1)", "y=int64"], CsvReading.Inspect(text.ToString()).Columns);
    }

    [Fact]
    public void DecimalBehindTheSampleIsARowErrorThatNamesTheFlag()
    {
        StringBuilder text = new("x,y\n");
        for (int i = 0; i < 400_000; i++)
        {
            text.Append(i == 203_210 ? "1.5" : "1").Append(",2\n");
        }

        Reject first = CsvReading.Read(text.ToString(), null, new SourceSettings { Threads = 2, MorselBytes = 100_000 }).First!;
        Assert.Equal(("'1.5' is not an int64; Schema((\"x\", \"float64\")) reads the column as numbers with fractions", 203_212L), (first.Error.ToString(), first.Line));
    }

    [Fact]
    public void NotesHaveABound()
    {
        string names = string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"c{i}"));
        IReadOnlyList<string> notes = CsvReading.Inspect($"{names}\n{new string(',', 999)}\n1{new string(',', 999)}\n").Notes;
        Assert.Equal(21, notes.Count);
        Assert.StartsWith("c1 read as text because the sample holds no value of it", notes[0], StringComparison.Ordinal);
        Assert.Equal("and 979 more columns with notes like these; ToPlan() shows the type of each", notes[^1]);
    }

    [Fact]
    public void NamesComeFromTheOptions()
    {
        Assert.Equal(["column1=int64", "column2=utf8"], CsvReading.Inspect("1,x\n", new CsvDialect { HasHeader = false }).Columns);
        Assert.Equal(["a=int64", "b=utf8"], CsvReading.Inspect("1,x\n", new CsvDialect { HasHeader = false, Columns = ["a", "b"] }).Columns);
        Assert.Equal(["a=int64", "b=utf8"], CsvReading.Inspect("p,q\n1,x\n", new CsvDialect { Columns = ["a", "b"] }).Columns);
        Assert.Equal(["p=int64", "column2=utf8"], CsvReading.Inspect("p,\n1,x\n").Columns);
        Assert.Equal([1L], CsvReading.Read("1,x\n", new CsvDialect { HasHeader = false }).Column(0));
    }

    [Fact]
    public void NamesThatDoNotFitAreErrors()
    {
        Assert.Contains("'x'", Assert.Throws<InputException>(() => CsvReading.Inspect("a,b\n", new CsvDialect { Columns = ["x", "x"] })).Message, StringComparison.Ordinal);
        Assert.Contains("names 1 columns", Assert.Throws<InputException>(() => CsvReading.Inspect("a,b\n", new CsvDialect { Columns = ["x"] })).Message, StringComparison.Ordinal);
        PlanException unknown = Assert.Throws<PlanException>(() => CsvReading.Inspect("power,b\n", CsvReading.Typed(("powr", "int64"))));
        Assert.Equal("Schema: there is no column 'powr'; did you mean 'power'?", unknown.Message);
    }

    [Fact]
    public void FrozenSchemaIsTakenAsItIs()
    {
        using TemporaryFile file = new("a,ts\n1,1700000000\n");
        ColumnSchema frozen = new([new Column("a", CsvReading.Type("float64")), new Column("ts", CsvReading.Type("timestamp[s]"))]);
        using CsvSource source = CsvSource.Open([file.Path], new CsvDialect(), schema: frozen);
        SourceContents read = SourceReader.Read(source);
        Assert.Equal([1.0, 1700000000L], read.Rows[0].Values);
        Assert.Empty(source.Notes);
        ColumnSchema other = new([new Column("a", CsvReading.Type("float64")), new Column("time", CsvReading.Type("timestamp[s]"))]);
        InputException error = Assert.Throws<InputException>(() => CsvSource.Open([file.Path], new CsvDialect(), schema: other));
        Assert.Contains("column 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TabsByExtension()
    {
        using TemporaryFile file = new("a\tb\n1\tx,y\n", ".tsv");
        SourceContents read = CsvReading.Read(file.Path, null, null, out _);
        Assert.Equal([1L, "x,y"], read.Rows[0].Values);
    }
}
