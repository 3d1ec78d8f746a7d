using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

public sealed class NumberChoiceTests
{
    [Theory]
    [InlineData("v\n\"1,023.50\"\n998.75\n\"12,345,678.25\"\n", ',', 1023.5, 998.75, 12345678.25)]
    [InlineData("v\n\"1,234\"\n998.75\n", ',', 1234.0, 998.75)]
    [InlineData("v,w\n\"1,234\",0.5\n998,1\n", ',', 1234.0, 998.0)]
    [InlineData("v\n1.094,50\n900,00\n", ';', 1094.5, 900.0)]
    [InlineData("v\n0,294\n0,000\n", ';', 0.294, 0.0)]
    [InlineData("v\n\"0,5\"\n\"12,25\"\n", ',', 0.5, 12.25)]
    [InlineData("v;w\n1.234;0,5\n998;1,5\n", ';', 1234.0, 998.0)]
    [InlineData("v\n1 234 567,5\n-12\n", ';', 1234567.5, -12.0)]
    [InlineData("v\n1\u202F234\n5\n", ';', 1234.0, 5.0)]
    [InlineData("v\n1'234.5\n-1'000\n", ',', 1234.5, -1000.0)]
    [InlineData("v\n1.234\n5.6\n", ';', 1.234, 5.6)]
    [InlineData("v\n21.125\n20.250\n", ',', 21.125, 20.25)]
    [InlineData("v\n+  0.081\n-  0.243\n+5\n", ',', 0.081, -0.243, 5.0)]
    [InlineData("v\n 1.5\n2 \n\t3\t\n\u00A04\n", ',', 1.5, 2.0, 3.0, 4.0)]
    [InlineData("v\n\" 1.5 \"\n \"2\"\n", ',', 1.5, 2.0)]
    [InlineData("v\n12.5 kW\n-3 kW\n", ',', 12.5, -3.0)]
    [InlineData("v\n\"$1,115.67\"\n89.45\n($2.50)\n", ',', 1115.67, 89.45, -2.5)]
    [InlineData("v\n=\"12.5\"\n\"=\"\"1.5\"\"\"\n", ',', 12.5, 1.5)]
    [InlineData("v\n1E-3\n2e2\n", ',', 0.001, 200.0)]
    public void TheValuesThatLeaveNoDoubt(string text, char delimiter, params double[] values)
    {
        CsvDialect options = new() { Delimiter = (byte)delimiter };
        Assert.Equal(values.Cast<object?>(), CsvReading.Read(text, options).Column(0).Select(static v => (object?)Convert.ToDouble(v, null)));
    }

    [Theory]
    [InlineData("v\n\"1,234\"\n\"5,678\"\n", ',', "1,234", "TextPlan.Thousands = \",\" reads it as 1234, TextPlan.DecimalComma = true reads it as 1.234")]
    [InlineData("v\n1,234\n998\n", ';', "1,234", "TextPlan.Thousands = \",\" reads it as 1234, TextPlan.DecimalComma = true reads it as 1.234")]
    [InlineData("v\n1.234\n998\n", ';', "1.234", "Schema((\"v\", \"float64\")) says the first, TextPlan.Thousands = \".\" the second")]
    [InlineData("v\n102.309\n98.210\n", ';', "102.309", "Schema((\"v\", \"float64\")) says the first, TextPlan.Thousands = \".\" the second")]
    [InlineData("v;w\n0,5;0.5\n1,25;1.5\n", ';', "0,5", "TextPlan.DecimalComma = true reads it as 0.5")]
    [InlineData("v\n1 kW\n500 W\n", ',', "1 kW", "different units, as '1 kW' and '500 W' have")]
    [InlineData("v\n1 kW\n500\n", ',', "1 kW", "has a unit and other numbers have none")]
    public void WhatCanBeReadInSeveralWaysStopsAPlanThatComputesWithIt(string text, char delimiter, string value, string hint)
    {
        using TemporaryFile file = new(text);
        CsvDialect options = new() { Delimiter = (byte)delimiter };
        using CsvSource source = CsvSource.Open([file.Path], options);
        Assert.Equal("utf8", source.Schema[0].Type.ToString());
        string doubt = source.Doubts[0].ToString();
        Assert.Contains($"'{value}'", doubt, StringComparison.Ordinal);
        Assert.Contains(hint, doubt, StringComparison.Ordinal);
        Assert.Contains(doubt, Assert.Single(source.Notes.Select(static note => note.ToString()), static note => note.StartsWith("v ", StringComparison.Ordinal)), StringComparison.Ordinal);
        FlatPlan plan = new() { Source = new SourcePlan { Paths = [file.Path], Text = new TextPlan { Delimiter = delimiter.ToString() } }, Aggregates = [Aggregate.Max("v")] };
        Assert.Equal(doubt, Assert.Throws<PlanException>(() => Telemetry.FromPlan(plan).ToTable()).Message);
    }

