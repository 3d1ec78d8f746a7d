using System.Globalization;
using System.Text;
using TelemetryEngine.Kernels.Sketch;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>A reading; the device and the value may be null.</summary>
internal sealed record Reading(long Seconds, string? Device, decimal? X);

/// <summary>Readings as a file, a question with many aggregates, and its slow answer for one row.</summary>
internal static class ReadingOracle
{
    /// <summary>The devices of random readings.</summary>
    public static readonly string[] Devices = ["meter-1", "Zähler, \"groß\"", "line\nbreak", "", "m"];

    /// <summary>The order of keys.</summary>
    public static IComparer<string?> KeyOrder { get; } = Comparer<string?>.Create((a, b) => a is null || b is null
        ? (a is null ? 1 : 0) - (b is null ? 1 : 0)
        : Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));

    /// <summary>The question.</summary>
    public static Pipeline Ask(string path, WindowPlan? window = null) => Telemetry.ReadCsv(path)
        .Schema(("device", "utf8"), ("x", "decimal(2)"))
        .Where("x is null or x <> 13")
        .Then(new AggregateStep { Window = window, GroupBy = ["device"] })
        .Aggregate(Count(), Count("x"), Sum("x"), Avg("x"), Min("x"), Max("x"), First("x"), Last("x"), ApproxQuantile("x", 0.75), Max("device").As("same"));

    /// <summary>The readings as text; the seed chooses line ends and quotes.</summary>
    public static string Csv(IEnumerable<Reading> readings, int seed)
    {
        string end = seed % 2 == 0 ? "\n" : "\r\n";
        StringBuilder csv = new("timestamp,device,x" + end);
        foreach (Reading reading in readings)
        {
            string time = DateTimeOffset.FromUnixTimeSeconds(reading.Seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
            string device = reading.Device is null ? "" : seed % 3 == 0 && reading.Device == "m" ? "m" : $"\"{reading.Device.Replace("\"", "\"\"")}\"";
            csv.Append(CultureInfo.InvariantCulture, $"{time}Z,{device},{reading.X}{end}");
        }

        return csv.ToString();
    }

    /// <summary>The keys and aggregates of a row that is made of some readings, given in the order of the input.</summary>
    public static string Row(string? device, IReadOnlyCollection<Reading> readings)
    {
        List<decimal> values = [.. readings.Where(r => r.X is not null).OrderBy(r => r.Seconds).Select(r => r.X!.Value)];
        string Show(Func<decimal> value) => values.Count == 0 ? "∅" : TableText.Value((double)value() + 0.0);
        object[] texts = [.. values.Select(v => (object)v.ToString(CultureInfo.InvariantCulture))];
        string average = values.Count == 0 ? "∅" : TableText.Value(Rational.Quotient(texts, values.Count));
        return string.Join(
            '|', device ?? "∅", readings.Count, values.Count, Show(values.Sum), average,
            Show(values.Min), Show(values.Max), Show(() => values[0]), Show(() => values[^1]), Quantile(values), device ?? "∅");
    }

    // the value at the rank, as its bucket of 1 % shows it
    private static string Quantile(List<decimal> values)
    {
        if (values.Count == 0)
        {
            return "∅";
        }

        int[] bucket = new int[1];
        LogBuckets.Of([(double)values.Order().ElementAt((int)(0.75m * (values.Count - 1)))], bucket);
        return TableText.Value(LogBuckets.ValueOf(bucket[0]));
    }
}
