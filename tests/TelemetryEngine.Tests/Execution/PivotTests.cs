using System.Globalization;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>Long tables made wide: which columns and rows there are, what stands in them, and what is frozen into the plan.</summary>
public sealed class PivotTests
{
    private const string Csv = """
        time,site,phase,kwh,n
        2024-01-01T01:00:00Z,b,L2,1.5,1
        2024-01-01T00:00:00Z,a,L1,2,2
        2024-01-01T01:00:00Z,b,L1,,3
        2024-01-01T00:00:00Z,a,,4,4
        2024-01-01T02:00:00Z,a,L3,5,5

        """;

    private static Pipeline Readings => Telemetry.ReadCsvText(Csv).Schema(("kwh", "float64"));

    [Fact]
    public void Each_value_is_a_column_and_each_key_a_row()
    {
        Pipeline pivot = Readings.Drop("n").Pivot("phase", "kwh");
        Assert.Equal(["time", "site", "L1", "L2", "L3", "null"], Names(pivot));
        AssertRows(["b|∅|1.5|∅|∅", "a|2|∅|∅|4", "a|∅|∅|5|∅"], pivot.Drop("time"));
        AssertRows(["b|3|1|∅", "a|2|∅|4"], Readings.Where("n < 5").Pivot("phase", "n", "site"));
        AssertRows(["∅|1.5|5|4"], Readings.Where("n <> 2").Select("phase", "kwh").Pivot("phase", "kwh"));
    }

    [Fact]
    public void Columns_are_in_the_order_of_their_type()
    {
        Assert.Equal(["k", "-1.5", "2", "10", "NaN", "null"], Names(Telemetry.From(("k", new long[5]), ("n", (double?[])[10, null, 2, double.NaN, -1.5]), ("v", new long[5])).Pivot("n", "v")));
        Assert.Equal(["-2", "9", "10"], Names(Telemetry.From(("n", (int[])[10, -2, 9]), ("v", new long[3])).Pivot("n", "v")));
        Assert.Equal(["false", "true"], Names(Telemetry.From(("n", (bool[])[true, false]), ("v", new long[2])).Pivot("n", "v")));
        Assert.Equal(["Z", "a", "ä"], Names(Telemetry.From(("n", (string[])["ä", "a", "Z"]), ("v", new long[3])).Pivot("n", "v")));
        Assert.Equal(
            ["2024-01-01T00:00:00Z", "2024-01-01T01:00:00Z", "2024-01-01T02:00:00Z"], Names(Readings.Select("time", "n").Dedup("first", "time").Pivot("time", "n")));
    }

    [Fact]
    public void Columns_that_are_named_are_the_columns()
    {
        Pipeline pivot = Readings.Drop("n").Then(new PivotStep { Names = "phase", Values = "kwh", Columns = ["L9", "L2", "null"] });
        Assert.Equal(["time", "site", "L9", "L2", "null"], Names(pivot));
        AssertRows(["b|∅|1.5|∅", "a|∅|∅|4", "a|∅|∅|∅"], pivot.Drop("time"));
        Assert.Contains("step 2, pivot, left out 3 rows whose 'phase' has no column", string.Join("; ", pivot.ToTable().Summary.Notes), StringComparison.Ordinal);
        Assert.Empty(Readings.Drop("n").Pivot("phase", "kwh").ToTable().Summary.Notes);
    }

    [Fact]
    public void What_is_found_is_frozen_into_the_plan()
    {
        Pipeline pivot = Readings.Sort("n").Pivot("phase", "kwh", "site").Derive("sum", "L1 + L2");
        Plan plan = pivot.ToPlan();
        Assert.Equal(["L1", "L2", "L3", "null"], plan.Steps.OfType<PivotStep>().Single().Columns);
        Assert.Equal(plan.ToJson(), Plan.FromJson(plan.ToJson()).ToJson());
        using TemporaryFile file = new(Csv, ".csv");
        Pipeline own = Telemetry.ReadCsv(file.Path).Pivot("phase", "kwh", "site");
        Pipeline again = Telemetry.FromPlan(Plan.FromJson(own.ToPlan().ToJson()));
        Assert.Equal(TableText.Rows(own.ToTable()), TableText.Rows(again.ToTable()));
        File.AppendAllText(file.Path, "2024-01-01T02:00:00Z,c,L7,5,6\n");
        Assert.Equal(["site", "L1", "L2", "L3", "null"], Names(again));
        Assert.Equal(["site", "L1", "L2", "L3", "L7", "null"], Names(own));
    }

