using System.Globalization;
using System.Text;
using TelemetryEngine.Execution;
using TelemetryEngine.Formats;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>Functions of a program give the same as their definitions, and as built-in aggregates that mean the same: for any threads, batches, windows and memory.</summary>
public sealed class CustomAggregateTests
{
    private static readonly DateTimeOffset Start = new(2024, 3, 30, 22, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Functions_are_what_linq_says()
    {
        List<Row> rows = Rows(500);
        string[] expected =
        [
            .. rows.GroupBy(r => (Hour: Start.AddHours(Math.Floor((r.Time - Start).TotalHours)), r.Key)).OrderBy(g => g.Key.Hour).ThenBy(g => g.Key.Key)
                .Select(g => string.Join('|', g.Key.Hour.ToUnixTimeSeconds(), g.Key.Key, Squares(g), g.Where(r => r.Flag == true).Sum(r => r.N ?? 0), Longest(g), Mean(g), Streak(g))),
        ];
        string[] whole = [string.Join('|', Squares(rows), rows.Where(r => r.Flag == true).Sum(r => r.N ?? 0), Longest(rows), Mean(rows), Streak(rows))];
        using TemporaryFile file = new(Csv(rows));
        AggregatePlan[] calls =
        [
            Custom(new SumOfSquares(), "n"), Custom(new SumWhere(), "n", "flag"), Custom(new LongestText(), "text"),
            Custom(new WeightedMean(), "x", "n"), Custom(new LongestStreak(), "flag"),
        ];
        foreach (RunOptions options in Settings())
        {
            Pipeline read = Read(file).With(options);
            Assert.Equal(expected, TableText.Rows(read.Window(Tumbling.Every("1h")).GroupBy("k").Aggregate(calls).ToTable()).Select(WithoutUnit));
            Assert.Equal(whole, TableText.Rows(read.Aggregate(calls).ToTable()));
        }

        // seconds, whatever the unit of the column
        static string WithoutUnit(string row) => $"{long.Parse(row.Split('|')[0], null) / 1_000_000}|{row[(row.IndexOf('|', StringComparison.Ordinal) + 1)..]}";
    }

    [Fact]
    public void Functions_are_what_built_in_aggregates_are_over_every_kind_of_window_with_hardly_any_memory()
    {
        using TemporaryFile file = new(Csv(Rows(400)));
        AggregatePlan[] custom =
        [
            Custom(new ScaledSum(1), "n").As("s"), Custom(new Joined(), "x").As("j"), Custom(new ScaledSum(1), "n").Filter("flag").As("f"), Custom(new Joined(), "n * 2").Filter("x > 0").As("g"),
        ];
        AggregatePlan[] builtIn = [Sum("n").As("s"), StringAgg("x").As("j"), Sum("n").Filter("flag").As("f"), StringAgg("n * 2").Filter("x > 0").As("g")];
        int asked = 0;
        foreach (Func<Pipeline, Pipeline> question in Questions())
        {
            byte[] expected = Written(question(Read(file)).Aggregate(builtIn), new RunOptions { Threads = 1 }, out _);
            foreach (RunOptions options in Settings().Concat(Spilling()))
            {
                Assert.Equal(expected, Written(question(Read(file)).Aggregate(custom), options, out RunSummary summary));
                Assert.True(summary.SpilledBytes > 0 || options.MemoryBytes is 0 or > 3000);
            }

            asked++;
        }

        Assert.Equal(10, asked);
    }

    [Fact]
    public void Functions_stand_beside_aggregates_that_go_from_reading_to_reading()
    {
        using TemporaryFile file = new(Csv(Rows(300)));
        foreach (RunOptions options in Settings().Concat(Spilling()))
        {
            Pipeline read = Read(file).With(options).Window(Tumbling.Every("1h")).GroupBy("k").Series("text");
            string[] both = [.. TableText.Rows(read.Aggregate(Increase("n"), Custom(new ScaledSum(1), "n"), Custom(new Joined(), "x")).ToTable())];
            Assert.Equal(TableText.Rows(read.Aggregate(Increase("n"), Sum("n"), StringAgg("x")).ToTable()), both);
        }
    }

    [Fact]
    public void Long_groups_come_in_the_same_pieces_however_they_are_held()
    {
        string csv = "k,x\n" + string.Concat(Enumerable.Range(0, 9_000).Select(static i => $"{(i % 10 == 0 ? 1 : 0)},{i}\n"));
        using TemporaryFile file = new(csv);
        Pipeline ask = Telemetry.ReadCsv(file.Path).GroupBy("k").Aggregate(Custom(new Pieces(), "x"));
        string[] expected = [$"0|{string.Join(',', Enumerable.Repeat(1024, 7).Append(932))}", "1|900"];
        Assert.Equal(expected, TableText.Rows(ask.With(new RunOptions { Threads = 1 }).ToTable()));
        Assert.Equal(expected, TableText.Rows(ask.With(new RunOptions { Threads = 7, MorselBytes = 500, BatchRows = 3 }).ToTable()));
        Table spilled = ask.With(new RunOptions { Threads = 2, MorselBytes = 5000, MemoryBytes = 1 }).ToTable();
        Assert.Equal(expected, TableText.Rows(spilled));
        Assert.True(spilled.Summary.SpilledBytes > 0);
    }

    [Fact]
    public void Nulls_are_not_given_and_what_is_not_finite_is()
    {
        using TemporaryFile file = new("k,x\na,\nb,NaN\nb,inf\nb,-0\nb,\nc,-0\n");
        Assert.Equal(
            ["a|∅|∅", "b|NaN,Infinity,0|0", "c|0|0"],
            TableText.Rows(Telemetry.ReadCsv(file.Path).Schema(("x", "float64")).GroupBy("k").Aggregate(Custom(new Joined(), "x"), Custom(new Last(), "x")).ToTable()));
    }

    [Fact]
    public void A_function_is_called_as_its_type_and_shares_what_it_holds_with_itself_alone()
    {
        Pipeline read = Telemetry.ReadCsvText("n\n1\n2\n");
        AggregatePlan doubled = Custom(new ScaledSum(2), "n");
        Table table = read.Aggregate(doubled, Custom(new ScaledSum(3), "n").As("tripled"), doubled.As("again"), Custom(new SumOfSquares(), "n + 1")).ToTable();
        Assert.Equal(["scaled_sum_n", "tripled", "again", "sum_of_squares_n_1"], table.Schema.FieldsList.Select(static f => f.Name));
        Assert.Equal(["6|9|6|13"], TableText.Rows(table));
    }

    [Fact]
    public void A_function_may_have_the_name_of_a_built_in_aggregate()
    {
        // as built-in ones, rate goes by the time, median takes numbers alone and count(*) no column
        Assert.Equal(["ab|x"], TableText.Rows(Telemetry.ReadCsvText("s\nx\nab\n").Aggregate(Custom(new Rate(), "s"), Min("s").Filter("s = 'x'")).ToTable()));
    }

    [Fact]
    public void A_star_is_every_column_of_numbers() => Assert.Equal(
        ["5|25"], TableText.Rows(Telemetry.ReadCsvText("a,s,b\n1,x,3\n2,y,4\n").Aggregate(Custom(new SumOfSquares(), "*")).ToTable()));

    [Theory]
    [InlineData("Add", "not this value")]
    [InlineData("Merge", "not this state")]
    [InlineData("TryFinish", "no end")]
    public void A_failure_is_an_error_of_the_run_that_names_the_function(string where, string said)
    {
        using TemporaryFile file = new("k,n\n" + string.Concat(Enumerable.Range(0, 400).Select(static i => $"{i % 3},{i}\n")));
        foreach (int threads in new[] { 2, 7 })
        {
            Pipeline ask = Telemetry.ReadCsv(file.Path).GroupBy("k").Aggregate(Custom(new Failing(where[0]), "n")).With(new RunOptions { Threads = threads, MorselBytes = 50, MemoryBytes = where == "Merge" ? 1 : 1 << 30 });
            RunException error = Assert.Throws<RunException>(() => ask.ToTable());
            Assert.Equal($"failing(n): {where} failed: InvalidTimeZoneException: {said}", error.Message);
            Assert.IsType<InvalidTimeZoneException>(error.InnerException);
        }
    }

    [Fact]
    public void States_that_refer_to_objects_are_not_spilled()
    {
        using TemporaryFile file = new("k,s\n" + string.Concat(Enumerable.Range(0, 400).Select(static i => $"{i},t{i}\n")));
        Pipeline ask = Telemetry.ReadCsv(file.Path).Schema(("s", "utf8")).GroupBy("k").Aggregate(Custom(new LongestText(), "s"));
        RunException error = Assert.Throws<RunException>(() => ask.With(new RunOptions { MemoryBytes = 1 }).ToTable());
        Assert.Equal("the groups do not fit the memory, and the states of longest_text(s) can't be written to a temporary file, as they refer to objects; make LongestText a struct of numbers alone, or allow more with RunOptions.MemoryBytes", error.Message);
        Assert.Equal(400, ask.ToTable().RowCount);
    }

    [Fact]
    public void Columns_that_a_function_does_not_take_are_refused()
    {
        Pipeline read = Telemetry.ReadCsvText("s,x,n\na,1.5,1\n");
        Assert.Equal(
            "sum_of_squares(x) takes an integer, and 'x' is decimal(1); name another column, or one of that type by an expression",
            Assert.Throws<PlanException>(() => read.Aggregate(Custom(new SumOfSquares(), "x")).ToTable()).Message);
        Assert.Equal(
            "sum_of_squares(s) takes an integer, and 's' is utf8; name another column, or one of that type by an expression",
            Assert.Throws<PlanException>(() => read.Schema(("s", "utf8")).Aggregate(Custom(new SumOfSquares(), "s")).ToTable()).Message);
        Assert.Equal(
            "sum_of_squares is a function of the program and takes one column or expressions, and no numbers or texts",
            Assert.Throws<PlanException>(() => read.Aggregate(Custom(new SumOfSquares(), "7")).ToTable()).Message);
        Assert.Equal(
            "unknown column 'm' in aggregate; there is s, x, n",
            Assert.Throws<PlanException>(() => read.Aggregate(Custom(new SumOfSquares(), "m")).ToTable()).Message);
    }

    [Fact]
    public void Other_types_are_refused_at_once()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Custom(new OfFloats(), "x"));
        Assert.Equal("functions take and give double, long, bool and string, not Single", error.Message);
        Assert.Throws<ArgumentNullException>(() => Custom<SumOfSquares, long, double>((IAggregateFunction<SumOfSquares, long, double>)null!, "x"));
        Assert.Throws<ArgumentException>(() => Custom(new SumOfSquares(), ""));
    }

    private static double? Squares(IEnumerable<Row> rows) => rows.Any(r => r.N is not null) ? rows.Sum(r => (double)((r.N ?? 0) * (r.N ?? 0))) : null;

    private static string? Longest(IEnumerable<Row> rows) =>
        rows.Select(r => r.Text).Where(t => t.Length > 0).OrderByDescending(t => t.Length).ThenBy(t => t, StringComparer.Ordinal).FirstOrDefault();

    private static string Mean(IEnumerable<Row> rows)
    {
        (double sum, double weight) = rows.OrderBy(r => r.Time).Where(r => r is { X: not null, N: not null })
            .Aggregate((0.0, 0.0), (state, r) => (state.Item1 + (r.X!.Value * r.N!.Value), state.Item2 + r.N.Value));
        return weight == 0 ? "∅" : (sum / weight).ToString("R", CultureInfo.InvariantCulture);
    }

    private static int Streak(IEnumerable<Row> rows) =>
        string.Concat(rows.OrderBy(r => r.Time).Where(r => r.Flag is not null).Select(r => r.Flag!.Value ? '1' : '0')).Split('0').Max(run => run.Length);

    private static Pipeline Read(TemporaryFile file) =>
        Telemetry.ReadCsv(file.Path).Schema(("x", "float64"), ("n", "int64"), ("text", "utf8"), ("flag", "bool"), ("k", "int64")).Time("time", zone: "UTC");

    private static IEnumerable<Func<Pipeline, Pipeline>> Questions()
    {
        yield return static read => read;
        yield return static read => read.GroupBy("k");
        yield return static read => read.Window(Tumbling.Every("1h"));
        yield return static read => read.Window(Tumbling.Every("20m")).GroupBy("k", "text");
        yield return static read => read.Window(Tumbling.Every("10m")).GroupBy("k").Fill("null");
        yield return static read => read.Window(Hopping.Every("20m", "2h")).GroupBy("k");
        yield return static read => read.Window(Hopping.Every("10m", "25m"));
        yield return static read => read.Window(Cumulative.Step("1h", "1d")).GroupBy("k");
        yield return static read => read.Window(Session.Gap("2m")).GroupBy("k");
        yield return static read => read.Time("time", zone: "Europe/Berlin").Window(Tumbling.Every("1d")).GroupBy("k");
    }

    private static IEnumerable<RunOptions> Settings()
    {
        yield return new RunOptions { Threads = 1 };
        yield return new RunOptions { Threads = 2, BatchRows = 1, MorselBytes = 200 };
        yield return new RunOptions { Threads = 7, BatchRows = 5, MorselBytes = 50, ResultBatchRows = 1 };
        yield return new RunOptions { Threads = 7, MorselBytes = 300, ResultBatchRows = 7 };
    }

    private static IEnumerable<RunOptions> Spilling()
    {
        yield return new RunOptions { Threads = 1, MemoryBytes = 1, BatchRows = 11, ResultBatchRows = 3 };
        yield return new RunOptions { Threads = 2, MemoryBytes = 1, BatchRows = 200, MorselBytes = 900 };
        yield return new RunOptions { Threads = 7, MemoryBytes = 3000, BatchRows = 7, MorselBytes = 700, TextPieceRows = 3 };
    }

    private static byte[] Written(Pipeline ask, RunOptions options, out RunSummary summary)
    {
        using MemoryStream stream = new();
        using Executor executor = ask.With(options).Open();
        executor.Write(FormatCatalog.FindByName("csv")!, stream, new WriterOptions(), CancellationToken.None);
        summary = executor.Summary;
        return stream.ToArray();
    }

    private static string Csv(IEnumerable<Row> rows)
    {
        StringBuilder csv = new("time,k,n,x,text,flag\n");
        foreach (Row row in rows)
        {
            string flag = row.Flag switch { true => "true", false => "false", null => "" };
            csv.Append(CultureInfo.InvariantCulture, $"{row.Time:yyyy-MM-ddTHH:mm:ss}Z,{row.Key},{row.N},{row.X:R},{row.Text},{flag}\n");
        }

        return csv.ToString();
    }

    private static List<Row> Rows(int count)
    {
        Random random = new(count);
        string[] texts = ["", "a", "bb", "ccc", "bbb", "long enough", "äöü"];
        return
        [
            .. Enumerable.Range(0, count).Select(i => new Row(
                Start.AddSeconds((i * 40) + random.Next(600)),
                random.Next(3),
                random.Next(7) == 0 ? null : random.Next(-1000, 1000),
                random.Next(7) == 0 ? null : random.NextDouble() * Math.Pow(10, random.Next(-5, 9)),
                texts[random.Next(texts.Length)],
                random.Next(9) == 0 ? null : random.Next(3) > 0)),
        ];
    }

    private sealed record Row(DateTimeOffset Time, int Key, long? N, double? X, string Text, bool? Flag);

    /// <summary>The lengths of the pieces that it was given.</summary>
    private struct Pieces : IOrderedAggregateFunction<Pieces, long, string>
    {
        private string? _lengths;

        public void Add(ReadOnlySpan<long> values) => _lengths = (_lengths is null ? "" : _lengths + ",") + values.Length;

        public readonly bool TryFinish(out string result) => (result = _lengths!) is not null;
    }

    /// <summary>The last value that is given.</summary>
    private struct Last : IOrderedAggregateFunction<Last, double, double>
    {
        private double? _last;

        public void Add(ReadOnlySpan<double> values) => _last = values[^1];

        public readonly bool TryFinish(out double result)
        {
            result = _last ?? 0;
            return _last is not null;
        }
    }

    /// <summary>The longest text, under a name that another function has.</summary>
    private struct Rate : IAggregateFunction<Rate, string, string>
    {
        private LongestText _longest;

        public void Add(ReadOnlySpan<string> values) => _longest.Add(values);

        public void Merge(in Rate other) => _longest.Merge(other._longest);

        public readonly bool TryFinish(out string result) => _longest.TryFinish(out result);
    }

    /// <summary>A function of a type that functions do not take.</summary>
    private struct OfFloats : IAggregateFunction<OfFloats, float, double>
    {
        public readonly void Add(ReadOnlySpan<float> values)
        {
        }

        public readonly void Merge(in OfFloats other)
        {
        }

        public readonly bool TryFinish(out double result)
        {
            result = 0;
            return true;
        }
    }
}
