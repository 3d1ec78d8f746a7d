using System.Globalization;
using System.Text;
using TelemetryEngine.Sources;
using TelemetryEngine.Tests.Execution;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>Columns that functions of a program compute are what the functions say of each row, for any threads, batches and memory.</summary>
public sealed class SpanFunctionTests
{
    private static readonly string?[] Texts = ["a", "Bb", null, "äö", "", "ccc"];

    [Fact]
    public void Functions_of_one_two_and_three_columns_are_what_linq_says()
    {
        List<Row> rows = Rows(400);
        string[] expected = [.. rows.Select(static r => string.Join('|', Cell(r.X / 4), Cell(r.N + (r.Flag is { } f ? f ? 1 : -1 : null)), Clock(r), Cell(r.X > r.N ? true : r.X is null || r.N is null ? null : false)))];
        using TemporaryFile file = new(Csv(rows));
        foreach (RunOptions options in HostileSettingsTests.Settings())
        {
            Pipeline derived = Read(file).With(options)
                .Derive("kw", static (ReadOnlySpan<double> x, Span<double> result) =>
                {
                    for (int i = 0; i < x.Length; i++)
                    {
                        result[i] = x[i] / 4;
                    }
                }, "x")
                .Derive("step", static (ReadOnlySpan<long> n, ReadOnlySpan<bool> flag, Span<long> result) =>
                {
                    for (int i = 0; i < n.Length; i++)
                    {
                        result[i] = n[i] + (flag[i] ? 1 : -1);
                    }
                }, "n", "flag")
                .Derive("said", static (ReadOnlySpan<string> text, ReadOnlySpan<long> n, ReadOnlySpan<double> x, Span<string> result) =>
                {
                    for (int i = 0; i < n.Length; i++)
                    {
                        result[i] = n[i] % 5 == 0 ? null! : string.Create(CultureInfo.InvariantCulture, $"{text[i].ToUpperInvariant()} {n[i]} {x[i]:R}");
                    }
                }, "text", "n", "x")
                .Derive("above", static (ReadOnlySpan<double> x, ReadOnlySpan<double> n, Span<bool> result) =>
                {
                    for (int i = 0; i < x.Length; i++)
                    {
                        result[i] = x[i] > n[i];
                    }
                }, "x", "n");
            Assert.Equal(expected, TableText.Rows(derived.Select("kw", "step", "said", "above").ToTable()));
        }

        static string Clock(Row r) => r is { Text: { } text, N: { } n, X: { } x } && n % 5 != 0
            ? string.Create(CultureInfo.InvariantCulture, $"{text.ToUpperInvariant()} {n} {x:R}")
            : "∅";
    }

    [Fact]
    public void Keys_filters_and_aggregates_go_by_what_was_computed()
    {
        List<Row> rows = Rows(300);
        string[] expected =
        [
            .. rows.Where(static r => r.N is not null).GroupBy(static r => $"k{((r.N % 3) + 3) % 3}").OrderBy(static g => g.Key)
                .Where(static g => g.Sum(r => r.N) != 0).Select(static g => $"{g.Key}|{g.Sum(r => r.N * 2)}|{g.Sum(r => r.N * 2) + 1}"),
        ];
        using TemporaryFile file = new(Csv(rows));
        foreach (RunOptions options in HostileSettingsTests.Settings().Append(new RunOptions { Threads = 2, MemoryBytes = 1, MorselBytes = 500 }))
        {
            Pipeline ask = Read(file).With(options).Where("n is not null").Derive<long, long>("twice", Twice, "n").Derive<long, string>("key", KeyOf, "n").GroupBy("key").Aggregate(Sum("twice"))
                .Derive("more", static (ReadOnlySpan<long> sum, Span<long> more) =>
                {
                    for (int i = 0; i < sum.Length; i++)
                    {
                        more[i] = sum[i] + 1;
                    }
                }, "sum_twice");
            Assert.Equal(expected, TableText.Rows(ask.ToTable()));
        }
    }

    [Fact]
    public void A_function_sees_no_row_that_was_left_out_and_no_null()
    {
        using TemporaryFile file = new("n,x\n1,\n0,5\n2,6\n,7\n0,8\n4,\n3,9\n");
        List<long> seen = [];
        Pipeline ask = Telemetry.ReadCsv(file.Path).Schema(("n", "int64"), ("x", "int64")).Where("n is null or n <> 0").Derive("y", (ReadOnlySpan<long> n, ReadOnlySpan<long> x, Span<long> result) =>
        {
            for (int i = 0; i < n.Length; i++)
            {
                Assert.Equal(0, result[i]);
                seen.Add(n[i]);
                result[i] = x[i] / n[i];
            }
        }, "n", "x").With(new RunOptions { Threads = 1 });
        Assert.Equal(["1|∅|∅", "2|6|3", "∅|7|∅", "4|∅|∅", "3|9|3"], TableText.Rows(ask.ToTable()));
        Assert.Equal([2, 3], seen);
    }

