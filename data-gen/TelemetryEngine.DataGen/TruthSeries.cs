using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen;

// The readings of each device, kept until all are there: steps go from one to the next by time, and where times are equal by position in
// the output. A power or register that is null is no reading of its own.
internal sealed class TruthSeries
{
    private readonly Dictionary<int, List<Reading>> _devices = [];

    // Adds a reading; they come in the order of the output.
    public void Add(in MeterReading reading, long? register)
    {
        if (!_devices.TryGetValue(reading.Device, out List<Reading>? readings))
        {
            readings = [];
            _devices.Add(reading.Device, readings);
        }

        readings.Add(new Reading(reading.TimeMicros, reading.HasPower ? reading.PowerCentiwatts : null, register));
    }

    // Takes every step of every device, and adds the windows that only a step crosses.
    public void Fold(TruthWindows? windows, Dictionary<(long Window, int Device), TruthGroup> groups, CancellationToken cancellation)
    {
        foreach ((int device, List<Reading> readings) in _devices)
        {
            cancellation.ThrowIfCancellationRequested();
            TruthSteps StepsOf(long window) => TruthGroup.Of(groups, (window, device)).Steps;
            long? register = null;
            (long Time, int Power)? before = null;
            foreach (Reading reading in readings.OrderBy(reading => reading.Time))
            {
                if (reading.Register is { } now)
                {
                    StepsOf(windows?.StartOf(reading.Time) ?? 0).AddRegister(register, now);
                    register = now;
                }

                if (reading.Power is { } power)
                {
                    (long Time, int Power) end = (reading.Time, power);
                    if (before is { } start)
                    {
                        Cut(start, end, windows, StepsOf);
                    }

                    before = end;
                }
            }
        }
    }

    private static void Cut(
        (long Time, int Power) before, (long Time, int Power) now, TruthWindows? windows, Func<long, TruthSteps> stepsOf)
    {
        for (long from = before.Time; from < now.Time;)
        {
            long window = windows?.StartOf(from) ?? 0;
            long to = Math.Min(windows?.EndOf(window) ?? now.Time, now.Time);
            stepsOf(window).AddArea(before, now, from, to);
            from = to;
        }
    }

    private readonly record struct Reading(long Time, int? Power, long? Register);
}
