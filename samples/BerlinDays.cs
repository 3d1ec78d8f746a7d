namespace Samples;

/// <summary>The 95th percentile of each local day, with a row for days without readings.</summary>
public static class BerlinDays
{
    public static IEnumerable<Day> Of(string path) =>
        Telemetry.ReadCsv(path)
            .Time("time", zone: "Europe/Berlin")
            .Window(Tumbling.Every(TimeSpan.FromDays(1)))
            .Aggregate(Quantile("power_w", 0.95).As("p95"))
            .Fill()
            .ToRecords<Day>();

    public sealed record Day(DateTimeOffset WindowStart, double? P95);
}
