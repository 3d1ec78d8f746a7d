using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>Columns over rows: what each function sees of the rows around, what is exact, and what does not fit.</summary>
public sealed class OverTests
{
    private const string Csv = """
        time,device,kwh,n
        2024-01-01T00:00:00Z,a,1.5,1
        2024-01-01T00:15:00Z,b,4,2
        2024-01-01T01:00:00Z,a,2,
        2024-01-01T00:30:00Z,a,7.25,4
        2024-01-01T02:00:00Z,b,,5
        2024-01-01T00:30:00Z,a,3,6

        """;

    private static Pipeline Readings => Telemetry.ReadCsvText(Csv).Schema(("kwh", "float64"));

    [Fact]
    public void Rows_keep_their_order_and_get_the_values_of_others()
    {
        AssertRows(
            ["a|1.5|∅|7.25", "b|4|∅|∅", "a|2|3|∅", "a|7.25|1.5|3", "b|∅|4|∅", "a|3|7.25|2"],
            Over(["device"], ["time"], "lag(kwh) as p", "lead(kwh) as f").Select("device", "kwh", "p", "f"));
        AssertRows(["∅", "∅", "1", "2", "∅", "4"], Over([], [], "lag(n, 2) as p").Select("p"));
        AssertRows(["3", "7.25", "∅", "∅", "∅", "2"], Over([], ["time desc"], "lag(kwh, 2) as p").Select("p"));
        AssertRows(["∅", "∅", "-1", "5.75", "∅", "-4.25"], Over(["device"], ["time"], "diff(kwh) as d").Select("d"));
        AssertRows(["∅", "∅", "1800", "1800", "6300", "0"], Over(["device"], ["time"], "diff(time) as d").Select("d"));
        AssertRows(["∅", "1", "∅", "∅", "1", "1"], Over([], [], "diff(n) as d").Select("d"));
        AssertRows(
            ["C3|∅", "∅|A", "∅|∅"],
            Telemetry.ReadCsvText("s,n\na,1\nb,2\nc,3\n").Over(Step([], [], "lead(case when n = 2 then null else concat(upper(s), utf8(n)) end, 2) as x", "lag(case when s = 'b' then null else upper(s) end) as y"))
                .Select("x", "y"));
    }

    /// <summary>Of the two readings of a at one time, both see both.</summary>
    [Fact]
    public void Peers_of_a_row_count_where_that_is_said()
    {
        AssertRows(
            ["1.5|1|1.5|1.5", "4|1|4|4", "13.75|4|7.25|2", "11.75|3|7.25|3", "4|2|4|∅", "11.75|3|7.25|3"],
            Readings.Over(new OverStep
            {
                Per = ["device"],
                By = [new SortColumn("time")],
                Columns =
                [
                    new OverColumn { Function = "sum", Arguments = ["kwh"], Frame = "past with peers", As = "s" },
                    new OverColumn { Function = "count", Frame = "past with peers", As = "c" },
                    new OverColumn { Function = "max", Arguments = ["kwh"], Frame = "past with peers", As = "m" },
                    new OverColumn { Function = "last", Arguments = ["kwh"], Frame = "past with peers", As = "l" },
                ],
            }).Select("s", "c", "m", "l"));
    }

    [Fact]
    public void Rows_are_numbered_and_ranked()
    {
        AssertRows(
            ["1|1|1", "1|1|1", "4|4|3", "2|2|2", "2|2|2", "3|2|2"],
            Over(["device"], ["time"], "row_number() as r", "rank() as k", "dense_rank() as d").Select("r", "k", "d"));
        AssertRows(["1", "2", "3", "4", "5", "6"], Over([], [], "row_number() as r").Select("r"));
    }