    [Fact]
    public void Rows_that_were_rejected_before_are_left_out_too()
    {
        using TemporaryFile file = new("n\n3\n0\nx\n2\n");
        Pipeline ask = Telemetry.ReadCsv(file.Path).Schema(("n", "int64")).OnError(ErrorPolicy.Skip).Derive("bad", "6 % n").Derive("y", static (ReadOnlySpan<long> n, Span<long> result) => result[0] = 6 / n[0], "n");
        Assert.Equal(["3|0|2", "2|0|3"], TableText.Rows(ask.With(new RunOptions { BatchRows = 1 }).ToTable()));
    }

    [Fact]
    public void Values_are_those_of_the_column_and_results_have_one_form()
    {
        Pipeline ask = Telemetry.From(("f", (float[])[0.1f, float.NaN, -0f]), ("d", (decimal[])[1.10m, 2m, -3.25m]), ("i", (int[])[1, int.MaxValue, -1]), ("u", (string?[])["x", null, "x"]))
            .Derive<double, double>("f2", Same, "f").Derive<double, double>("d2", Same, "d").Derive<long, long>("i2", Twice, "i").Derive("u2", static (ReadOnlySpan<string> u, Span<bool> same) => same.Fill(ReferenceEquals(u[0], u[^1])), "u")
            .Select("f2", "d2", "i2", "u2");
        Assert.Equal(["0.10000000149011612|1.1|2|true", "NaN|2|4294967294|∅", "0|-3.25|-2|true"], TableText.Rows(ask.ToTable()));
    }

    [Fact]
    public void A_failure_is_an_error_of_the_run_that_names_the_column()
    {
        using TemporaryFile file = new(Csv(Rows(100)));
        Pipeline read = Read(file).Derive("y", static (ReadOnlySpan<double> x, ReadOnlySpan<long> n, Span<double> result) => throw new InvalidTimeZoneException("no such value"), "x", "n");
        foreach (RunOptions options in HostileSettingsTests.Settings())
        {
            foreach (Pipeline ask in new[] { read, read.Aggregate(Sum("y")), read.OnError(ErrorPolicy.Skip), read.Sort("y") })
            {
                RunException error = Assert.Throws<RunException>(() => ask.With(options).ToTable());
                Assert.Equal("derive y: a function of the program over x, n failed: InvalidTimeZoneException: no such value", error.Message);
                Assert.IsType<InvalidTimeZoneException>(error.InnerException);
            }
        }
    }

    [Fact]
    public void Columns_that_a_function_does_not_take_are_refused()
    {
        Pipeline read = Telemetry.ReadCsvText("s,x\na,1.5\n");
        Assert.Equal(
            "derive y: the function takes an integer, and 'x' is decimal(1); name another column, or derive one of that type before",
            Assert.Throws<PlanException>(() => read.Derive<long, long>("y", Twice, "x").ToTable()).Message);
        Assert.Equal(
            "derive y: the function takes a number, and 's' is utf8; name another column, or derive one of that type before",
            Assert.Throws<PlanException>(() => read.Schema(("s", "utf8")).Derive<double, double>("y", Same, "s").ToTable()).Message);
        Assert.StartsWith("unknown column 'X'; did you mean 'x'?", Assert.Throws<PlanException>(() => read.Derive<double, double>("y", Same, "X").ToTable()).Message, StringComparison.Ordinal);
        Assert.StartsWith("the name 's' is used twice", Assert.Throws<PlanException>(() => read.Derive<double, double>("s", Same, "x").ToTable()).Message, StringComparison.Ordinal);
        Assert.Equal(
            "functions take and give double, long, bool and string, not Int32",
            Assert.Throws<ArgumentException>(() => read.Derive("y", static (ReadOnlySpan<int> _, Span<double> _) => { }, "x")).Message);
        Assert.Throws<ArgumentException>(() => read.Derive("y", static (ReadOnlySpan<double> _, Span<float> _) => { }, "x"));
        Assert.Throws<ArgumentNullException>(() => read.Derive("y", (Action<ReadOnlySpan<double>, Span<double>>)null!, "x"));
    }

