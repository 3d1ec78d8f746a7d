using System.Globalization;
using System.Text;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Execution;
using TelemetryEngine.Formats;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Execution.Spilling;

/// <summary>Each aggregate over each kind of window gives the same bytes however little memory there is: groups go to the disk whole, and values of a group by themselves.</summary>
public sealed class SpillCatalogTests
{
    private static readonly Dictionary<string, string[]> Calls = new()
    {
        ["count"] = ["count()", "count(x)"],
        ["approx_quantile"] = ["approx_quantile(y, 0.5)"],
        ["quantile"] = ["quantile(y, 0.25)", "quantile(x, 0.9)", "quantile(n, 1)", "quantile(y, 0)"],
        ["count_distinct"] = ["count_distinct(d)", "count_distinct(x)", "count_distinct(b)", "count_distinct(t)"],
        ["mode"] = ["mode(d)", "mode(y)", "mode(b)", "mode(t)"],
        ["top"] = ["top(d, 3)", "top(n, 100)", "top(x, 2)"],
        ["string_agg"] = ["string_agg(d, '; ')", "string_agg(x)", "string_agg(t)", "string_agg(b)", "string_agg(f)"],
        ["covar"] = ["covar(x, n)"],
        ["covar_pop"] = ["covar_pop(x, n)"],
        ["corr"] = ["corr(x, n)"],
        ["slope"] = ["slope(x, n)"],
        ["weighted_quantile"] = ["weighted_quantile(x, abs(n), 0.3)", "weighted_quantile(y, 1 + abs(n), 0.9)"],
        ["weighted_avg"] = ["weighted_avg(x, n)"],
        ["arg_max"] = ["arg_max(d, n)", "arg_max(x, d)", "arg_max(t, y)", "arg_max(b, x)", "arg_max(f, b)"],
        ["arg_min"] = ["arg_min(d, d)", "arg_min(n, t)", "arg_min(x, n)"],
        ["count_if"] = ["count_if(n > 20)"],
        ["sum_if"] = ["sum_if(x, b)"],
        ["avg_if"] = ["avg_if(y, n > 20)"],
        ["bool_and"] = ["bool_and(b)"],
        ["bool_or"] = ["bool_or(b)"],
        ["circular_avg"] = ["circular_avg(x, 360)"],
        ["histogram"] = ["histogram(n, 1, 20, 50)"],
        ["integral"] = ["integral(n)", "integral(x, bounds => 'inside')", "integral(x, max_gap => '20m')"],
        ["time_weighted_avg"] = ["time_weighted_avg(n)", "time_weighted_avg(x, method => 'linear')"],
    };

    public static TheoryData<string> Names => [.. AggregateCatalog.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_aggregate_has_the_same_bytes_with_hardly_any_memory(string name)
    {
        using TemporaryFile file = new(Csv());
        int asked = 0;
        foreach (Pipeline read in Questions(file.Path, AggregateCatalog.All.Single(a => a.Name == name).Order == OrderClass.TimeOrder))
        {
            AggregatePlan[] calls = [.. Calls.GetValueOrDefault(name, [$"{name}(n)"]).SelectMany((call, i) => AggregateText.ParseList($"{call} as r{i}"))];
            Pipeline ask = read.Aggregate(calls);
            byte[] expected = Written(ask, new RunOptions { Threads = 1 }, out RunSummary whole);
            Assert.Equal(0, whole.SpilledBytes);
            foreach (RunOptions options in Settings())
            {
                Assert.Equal(expected, Written(ask, options, out RunSummary summary));
                Assert.True(summary.SpilledBytes > 0);
            }

            asked++;
        }

        Assert.InRange(asked, 5, 9);
    }

    private static IEnumerable<Pipeline> Questions(string path, bool isByTime)
    {
        Pipeline read = Telemetry.ReadCsv(path).Schema(("d", "utf8"), ("x", "decimal(2)"), ("y", "float64"), ("n", "int64"), ("b", "bool"), ("f", "float32"), ("t", "timestamp[ms]")).Time("time");
        yield return read;
        yield return read.GroupBy("k");
        yield return read.Window(Tumbling.Every("10m"));
        yield return read.Window(Tumbling.Every("30m")).GroupBy("k", "d");
        yield return read.Window(Tumbling.Every("7m")).GroupBy("k").Fill("null");
        if (isByTime)
        {
            yield return read.Window(Tumbling.Every("20m")).GroupBy("k").Series("d");
            yield return read.Series("d", "b");
        }
        else
        {
            yield return read.Window(Hopping.Every("5m", "20m")).GroupBy("k");
            yield return read.Window(Session.Gap("2m")).GroupBy("k");
        }
    }

    private static IEnumerable<RunOptions> Settings()
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

    private static string Csv()
    {
        Random random = new(11);
        string[] texts = ["a", "b", "\"c, \"\"d\"\"\"", "", "a longer text than the others have", "a"];
        string[] doubles = ["NaN", "-0", "0", "1e300", "", "2.5", "-7", "0.1"];
        StringBuilder csv = new("time,k,d,x,y,n,b,f,t\n");
        for (int i = 0; i < 240; i++)
        {
            string time = DateTimeOffset.FromUnixTimeSeconds(1_704_067_200 + (i * 20) + random.Next(900)).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
            string b = random.Next(3) switch { 0 => "", 1 => "true", _ => "false" };
            string x = random.Next(9) == 0 ? "" : $"{random.Next(200)}.{random.Next(10)}5";
            csv.Append(CultureInfo.InvariantCulture, $"{time}Z,{random.Next(3)},{texts[random.Next(texts.Length)]},{x},{doubles[random.Next(doubles.Length)]},{random.Next(99)},{b},0.{random.Next(5)},{time}.{random.Next(3)}00Z\n");
        }

        return csv.ToString();
    }
}
