namespace Samples;

/// <summary>The highest quarter of an hour of each month and device, and when it was; the highest first.</summary>
public static class MonthlyPeaks
{
    public static IEnumerable<Month> Of(string path) =>
        Telemetry.ReadCsv(path)
            .Window(Tumbling.Every("15m"))
            .GroupBy("device_id")
            .Aggregate(Sum("energy_wh").As("energy_wh"))
            .Window(Tumbling.Every("1mo"))
            .GroupBy("device_id")
            .Aggregate(Max("energy_wh").As("peak"), ArgMax("window_start", "energy_wh").As("at"))
            .Sort("peak desc")
            .ToRecords<Month>();

    public sealed record Month(DateTimeOffset WindowStart, string DeviceId, double? Peak, DateTimeOffset? At);
}
