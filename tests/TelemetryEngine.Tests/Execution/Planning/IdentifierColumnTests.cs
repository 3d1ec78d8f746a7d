using System.Globalization;
using System.Text;
using static TelemetryEngine.Aggregate;
using TemporaryFile = TelemetryEngine.Tests.Formats.Csv.TemporaryFile;

namespace TelemetryEngine.Tests.Execution.Planning;

public sealed class IdentifierColumnTests
{
    private const string Meters = "meter,iccid,kwh\n0012,89490200001234567890,1\n12,89490200001234567891,2\n0012,89490200001234567892,4\n00000901,89490200001234567891,8\n901,89490200001234567890,16\n";

    [Fact]
    public void KeysCountAsTheyAreWritten()
    {
        using TemporaryFile file = new(Meters);
        Assert.Equal(["00000901|8", "0012|5", "12|2", "901|16"], Grouped(file, "meter"));
        Assert.Equal(["89490200001234567890|17", "89490200001234567891|10", "89490200001234567892|4"], Grouped(file, "iccid"));
    }

    [Theory]
    [InlineData("1.50,1.5", "1.5|1, 1.50|1")]
    [InlineData("+5,5", "+5|1, 5|1")]
    [InlineData("-0,0", "-0|1, 0|1")]
    [InlineData("1 kW,2 kW", "1 kW|1, 2 kW|1")]
    [InlineData("NA,NA,1", "1|1, NA|2")]
    [InlineData("3,1,20", "1|1, 3|1, 20|1")]
    [InlineData(" 3,3 ,3", "3|3")]
    public void AnyKeyDoes(string keys, string groups)
    {
        using TemporaryFile file = new("k;kwh\n" + string.Concat(keys.Split(',').Select(static k => $"{k};1\n")));
        Table table = Telemetry.ReadCsv([file.Path], new TextPlan { Delimiter = ";" }).GroupBy("k").Aggregate(Count()).ToTable();
        Assert.Equal(groups, string.Join(", ", TableText.Rows(table)));
    }

    [Fact]
    public void SeriesAreKeys()
    {
        using TemporaryFile file = new("time,meter,kwh\n2024-01-01T00:00Z,012,1\n2024-01-01T00:00Z,12,100\n2024-01-01T01:00Z,012,3\n2024-01-01T01:00Z,12,105\n");
        Assert.Equal(["7"], TableText.Rows(Telemetry.ReadCsv(file.Path).Series("meter").Aggregate(Increase("kwh")).ToTable()));
    }

    [Theory]
    [InlineData("012")]
    [InlineData("99999999999999999999")]
    [InlineData("+12")]
    public void KeysBehindTheSampleAreNeverMerged(string late)
    {
        StringBuilder text = new("meter,kwh\n");
        for (int i = 0; i < 400_000; i++)
        {
            text.Append(i == 203_210 ? late : "12").Append(",1\n");
        }

        using TemporaryFile file = new(text.ToString());
        foreach (int threads in new[] { 1, 2, 7 })
        {
            InputException error = Assert.Throws<InputException>(() => Telemetry.ReadCsv(file.Path).GroupBy("meter").Aggregate(Count())
                .With(new RunOptions { Threads = threads, MorselBytes = 50_000 }).ToTable());
            Assert.Equal(203_212, error.Line);
            Assert.Contains("Schema((\"meter\", \"utf8\")) keeps keys as they are written", error.Message, StringComparison.Ordinal);
        }

        Table table = Telemetry.ReadCsv(file.Path).Schema(("meter", "utf8")).GroupBy("meter").Aggregate(Count()).ToTable();
        Assert.Equal(2, table.RowCount);
    }