    [Theory]
    [InlineData("v\n\"1,234\"\n", null, ',', 1234.0)]
    [InlineData("v\n\"1,234\"\n", ',', null, 1.234)]
    [InlineData("v\n1.234\n998\n", null, '.', 1234.0)]
    public void FlagsSayIt(string text, char? separator, char? thousands, double value)
    {
        CsvDialect options = new() { Delimiter = (byte)(text.Contains('"') ? ',' : ';'), DecimalSeparator = (byte)(separator ?? '.'), Thousands = thousands is null ? null : (byte)thousands };
        Assert.Equal(value, Convert.ToDouble(CsvReading.Read(text, options).Column(0)[0], null));
    }

    [Fact]
    public void FewTextsAmongNumbersAreRowErrors()
    {
        string text = "v\n" + string.Concat(Enumerable.Range(1, 19).Select(static i => $"{i}.5\n")) + "broken\n";
        Reject reject = Assert.Single(CsvReading.Skip(text).Rejects);
        Assert.Equal(("'broken' is not a number; OnError(ErrorPolicy.Null) reads it as null", "v"), (reject.Error.ToString(), reject.Column));
        Assert.Equal(["v=utf8"], CsvReading.Inspect("v\n1\n2\n3\nbroken\n").Columns);
    }

    [Theory]
    [InlineData("v\n1 kW\n2 kW\n3 W\n", "'3 W' is in W where the numbers of 'v' are in kW; Schema((\"v\", \"utf8\")) reads the column as text")]
    [InlineData("v\n1 kW\n2 kW\n3\n", "'3' has no unit where the numbers of 'v' are in kW; Schema((\"v\", \"utf8\")) reads the column as text")]
    public void AnotherUnitIsARowError(string text, string error)
    {
        CsvDialect options = new() { StripUnits = true };
        SourceContents read = CsvReading.Skip(text, options);
        Assert.Equal(error, Assert.Single(read.Rejects).Error.ToString());
        Assert.Equal([1.0, 2.0], read.Column(0));
    }

    [Theory]
    [InlineData("5 widgets", "'5 widgets' carries the unit widgets; TextPlan.StripUnits = true takes units off, if all numbers of the column have the same")]
    [InlineData("1,234.5", "'1,234.5' is not a number; TextPlan.Thousands = \",\" reads it as 1234.5")]
    [InlineData("1.234,5", "'1.234,5' is not a number; TextPlan.Thousands = \".\" reads it as 1234.5")]
    [InlineData("(5)", "'(5)' is not a number; TextPlan.StripUnits = true reads numbers in parentheses as negative")]
    [InlineData("0x1F", "'0x1F' is not a number; OnError(ErrorPolicy.Skip) leaves such rows out")]
    public void WhatTheSampleDidNotShowIsARowErrorThatNamesTheFlag(string field, string error)
    {
        CsvDialect options = CsvReading.Typed(("v", "float64")) with { Thousands = 0 };
        Assert.Equal(error, Assert.Single(CsvReading.Skip($"v\n1\n\"{field}\"\n", options).Rejects).Error.ToString());
    }

    [Fact]
    public void UnitsStandWithTheColumn()
    {
        using TemporaryFile file = new("v,w\n12.5 kW,1\n");
        Plan plan = Telemetry.ReadCsv(file.Path).Aggregate(Aggregate.Avg("v")).ToPlan();
        Assert.Equal(["kW", null], plan.Source.Schema.Select(static c => c.Unit));
        Assert.Equal(plan.ToJson(), Plan.FromJson(plan.ToJson()).ToJson());
        Assert.Equal("kW", Telemetry.ReadCsv(file.Path).Schema(("v", "float64")).Derive("twice", "v * 2").ToTable().Schema.FieldsList[0].Metadata["unit"]);
        Assert.Equal(["12.5"], TableText.Rows(Telemetry.FromPlan(plan).ToTable()));
    }
}
