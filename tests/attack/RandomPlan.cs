using TelemetryEngine.Sources;
using TelemetryEngine.Testing;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Attack;

/// <summary>Plans over <see cref="Readings"/>, made by chance; most of them are sound.</summary>
internal static class RandomPlan
{
    // readings made by chance share times, as those of several devices do
    private const string Mixed = "mixed => 'allow'";

    /// <summary>Every aggregate, with arguments that fit most of the time.</summary>
    private static readonly (string Function, string[][] Arguments)[] Aggregates =
    [
        ("count", [[], ["k"], ["f"]]), ("sum", [["i"], ["d"], ["f"]]), ("avg", [["i"], ["d"], ["f"]]), ("min", [["i"], ["d"], ["f"], ["k"], ["ts"]]), ("max", [["i"], ["d"], ["f"], ["k"], ["b"]]),
        ("first", [["i"], ["k"], ["d"]]), ("last", [["f"], ["k"], ["b"]]), ("approx_quantile", [["f", "0.5"], ["i", "0.99"]]), ("count_distinct", [["k"], ["i"], ["d"]]),
        ("quantile", [["i", "0.25"], ["d", "1"], ["f", "0.9"]]), ("median", [["i"], ["d"], ["f"]]), ("mode", [["i"], ["k"]]), ("top", [["k", "3"], ["i", "2"]]), ("string_agg", [["k"], ["i", "'; '"]]),
        ("time_weighted_avg", [["i", Mixed], ["f", Mixed]]), ("integral", [["d", Mixed], ["f", Mixed]]), ("increase", [["i", Mixed], ["d", Mixed], ["i"]]), ("rate", [["i", Mixed], ["d", Mixed]]), ("delta", [["f", Mixed]]),
        ("num_resets", [["i", Mixed]]), ("circular_avg", [["f", "360"]]),
        ("var", [["i"], ["f"]]), ("var_pop", [["d"]]), ("stddev", [["i"]]), ("stddev_pop", [["f"]]), ("skew", [["i"]]), ("kurtosis", [["d"]]), ("covar", [["i", "d"]]), ("covar_pop", [["d", "f"]]),
        ("corr", [["i", "f"]]), ("slope", [["d", "i"]]), ("weighted_avg", [["f", "i"], ["d", "d"]]), ("weighted_quantile", [["f", "abs(i)", "0.5"], ["d", "abs(d)", "0.9"]]), ("range", [["i"], ["d"], ["f"]]), ("open", [["i"]]), ("high", [["f"]]), ("low", [["d"]]), ("close", [["k"]]),
        ("ohlc", [["d"]]), ("any", [["i"], ["k"]]), ("histogram", [["f", "0", "1", "10"]]), ("approx_distinct", [["i"], ["k"]]),
        ("arg_max", [["k", "i"], ["ts", "f"], ["d", "k"]]), ("arg_min", [["f", "d"], ["b", "ts"]]), ("count_if", [["b"], ["f < 1"]]), ("sum_if", [["d", "b"]]), ("avg_if", [["i", "f > 0"]]), ("bool_and", [["b"]]), ("bool_or", [["i > 0"]]),
    ];

    private static readonly string?[] Filters = [null, null, "i > 0", "f is null or f < 1", "k in ('a', 'b')", "not b", "d between -10 and 100", "i % 3 = 1 or s = 'x'", "k like '%e%'", "case when b then i else 1 end > 0"];

    private static readonly string[] Lengths = ["1s", "7s", "1m", "15m", "1h", "1d", "1w", "1mo"];

    public static FlatPlan Make(Random random)
    {
        bool isRows = random.Next(12) == 0;
        WindowPlan? window = isRows ? null : Window(random);
        string[] keys = [.. ((string[])["k", "s", "b", "i"]).Where(_ => random.Next(3) == 0)];
        bool hasGaps = window is { Kind: "tumbling" } && random.Next(3) == 0;
        return new FlatPlan
        {
            Time = new TimePlan { Column = "ts", Zone = random.Next(4) == 0 ? "Europe/Berlin" : null },
            OnError = random.Next(3) == 0 ? ErrorPolicy.Skip : ErrorPolicy.Fail,
            Derive = random.Next(4) == 0 ? [new DeriveStep("g", "coalesce(f, 0) * 2"), new DeriveStep("h", "upper(k)")] : [],
            Where = Filters[random.Next(Filters.Length)],
            From = random.Next(6) == 0 ? "2024-01-01" : null,
            To = random.Next(6) == 0 ? "2024-01-03T12:00Z" : null,
            Window = window,
            GroupBy = isRows ? [] : keys,
            Series = !isRows && random.Next(4) == 0 ? ["s"] : [],
            Aggregates = isRows ? [] : [.. Enumerable.Range(0, random.Next(1, 6)).Select(number => Aggregate(random, number))],
            Fill = hasGaps ? [new FillPlan(null, ((string[])["null", "previous", "linear", "0"])[random.Next(4)])] : [],
            Limit = random.Next(8) == 0 ? random.Next(20) : null,
        };
    }

    private static AggregatePlan Aggregate(Random random, int number)
    {
        (string function, string[][] arguments) = Aggregates[random.Next(Aggregates.Length)];
        return new AggregatePlan
        {
            Function = function,
            Arguments = arguments[random.Next(arguments.Length)],
            Filter = random.Next(5) == 0 ? Filters[random.Next(Filters.Length)] : null,
            As = $"r{number}",
        };
    }

    private static WindowPlan? Window(Random random)
    {
        int at = random.Next(Lengths.Length);
        return random.Next(7) switch
        {
            0 or 1 => null,
            2 => new WindowPlan { Kind = "hopping", Every = Lengths[Math.Max(0, Math.Min(at, 5) - 1)], Period = Lengths[Math.Min(at, 5)] },
            3 => new WindowPlan { Kind = "cumulative", Step = "1m", Period = "1h" },
            4 => Session.Gap(Lengths[Math.Min(at, 5)]),
            _ => new WindowPlan
            {
                Every = Lengths[at],
                Offset = random.Next(4) == 0 ? "3s" : null,
                Closed = random.Next(4) == 0 ? "right" : null,
                Label = random.Next(4) == 0 ? "end" : null,
                ShowEnd = random.Next(4) == 0,
            },
        };
    }
}
