namespace Samples;

/// <summary>The hourly mean of each device of a CSV file, as records.</summary>
public static class HourlyMeans
{
    public static IEnumerable<Hour> Of(string path) =>
        Telemetry.ReadCsv(path)
            .Window(Tumbling.Every(TimeSpan.FromHours(1)))
            .GroupBy("device_id")
            .Aggregate(Avg("power_w"))
            .ToRecords<Hour>();

    public sealed record Hour(DateTimeOffset WindowStart, string DeviceId, double? AvgPowerW);
}
