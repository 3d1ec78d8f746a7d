using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

/// <summary>Readings in columns: wide tables, and NEM12.</summary>
public sealed class WideTableTests
{
    private const string Wide = "meter,Date,H1,H2,H24\nm1,2024-01-01,1,2.5,\nm1,2024-01-02,1,,4\n";
    private static readonly string Nem12 = "100,NEM12,200405011135,MDA1,Ret1\n200,VABD000163,E1Q1,1,E1,N1,METSER123,kWh,30,\n300,20040201,"
        + string.Concat(Enumerable.Repeat("1.111,", 48)) + "A,,,20040202120025,20040203000001\n900\n";

    [Fact]
    public void Columns_of_hours_become_readings_and_a_note_says_how()
    {
        using TemporaryFolder folder = Holding("w.csv", Wide);

        Outcome outcome = Run(folder, "aggregate w.csv --unpivot 'H*' --every 1d --by meter --agg 'sum(value), count()'").Expect(0);

        Assert.Equal("window_start,meter,sum_value,count\n2024-01-01T00:00:00Z,m1,3.5,2\n2024-01-02T00:00:00Z,m1,5,2\n", outcome.Output);
        Assert.Contains("note: Date+name is the time of readings: the columns 'H1' to 'H24' name the ends of intervals, and the time is their start; --names-are start takes the names as the time\n", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("note: 2 empty fields are no readings; --include-nulls gives them rows\n", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_values_get_the_columns_that_are_wanted()
    {
        using TemporaryFolder folder = Holding("w.csv", Wide);

        Outcome outcome = Run(folder, "convert w.csv --unpivot H1,H2 --names-to hour --values-to kwh --names-are text --include-nulls --quiet").Expect(0);

        Assert.Equal(
            ["meter,Date,H24,hour,kwh", "m1,2024-01-01,,H1,1", "m1,2024-01-01,,H2,2.5", "m1,2024-01-02,4,H1,1", "m1,2024-01-02,4,H2,"],
            outcome.Output.Replace("T00:00:00Z", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void An_explained_plan_runs_as_it_was()
    {
        using TemporaryFolder folder = Holding("w.csv", Wide);
        string plan = Run(folder, "aggregate w.csv --unpivot 'H*' --every 1h --agg 'sum(value)' --plan --quiet").Expect(0).Output;
        File.WriteAllText(folder["plan.json"], plan);

        Assert.Equal(Run(folder, "aggregate w.csv --unpivot 'H*' --every 1h --agg 'sum(value)'").Expect(0).Output, Run(folder, "run plan.json").Expect(0).Output);
    }

    [Fact]
    public void Flags_of_an_unpivot_need_one()
    {
        using TemporaryFolder folder = Holding("w.csv", Wide);
        Assert.Contains("--names-to says how columns become rows; --unpivot names the columns", Run(folder, "convert w.csv --names-to hour").Expect(2).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--input-format nem12")]
    [InlineData("--format nem12")]
    public void Nem12_is_recognized_or_named(string flags)
    {
        using TemporaryFolder folder = Holding("nem12.csv", Nem12);
        const string Command = "--every 1d --by nmi,suffix --agg 'sum(value)'";

        Outcome outcome = Run(folder, $"aggregate nem12.csv {Command} {flags}").Expect(0);

        const string Expected = "window_start,nmi,suffix,sum_value\n2004-02-01T00:00:00+10:00,VABD000163,E1,53.328\n";
        Assert.Equal(Expected, outcome.Output);
        Assert.Contains("note: read as NEM12: time is the start of an interval", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(Expected, Run(folder, $"aggregate - {Command} {flags}", Nem12).Expect(0).Output);
    }

    [Fact]
    public void A_plan_for_nem12_runs_on_other_files()
    {
        using TemporaryFolder folder = Holding("nem12.csv", Nem12);
        File.WriteAllText(folder["plan.json"], Run(folder, "aggregate nem12.csv --every 1d --agg 'sum(value)' --plan --quiet").Expect(0).Output);
        File.WriteAllText(folder["other.csv"], Nem12.Replace("20040201", "20040202", StringComparison.Ordinal));

        Assert.Equal("window_start,sum_value\n2004-02-02T00:00:00+10:00,53.328\n", Run(folder, "run plan.json other.csv").Expect(0).Output);
    }

    [Fact]
    public void Nem12_is_inspected_as_readings()
    {
        using TemporaryFolder folder = Holding("nem12.csv", Nem12);
        string output = Run(folder, "inspect nem12.csv").Expect(0).Output;
        Assert.Contains("VABD000163", output, StringComparison.Ordinal);
        Assert.Contains("53.328", Run(folder, $"aggregate nem12.csv {Flags(output)} --every 1d --agg 'sum(value)'").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_flags_of_inspect_read_a_wide_table()
    {
        using TemporaryFolder folder = Holding("w.csv", Wide);
        string flags = Flags(Run(folder, "inspect w.csv --unpivot 'H*'").Expect(0).Output);
        Assert.Equal("window_start,sum_value\n2024-01-01T00:00:00Z,8.5\n", Run(folder, $"aggregate w.csv {flags} --every 1mo --agg 'sum(value)'").Expect(0).Output);
    }

    /// <summary>What inspect says to read the file with.</summary>
    private static string Flags(string report) => report[(report.IndexOf("read it with:", StringComparison.Ordinal) + "read it with:".Length)..].Trim();

    private static TemporaryFolder Holding(string name, string text)
    {
        TemporaryFolder folder = new();
        folder.Put(name, text);
        return folder;
    }
}
