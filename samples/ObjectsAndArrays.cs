namespace Samples;

/// <summary>Objects and arrays that the program holds, as input.</summary>
public static class ObjectsAndArrays
{
    public static IEnumerable<HourOfDevice> OfObjects(IEnumerable<Reading> readings) =>
        Telemetry.From(readings)
            .Window(Tumbling.Every(TimeSpan.FromHours(1)))
            .GroupBy("Device")
            .Aggregate(Avg("Power").As("mean"))
            .ToRecords<HourOfDevice>();

    public static double[] OfArrays(DateTime[] times, double[] powers) =>
        Telemetry.From(("time", times), ("power", powers))
            .Window(Tumbling.Every(TimeSpan.FromHours(1)))
            .Aggregate(Avg("power"))
            .ToTable()
            .Values<double>("avg_power");

    public sealed record Reading(DateTime Time, string Device, double? Power);

    public sealed record HourOfDevice(DateTimeOffset WindowStart, string Device, double? Mean);
}