    [Fact]
    public void StoredPlansKeepTheirKeysApart()
    {
        using TemporaryFile file = new("meter,kwh\n12,1\n");
        Plan plan = Telemetry.ReadCsv(file.Path).GroupBy("meter").Aggregate(Count()).ToPlan();
        Assert.Equal("int64", plan.Source.Schema[0].Type);
        using TemporaryFile later = new("meter,kwh\n12,1\n012,1\n");
        InputException error = Assert.Throws<InputException>(() => Telemetry.FromPlan(plan with { Source = plan.Source with { Paths = [later.Path] } }).ToTable());
        Assert.Contains("'012'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EAN,kwh\n123456789012345458,1\n123456789012345459,2\n", "avg_kwh", "EAN")]
    [InlineData("device_id,kwh\n7,1\n9,2\n", "avg_kwh", "device_id")]
    [InlineData("x,kwh\n0012,1\n0013,2\n", "avg_kwh", "x")]
    [InlineData("meter_kwh,kwh\n0012,1\n0013,2\n", "avg_meter_kwh, avg_kwh", null)]
    [InlineData("x,kwh\n000012.5,1\n000013.5,2\n", "avg_x, avg_kwh", null)]
    [InlineData("register,kwh\n123456789012,1\n123456789013,2\n", "avg_register, avg_kwh", null)]
    [InlineData("x,kwh\n1700000000000,1\n1700000060000,2\n", "avg_x, avg_kwh", null)]
    [InlineData("note,kwh\na,1\nb,2\n", "avg_kwh", "note")]
    public void WhatIsLeftOutIsNamed(string text, string columns, string? leftOut)
    {
        using TemporaryFile file = new(text);
        Table table = Telemetry.ReadCsv(file.Path).Aggregate(Of("avg", "*")).ToTable();
        Assert.Equal(columns, string.Join(", ", table.Schema.FieldsList.Select(static f => f.Name)));
        Assert.Equal(leftOut is null ? 0 : 1, table.Summary.Notes.Count);
        Assert.All(table.Summary.Notes, note => Assert.Contains($"avg(*) leaves out ", note.ToString(), StringComparison.Ordinal));
        Assert.All(table.Summary.Notes, note => Assert.Contains(leftOut!, note.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void WhoNamesAnIdentifierHasIt()
    {
        using TemporaryFile file = new("EAN,meter\n123456789012345458,0012\n123456789012345460,0014\n");
        Table table = Telemetry.ReadCsv(file.Path).Aggregate(Sum("meter"), Avg("EAN")).ToTable();
        Assert.Equal([string.Create(CultureInfo.InvariantCulture, $"26|{123456789012345459d}")], TableText.Rows(table));
        Assert.Empty(table.Summary.Notes);
    }

    [Fact]
    public void TheFirstTextAndTheirNumberAreSaid()
    {
        using TemporaryFile file = new("a,v\n1,5\n2,broken\n3,6\n4,\n");
        Table table = Telemetry.ReadCsv(file.Path).Aggregate(Of("avg", "*")).ToTable();
        Assert.Equal(["avg(*) leaves out v: text because of 'broken', as 1 of 3 in the sample are no numbers; Schema((\"v\", \"float64\")) has it"], table.Summary.Notes.Select(static note => note.ToString()));
    }

    [Fact]
    public void WordsForNullAreCounted()
    {
        using TemporaryFile file = new("time,v,b,s\n2024-01-01,1.5,true,None\n2024-01-02,NaN,unknown,x\n-,n/a,false,-\n2024-01-03,NaN,,\n");
        foreach (int threads in new[] { 1, 2, 7 })
        {
            Table table = Telemetry.ReadCsv(file.Path).Aggregate(Count("time"), Count("v"), Count("b"), Count("s"), Avg("v"))
                .With(new RunOptions { Threads = threads, MorselBytes = 7, BatchRows = 1 }).ToTable();
            Assert.Equal(["3|1|2|3|1.5"], TableText.Rows(table));
            Assert.Equal(["time: '-' (1×) read as null", "v: 'NaN' (2×), 'n/a' (1×) read as null", "b: 'unknown' (1×) read as null"], table.Summary.Notes.Select(static note => note.ToString()));
        }

        Assert.Equal(["4"], TableText.Rows(Telemetry.ReadCsv(file.Path).Schema(("s", "utf8")).Aggregate(Count()).ToTable()));
        InputException error = Assert.Throws<InputException>(() => Telemetry.ReadCsv(file.Path).Schema(("v", "float64")).Aggregate(Avg("v")).ToTable());
        Assert.Contains("'n/a' is not a number; TextPlan.Null = [\"n/a\"] reads it as null", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DecimalKeysOfManyDigitsAreAnErrorRatherThanOne()
    {
        using TemporaryFile file = new("k,v\n1234567890.123456,1\n12345678901234567.891,2\n");
        RunException error = Assert.Throws<RunException>(() => Telemetry.ReadCsv(file.Path).Schema(("k", "decimal(3)")).GroupBy("k").Aggregate(Count()).ToTable());
        Assert.Contains("Schema", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Telemetry.ReadCsv(file.Path).GroupBy("k").Aggregate(Count()).ToTable().RowCount);
    }

    private static IReadOnlyList<string> Grouped(TemporaryFile file, string key) =>
        TableText.Rows(Telemetry.ReadCsv(file.Path).GroupBy(key).Aggregate(Sum("kwh")).ToTable());
}