    [Fact]
    public void A_frame_says_which_rows_count()
    {
        AssertRows(
            ["1.5|1.5", "4|4", "13.75|2", "8.75|7.25", "4|∅", "11.75|3"],
            Over(["device"], ["time"], "sum(kwh) as s", "sum(kwh) 1 rows as o").Select("s", "o"));
        AssertRows(["13.75", "4", "13.75", "13.75", "4", "13.75"], Over(["device"], [], "sum(kwh) all as s").Select("s"));
        AssertRows(["1|1", "1|1", "3|3", "2|2", "1|0", "3|3"], Over(["device"], ["time"], "count() span 1h as c", "count(kwh) span 1h as k").Select("c", "k"));
        AssertRows(["1", "1", "3", "2", "1", "3"], Over(["device"], ["time"], "count() 3600s as c").Select("c"));
        AssertRows(["1", "1", "4", "2", "1", "3"], Over(["device"], ["time"], "count() 3601s as c").Select("c"));
        AssertRows(["1.5|2", "4|∅", "3|2", "1.5|2", "4|∅", "7.25|2"], Over(["device"], ["time"], "first(kwh) 2 rows as f", "last(kwh) all as l").Select("f", "l"));
        AssertRows(["1.5|1.5", "4|4", "1.5|7.25", "1.5|7.25", "4|4", "1.5|7.25"], Over(["device"], ["time"], "min(kwh) as l", "max(kwh) as h").Select("l", "h"));
    }

    [Fact]
    public void Nulls_and_what_is_not_finite_count_as_in_aggregates()
    {
        Pipeline rows = Telemetry.From(("x", (double?[])[double.NaN, 1, null, double.PositiveInfinity, double.NegativeInfinity, 2, -0.0]));
        AssertRows(
            ["NaN|NaN|NaN|1", "NaN|1|1|2", "1|1|1|1", "Infinity|Infinity|Infinity|1", "NaN|-Infinity|Infinity|2", "-Infinity|-Infinity|2|2", "2|0|2|2"],
            rows.Over(Step([], [], "sum(x) 2 rows as s", "min(x) 2 rows as l", "max(x) 2 rows as h", "count(x) 2 rows as c")).Select("s", "l", "h", "c"));
    }

    [Fact]
    public void Values_of_any_type_are_taken_as_they_are()
    {
        Int16Array shorts = new Int16Array.Builder().Append(3).AppendNull().Append(-7).Build();
        ListArray.Builder lists = new(Int32Type.Default);
        foreach (int length in (int[])[2, 0, 1])
        {
            lists.Append();
            for (int i = 0; i < length; i++)
            {
                ((Int32Array.Builder)lists.ValueBuilder).Append(i + 10);
            }
        }

        ListArray nested = lists.Build();
        Schema schema = new([new Field("s", Int16Type.Default, true), new Field("l", nested.Data.DataType, true)], null);
        Table table = Telemetry.From([new RecordBatch(schema, [shorts, nested], 3)])
            .Over(Step([], [], "lag(s) as ls", "lead(l) as ll", "last(l) all as al", "max(s) all as m", "count(l) as c")).ToTable();
        RecordBatch batch = Assert.Single(table.Batches);
        Assert.Equal([null, (short)3, null], (Int16Array)batch.Column("ls"));
        ListArray moved = (ListArray)batch.Column("ll");
        Assert.Equal([0, 1], [moved.GetValueLength(0), moved.GetValueLength(1)]);
        Assert.True(moved.IsNull(2));
        Assert.Equal([1, 1, 1], Enumerable.Range(0, 3).Select(((ListArray)batch.Column("al")).GetValueLength));
        Assert.Equal([3, 3, 3], (Int32Array)batch.Column("m"));
        Assert.Equal([1L, 2L, 3L], (Int64Array)batch.Column("c"));
    }