    [Fact]
    public void A_plan_with_a_function_runs_and_is_not_stored()
    {
        Pipeline read = Telemetry.ReadCsvText("k,n\na,1\nb,2\n");
        Pipeline derived = read.Where("n > 0").Derive<long, long>("y", Twice, "n");
        Pipeline summed = read.GroupBy("k").Aggregate(Count(), Custom(new Aggregates.SumOfSquares(), "n").As("squares"));
        const string End = ", and a function of the program can't be stored in a plan; run the pipeline in the program, look at it with Explain, or write the step with functions and aggregates of the catalogue";
        (Pipeline Ask, string Said)[] all =
        [
            (derived, "step 2, derive: y is a function of the program over n" + End),
            (summed, "step 1, aggregate: sum_of_squares(n) as squares is a function of the program" + End),
            (read.Limit(1).Join(summed, ["k"]), "step 1 of the input of step 2, aggregate: sum_of_squares(n) as squares is a function of the program" + End),
        ];
        foreach ((Pipeline ask, string said) in all)
        {
            Assert.Equal(said, Assert.Throws<PlanException>(() => ask.ToPlan()).Message);
            Assert.Equal(said, Assert.Throws<PlanException>(() => ask.Written.ToJson()).Message);
            Assert.NotEmpty(TableText.Rows(ask.ToTable()));
        }

        Plan plan = new() { Source = read.ToPlan().Source with { Format = "csv", Paths = [] }, Steps = summed.Written.Steps };
        Assert.Throws<PlanException>(() => plan.ToJson());
    }

    [Fact]
    public void What_tells_of_a_run_names_the_function()
    {
        ListedLog log = new();
        Pipeline ask = Telemetry.ReadCsvText("k,n\na,1\n").Derive<long, long>("y", Twice, "n").Aggregate(Custom(new Aggregates.SumOfSquares(), "y"));
        Assert.Contains("1 derive y = a function of the program over n\n2 aggregate: sum_of_squares(y) as sum_of_squares_y\n", ask.Explain(), StringComparison.Ordinal);
        ask.With(new RunOptions { Logger = log }).ToTable();
        Assert.Equal("Debug: The run of derive y = a function of the program over n; aggregate: sum_of_squares(y) as sum_of_squares_y begins", log.Lines[0]);
    }

    [Fact]
    public void Series_are_told_apart_by_the_columns_that_a_computed_key_is_made_of()
    {
        // an hour that exists twice is told by the order of each series' rows, and the key is computed of the meter
        using TemporaryFile file = new("time,meter,kw\n2024-10-27 02:30,a,1\n2024-10-27 02:30,b,2\n2024-10-27 02:30,a,3\n2024-10-27 02:30,b,4\n");
        Pipeline read = Telemetry.ReadCsv(file.Path).Schema(("meter", "utf8")).Time("time", zone: "Europe/Berlin");
        string[] expected = [.. TableText.Rows(read.Derive("m", "upper(meter)").Window(Tumbling.Every("1h")).GroupBy("m").Aggregate(Sum("kw")).ToTable())];
        Assert.Equal(4, expected.Length);
        Assert.Equal(expected, TableText.Rows(read.Derive("m", static (ReadOnlySpan<string> meter, Span<string> upper) =>
        {
            for (int i = 0; i < meter.Length; i++)
            {
                upper[i] = meter[i].ToUpperInvariant();
            }
        }, "meter").Window(Tumbling.Every("1h")).GroupBy("m").Aggregate(Sum("kw")).ToTable()));
    }

    private static void Twice(ReadOnlySpan<long> n, Span<long> result)
    {
        for (int i = 0; i < n.Length; i++)
        {
            result[i] = n[i] * 2;
        }
    }

    private static void Same(ReadOnlySpan<double> x, Span<double> result) => x.CopyTo(result);

    private static void KeyOf(ReadOnlySpan<long> n, Span<string> result)
    {
        for (int i = 0; i < n.Length; i++)
        {
            result[i] = $"k{((n[i] % 3) + 3) % 3}";
        }
    }

    private static string Cell(object? value) => value switch
    {
        null => "∅",
        double number => TableText.Value(number),
        bool flag => flag ? "true" : "false",
        _ => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
    };

    private static Pipeline Read(TemporaryFile file) => Telemetry.ReadCsv(file.Path).Schema(("x", "float64"), ("n", "int64"), ("text", "utf8"), ("flag", "bool"));

    private static string Csv(IEnumerable<Row> rows)
    {
        StringBuilder csv = new("n,x,text,flag\n");
        foreach (Row row in rows)
        {
            string flag = row.Flag switch { true => "true", false => "false", null => "" };
            csv.Append(CultureInfo.InvariantCulture, $"{row.N},{row.X:R},{(row.Text is "" ? "\"\"" : row.Text)},{flag}\n");
        }

        return csv.ToString();
    }

    private static List<Row> Rows(int count)
    {
        Random random = new(count);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => new Row(
                random.Next(7) == 0 ? null : random.Next(-100, 100),
                random.Next(7) == 0 ? null : random.Next(9) == 0 ? double.NaN : random.Next(-1000, 1000) / 8.0,
                Texts[random.Next(Texts.Length)],
                random.Next(9) == 0 ? null : random.Next(2) > 0)),
        ];
    }

    private sealed record Row(long? N, double? X, string? Text, bool? Flag);
}