    [Fact]
    public void What_was_read_is_counted_once()
    {
        RunSummary summary = Readings.Where("n > 1").Sort("n").Pivot("phase", "kwh", "site").Sort("site").ToTable().Summary;
        Assert.Equal((5, 4, 1, 2), (summary.RowsRead, summary.RowsAccepted, summary.RowsFiltered, summary.ResultRows));
        Pipeline joined = Readings.Join(Readings.Pivot("phase", "n", "site").Rename("null", "none"), ["site"]);
        Assert.Equal(["time", "site", "phase", "kwh", "n", "L1", "L2", "L3", "none"], Names(joined));
        Assert.Equal(10, joined.ToTable().Summary.RowsRead);
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Readings.Pivot("phase", "kwh", "site").ToTable(source.Token));
    }

    [Fact]
    public void Aggregates_are_pivoted_and_pivots_aggregated()
    {
        AssertRows(
            ["0|2|∅", "3600000000|∅|1.5", "7200000000|∅|∅"],
            Readings.Window(Tumbling.Every("1h")).GroupBy("phase").Aggregate(Sum("kwh").As("kwh")).Then(new PivotStep { Names = "phase", Values = "kwh", Columns = ["L1", "L2"] })
                .Derive("t", "window_start").Select("t", "L1", "L2"), since: 1_704_067_200_000_000);
        AssertRows(["2|1.5"], Readings.Drop("n").Pivot("phase", "kwh").Aggregate(Sum("L1"), Max("L2")));
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        AssertError<PlanException>("step 1: unknown column 'phas' in pivot; did you mean 'phase'?", Readings.Pivot("phas", "kwh"));
        AssertError<PlanException>("column 'phase' can't hold both the names and the values of a pivot", Readings.Pivot("phase", "phase"));
        AssertError<PlanException>("column 'kwh' makes columns of a pivot, and can't make its rows too", Readings.Pivot("phase", "kwh", "kwh"));
        AssertError<PlanException>("column 'n' has more than 4 values, which would each be a column of the pivot", Readings.Then(new PivotStep { Names = "n", Values = "kwh", Most = 4 }));
        AssertError<PlanException>("column 'n' has more than 1 values", Readings.Then(new PivotStep { Names = "n", Values = "kwh", Columns = ["1", "2"], Most = 1 }));
        AssertError<PlanException>("a value of 'phase' is 'L1', and there is another column of this name", Readings.Rename("site", "L1").Pivot("phase", "kwh"));
        AssertError<PlanException>("a value of 's' is the empty text", Telemetry.From(("s", (string[])["", "a"]), ("v", new long[2])).Pivot("s", "v"));
        AssertError<PlanException>("a value of 's' is 'null', and there is another column of this name", Telemetry.From(("s", (string?[])[null, "null"]), ("v", new long[2])).Pivot("s", "v"));
        AssertError<InputException>(
            "null and the text 'null' would have one column of a pivot",
            Telemetry.From(("s", (string?[])[null, "null"]), ("v", new long[2])).Then(new PivotStep { Names = "s", Values = "v", Columns = ["null"] }));
        AssertError<PlanException>("no row has a value of 'phase' to make a column of", Readings.Where("n > 9").Select("phase", "n").Pivot("phase", "n"));
        AssertError<InputException>(
            "step 1, pivot: rows 1 and 3 are both for the column 'L1' of site a; aggregate them before, as with GroupBy(\"site\", \"phase\") and Aggregate.Of(\"avg\", \"v\")",
            Telemetry.From(("site", (string[])["a", "b", "a"]), ("phase", (string[])["L1", "L1", "L1"]), ("v", new long[3])).Pivot("phase", "v"));
        RunOptions small = new() { MemoryBytes = 1 };
        Assert.Contains(
            "the rows of a pivot do not fit the memory",
            Assert.Throws<RunException>(() => Telemetry.From(("i", new long[1_000_000]), ("n", new long[1_000_000]), ("v", new long[1_000_000])).Pivot("n", "v").With(small).ToTable()).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_pivots_are_those_of_a_slow_definition(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 30; round++)
        {
            (string? Key, long? Name, string? Value)[] rows = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (
                random.Next(6) is > 0 and int key ? $"k{key}" : null, random.Next(9) is > 0 and int name ? (long?)(name * 3) - 9 : null, random.Next(5) is > 0 and int value ? $"v{value}" : null))
                .DistinctBy(static row => (row.Item1, row.Item2))];
            long?[] names = [.. rows.Select(static row => row.Name).Distinct().OrderBy(static name => name is null).ThenBy(static name => name)];
            bool isNamed = random.Next(2) == 0;
            long?[] columns = isNamed ? [.. names.Where(_ => random.Next(3) > 0).OrderBy(_ => random.Next()), 77] : names;
            string[] expected = [.. rows.GroupBy(static row => row.Key).Select(group =>
                string.Join('|', [group.Key ?? "∅", .. columns.Select(name => group.FirstOrDefault(row => row.Name == name).Value ?? "∅")]))];
            Pipeline pivot = Telemetry.From(("k", rows.Select(static row => row.Key).ToArray()), ("n", rows.Select(static row => row.Name).ToArray()), ("v", rows.Select(static row => row.Value).ToArray()))
                .Then(new PivotStep { Names = "n", Values = "v", Columns = isNamed ? [.. columns.Select(Text)] : [] });
            foreach ((int threads, int batch) in ((int, int)[])[(1, 1), (2, 3), (7, 1000)])
            {
                RunOptions options = new() { Threads = threads, BatchRows = batch, ResultBatchRows = batch };
                Table table = pivot.With(options).ToTable();
                Assert.Equal(["k", .. columns.Select(Text)], table.Schema.FieldsList.Select(static field => field.Name));
                Assert.Equal(expected, TableText.Rows(table));
            }
        }
    }

    private static string Text(long? name) => name?.ToString(CultureInfo.InvariantCulture) ?? "null";

    private static IEnumerable<string> Names(Pipeline pipeline) => pipeline.ToTable().Schema.FieldsList.Select(static field => field.Name);

    private static void AssertRows(string[] expected, Pipeline pipeline, long since = 0)
    {
        foreach ((int threads, int batch) in ((int, int)[])[(1, 1), (2, 2), (7, 100)])
        {
            RunOptions options = new() { Threads = threads, BatchRows = batch, ResultBatchRows = batch };
            IEnumerable<string[]> rows = TableText.Rows(pipeline.With(options).ToTable()).Select(static row => row.Split('|'));
            Assert.Equal(expected, rows.Select(row => string.Join('|', since == 0 ? row : [$"{long.Parse(row[0], null) - since}", .. row[1..]])));
        }
    }

    private static void AssertError<T>(string expected, Pipeline pipeline)
        where T : Exception =>
        Assert.Contains(expected, Assert.Throws<T>(() => pipeline.ToTable()).Message, StringComparison.Ordinal);
}