    [Fact]
    public void Sums_do_not_drift_and_are_those_of_aggregates()
    {
        double?[] values = [1e300, 0.1, -1e300, 0.2, 5e-324, 0.3, 1e16, 1, -1e16, double.MaxValue, double.MaxValue, -double.MaxValue, 0.7];
        Pipeline rows = Telemetry.From(("x", values));
        string[] moving = [.. Enumerable.Range(0, values.Length).Select(i => Text(Rational.Quotient(values[Math.Max(0, i - 2)..(i + 1)].Select(static x => (object)x!.Value), 1)))];
        AssertRows(moving, rows.Over(Step([], [], "sum(x) 3 rows as s")).Select("s"));
        string total = TableText.Rows(rows.Aggregate(Sum("x"), Avg("x")).ToTable()).Single();
        AssertRows([.. Enumerable.Repeat(total, values.Length)], rows.Over(Step([], [], "sum(x) all as s", "avg(x) all as a")).Select("s", "a"));

        // more than the fast sum holds, and nothing of it is left where it has gone out of the frame
        double[] large = [.. Enumerable.Range(0, 9000).Select(static i => i < 8990 ? 1e12 + (i * 0.1) : i * 0.1)];
        Pipeline many = Telemetry.From(("x", large)).Over(Step([], [], "sum(x) as s", "sum(x) 5 rows as m"));
        RecordBatch last = many.ToTable().Batches[^1];
        Assert.Equal(Rational.Quotient(large.Select(static x => (object)x), 1), ((DoubleArray)last.Column("s")).Values[^1]);
        Assert.Equal(Rational.Quotient(large[^5..].Select(static x => (object)x), 1), ((DoubleArray)last.Column("m")).Values[^1]);

        Pipeline exact = Telemetry.ReadCsvText("i\n7\n9\n-2\n").Over(Step([], [], "sum(i * 0.1) as s", "avg(i / 1) 2 rows as a", "avg(i * 0.1) 2 rows as d"));
        AssertRows(["0.7|7|0.7", "1.6|8|0.8", "1.4|3.5|0.35"], exact.Select("s", "a", "d"));
    }

    [Fact]
    public void Decimals_of_the_input_are_computed_with_as_they_are_written()
    {
        const string Decimals = "k,x\n1,100.1\n2,100.3\n3,0.1\n4,\n5,100000000000000000000\n6,-100.3\n";
        Pipeline rows = Telemetry.ReadCsvText(Decimals);
        string[] sums = [.. Aggregated("k <= 1"), .. Aggregated("k <= 2"), .. Aggregated("k <= 3"), .. Aggregated("k <= 4"), .. Aggregated("k <= 5"), .. Aggregated("k <= 6")];
        AssertRows(sums, rows.Over(Step([], ["k"], "sum(x) as s", "avg(x) as a", "max(x) as m")).Select("s", "a", "m"));
        AssertRows(sums, rows.Sort("k").Dedup("first").Limit(9).Over(Step([], [], "sum(x) as s", "avg(x) as a", "max(x) as m")).Select("s", "a", "m"));
        AssertRows(
            ["∅|200.2", "0.2|200.6", "-100.2|0.2", "∅|∅", "∅|2E+20", "-1E+20|-200.6"],
            rows.Over(Step([], [], "diff(x) as d", "sum(x * 2) 1 rows as t")).Select("d", "t"));

        IEnumerable<string> Aggregated(string where) => TableText.Rows(rows.Where(where).Aggregate(Sum("x"), Avg("x"), Max("x")).ToTable());
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        AssertError("step 1: there is no function 'lagg' over rows; did you mean 'lag'?", Over([], [], "lagg(kwh) as x"));
        AssertError("unknown column 'kw' in over; did you mean 'kwh'?", Over([], [], "lag(kw) as x"));
        AssertError("unknown column 'devices' in over; did you mean 'device'?", Over(["devices"], [], "lag(kwh) as x"));
        AssertError("the name 'kwh' is used twice; choose another for lag over rows", Over([], [], "lag(kwh) as kwh"));
        AssertError("the name 'x' is used twice; choose another for lead over rows", Over([], [], "lag(kwh) as x", "lead(kwh) as x"));
        AssertError("rank needs an order; name the columns that rows are ranked by", Over([], [], "rank() as x"));
        AssertError("a frame of '1h' needs an order by one column that is a time, and by no other", Over([], [], "sum(kwh) 1h as x"));
        AssertError("a frame of '1h' needs an order by one column that is a time", Over([], ["time", "n"], "sum(kwh) 1h as x"));
        AssertError("'pst' is no frame; did you mean 'past'?", Over([], [], "sum(kwh) pst as x"));
        AssertError("a frame of '1mo' has no fixed length", Over([], ["time"], "sum(kwh) 1mo as x"));
        AssertError("a frame of '0 rows'; write a whole number of rows from 1 on", Over([], [], "sum(kwh) 0 rows as x"));
        AssertError("lag(kwh) over rows: goes by places in the order, and has no frame of 'all'", Over([], [], "lag(kwh) all as x"));
        AssertError("lag(kwh, 0) over rows: '0' is how many rows away; write a whole number from 1 on", Over([], [], "lag(kwh, 0) as x"));
        AssertError("sum(device) over rows needs numbers, and 'device' is utf8", Over([], [], "sum(device) as x"));
        AssertError("diff(device) needs numbers or times, and 'device' is utf8", Over([], [], "diff(device) as x"));
        AssertError("an over step without columns", Over([], []));
        Assert.Contains(
            "step 1, over: row 2: division by zero in '7 % (n - 2)'",
            Assert.Throws<InputException>(() => Over([], [], "sum(7 % (n - 2)) as x").ToTable()).Message, StringComparison.Ordinal);
        Pipeline large = Telemetry.From(("i", (long[])[long.MaxValue, 1, -1]));
        Assert.Contains(
            "sum(i) over rows is 9223372036854775808, which does not fit an int64; sum(float64(i)) sums it as float64",
            Assert.Throws<RunException>(() => large.Over(Step([], [], "sum(i) as x")).ToTable()).Message, StringComparison.Ordinal);
        AssertRows(["9.223372036854776E+18", "9.223372036854776E+18", "9.223372036854776E+18"], large.Over(Step([], [], "sum(float64(i)) as x")).Select("x"));
        Assert.Contains(
            "step 1, over: row 2: integer overflow in",
            Assert.Throws<InputException>(() => Telemetry.From(("i", (long[])[long.MaxValue, -2])).Over(Step([], [], "diff(i) as x")).ToTable()).Message,
            StringComparison.Ordinal);
        RunOptions small = new() { MemoryBytes = 1 };
        Assert.Contains(
            "the rows of an over step do not fit the memory",
            Assert.Throws<RunException>(() => Telemetry.From(("i", new long[1_000_000])).Over(Step([], [], "lag(i) as x")).With(small).ToTable()).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Columns_over_random_rows_are_those_of_a_slow_definition(int seed)
    {
        Random random = new(seed);
        string[] functions = ["lag", "lead", "row_number", "first", "last", "sum", "avg", "min", "max", "count"];
        for (int round = 0; round < 60; round++)
        {
            Row[] rows = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => new Row(
                random.Next(4) is > 0 and int key ? $"k{key}" : null,
                random.Next(8) == 0 ? null : random.Next(12),
                random.Next(6) switch { 0 => null, 1 => random.NextDouble() * 1e20, 2 => Math.ScaleB(random.NextDouble(), random.Next(-200, 200)), 3 when round % 9 == 0 => double.NaN, _ => random.Next(-3, 3) }))];
            string function = functions[random.Next(functions.Length)];
            bool hasFrame = function is not ("lag" or "lead" or "row_number");
            int length = random.Next(1, 5);
            string frame = !hasFrame ? "past" : random.Next(5) switch
            {
                0 => "past",
                1 => "all",
                2 => $"{length} rows",
                3 => $"range {length}s",
                _ => $"{length}s",
            };
            (bool isDescending, bool nullsFirst, bool isSplit) = (random.Next(2) == 0, random.Next(2) == 0, random.Next(3) > 0);
            OverStep step = new()
            {
                Per = isSplit ? ["k"] : [],
                By = [new SortColumn("t", isDescending, nullsFirst)],
                Columns = [new OverColumn { Function = function, Arguments = function switch { "row_number" => [], "lag" or "lead" => ["x", $"{length}"], _ => ["x"] }, Frame = frame, As = "y" }],
            };
            string[] expected = Slow(rows, step, function, frame, length);
            Pipeline pipeline = Telemetry.ReadCsvText("n,k,t,x\n" + string.Concat(rows.Select(static row => string.Create(CultureInfo.InvariantCulture, $"1,{row.Key},{row.Time},{row.Value:R}\n"))))
                .Schema(("k", "utf8"), ("t", "timestamp[s]"), ("x", "float64")).Over(step).Select("y");
            foreach ((int threads, int batch) in ((int, int)[])[(1, 1), (2, 3), (7, 1000)])
            {
                RunOptions options = new() { Threads = threads, BatchRows = batch, ResultBatchRows = batch, MorselBytes = 64 };
                Assert.Equal(expected, TableText.Rows(pipeline.With(options).ToTable()));
            }
        }
    }

    private static string[] Slow(Row[] rows, OverStep step, string function, string frame, int length)
    {
        string[] results = new string[rows.Length];
        SortColumn by = step.By[0];
        foreach (IGrouping<string, int> series in Enumerable.Range(0, rows.Length).GroupBy(i => step.Per.Count > 0 ? rows[i].Key ?? "∅" : ""))
        {
            IOrderedEnumerable<int> sorted = series.OrderBy(i => (rows[i].Time is null) != by.NullsFirst);
            int[] order = [.. by.Descending ? sorted.ThenByDescending(i => rows[i].Time) : sorted.ThenBy(i => rows[i].Time)];
            for (int at = 0; at < order.Length; at++)
            {
                long? time = rows[order[at]].Time;
                int[] inFrame = frame switch
                {
                    "past" => order[..(at + 1)],
                    "all" => order,
                    _ when frame.StartsWith("range", StringComparison.Ordinal) => [.. order.Where(i => rows[i].Time is not { } other || time is null
                        ? rows[i].Time is null && time is null
                        : (by.Descending ? other - time.Value : time.Value - other) is >= 0 and var apart && apart <= length)],
                    _ when frame.EndsWith("rows", StringComparison.Ordinal) => order[Math.Max(0, at - length + 1)..(at + 1)],
                    _ => [.. order[..(at + 1)].Where((i, place) => place == at || (rows[i].Time is { } other && time is not null && Math.Abs(other - time.Value) < length))],
                };
                double[] values = [.. inFrame.Select(i => rows[i].Value).OfType<double>()];
                double[] numbers = [.. values.Where(static value => !double.IsNaN(value))];
                results[order[at]] = function switch
                {
                    "lag" => at < length ? "∅" : Text(rows[order[at - length]].Value),
                    "lead" => at + length >= order.Length ? "∅" : Text(rows[order[at + length]].Value),
                    "row_number" => $"{at + 1}",
                    "first" => Text(rows[inFrame[0]].Value),
                    "last" => Text(rows[inFrame[^1]].Value),
                    "count" => $"{values.Length}",
                    _ when values.Length == 0 => "∅",
                    "sum" => Text(Rational.Quotient(values.Select(static value => (object)value), 1)),
                    "avg" => Text(Rational.Quotient(values.Select(static value => (object)value), values.Length)),
                    "min" => Text(numbers.Length == 0 ? double.NaN : numbers.Min()),
                    _ => Text(numbers.Length == 0 ? double.NaN : numbers.Max()),
                };
            }
        }

        return results;
    }

    private static string Text(double? value) => value is { } number ? TableText.Value(number + 0.0) : "∅";

    private static Pipeline Over(string[] per, string[] by, params string[] calls) => Readings.Over(Step(per, by, calls));

    private static OverStep Step(string[] per, string[] by, params string[] calls) =>
        new() { Per = per, By = [.. by.Select(SortColumn.Parse)], Columns = [.. calls.Select(Call)] };

    // FUNCTION(ARGUMENTS) FRAME as NAME
    private static OverColumn Call(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int close = text.LastIndexOf(')');
        int name = text.LastIndexOf(" as ", StringComparison.Ordinal);
        string frame = text[(close + 1)..name].Replace("span", "", StringComparison.Ordinal).Trim();
        string inside = text[(open + 1)..close];
        int comma = inside.LastIndexOf(',');
        string[] arguments = inside.Length == 0 ? []
            : comma > 0 && int.TryParse(inside[(comma + 1)..], out _) ? [inside[..comma], inside[(comma + 1)..].Trim()] : [inside];
        return new OverColumn { Function = text[..open], Arguments = arguments, Frame = frame.Length == 0 ? "past" : frame, As = text[(name + 4)..] };
    }

    private static void AssertRows(string[] expected, Pipeline pipeline)
    {
        foreach ((int threads, int batch) in ((int, int)[])[(1, 1), (2, 2), (7, 100)])
        {
            RunOptions options = new() { Threads = threads, BatchRows = batch, ResultBatchRows = batch };
            Assert.Equal(expected, TableText.Rows(pipeline.With(options).ToTable()));
        }
    }

    private static void AssertError(string expected, Pipeline pipeline) =>
        Assert.Contains(expected, Assert.Throws<PlanException>(() => pipeline.ToTable()).Message, StringComparison.Ordinal);

    private sealed record Row(string? Key, long? Time, double? Value);
}
