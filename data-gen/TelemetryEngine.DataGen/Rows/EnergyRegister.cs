namespace TelemetryEngine.DataGen.Rows;

// The registers of energy of all devices: what a device's load curve has delivered until a time, without the noise of single readings of
// power. A function of device and time alone, so that readings in any order, repeated or late, belong to one register. Integers only; parts
// are a power of two of the unit, so that every value is exact as a decimal and as a double.
internal sealed class EnergyRegister
{
    // Registers count in 1/8 Wh.
    public const int PartsPerWattHour = 8;

    // At the start of the day of the first reading a register stands below this, 50 MWh.
    public const int MaxFirstParts = 50_000_000 * PartsPerWattHour;

    private const long MicrosPerMinute = 60_000_000;
    private const long MicrosPerDay = LoadCurve.MinutesPerDay * MicrosPerMinute;

    // 1024 times the base is a curve's 1; a hundredth of a watt for a minute is 1/6,000 Wh.
    private const long CurveMinutesPerPart = 1024 * 6_000 / PartsPerWattHour;

    private readonly long _originMicros;
    private readonly long _resetMicros;
    private readonly int _deviceCount;
    private readonly CounterRandom _devices;
    private readonly CounterRandom _first;
    private readonly CounterRandom _resets;
    private readonly RowRate _nulls;
    private readonly long[] _minutes = SumMinutes();

    public EnergyRegister(GeneratorOptions options)
    {
        long earliest = (options.Start.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
            - (options.Disorder > 0 ? options.Step.Ticks / TimeSpan.TicksPerMicrosecond * GeneratorOptions.MaxDisorderSteps : 0);
        _originMicros = earliest - (((earliest % MicrosPerDay) + MicrosPerDay) % MicrosPerDay);
        _resetMicros = (options.Resets?.Ticks ?? 0) / TimeSpan.TicksPerMicrosecond;
        _deviceCount = options.Devices ?? MeterRows.DefaultDevices;
        _devices = new CounterRandom(options.Seed, RandomPurpose.Device);
        _first = new CounterRandom(options.Seed, RandomPurpose.RegisterStart);
        _resets = new CounterRandom(options.Seed, RandomPurpose.Reset);
        _nulls = new RowRate(options.Seed, RandomPurpose.EnergyNull, options.Nulls);
    }

    // What the register shows in a reading, in parts; false when it is null there.
    public bool TryRead(in MeterReading reading, out long parts)
    {
        parts = 0;
        if (reading.Defect == Defect.BadTime || _nulls.Hits(CounterOf(reading.Device, reading.TimeMicros)))
        {
            return false;
        }

        DeviceLoad load = new(_devices.At(reading.Device));
        long since = reading.TimeMicros - _originMicros;
        long delivered = Delivered(load, since);
        parts = LastReset(reading.Device, since) is { } reset
            ? delivered - Delivered(load, reset)
            : delivered + _first.Below(MaxFirstParts, reading.Device);
        return true;
    }

    private long CounterOf(int device, long number) => unchecked((number * _deviceCount) + device);

    // Each period has one reset at a time of its own, so the last is in this period or in the one before.
    private long? LastReset(int device, long since)
    {
        if (_resetMicros == 0)
        {
            return null;
        }

        long period = since / _resetMicros;
        long reset = ResetIn(device, period);
        return reset <= since ? reset : period > 0 ? ResetIn(device, period - 1) : null;
    }

    private long ResetIn(int device, long period) =>
        (period * _resetMicros) + (long)Math.BigMul(_resets.At(CounterOf(device, period)), (ulong)_resetMicros, out _);

    // The power of readings is the curve's times 768 to 1279 of 1024, so 2047/2048 on average. At most 420,000 × 1,220,000 in a
    // day, and in 10,000 years 1.9 × 10¹⁸: below 2⁶³. What is left of a part and the last minute are put together in microseconds.
    private long Delivered(DeviceLoad load, long since)
    {
        long average = load.BaseCentiwatts * 2047 >> 11;
        (long days, long ofDay) = Math.DivRem(since, MicrosPerDay);
        (long minute, long micros) = Math.DivRem(ofDay, MicrosPerMinute);
        int at = (int)minute + load.PhaseMinutes;
        long curve = (days * _minutes[LoadCurve.MinutesPerDay]) + _minutes[at] - _minutes[load.PhaseMinutes];
        (long parts, long rest) = Math.DivRem(average * curve, CurveMinutesPerPart);
        return parts + (((rest * MicrosPerMinute) + (average * LoadCurve.ByMinute[at] * micros)) / (CurveMinutesPerPart * MicrosPerMinute));
    }

    private static long[] SumMinutes()
    {
        long[] sums = new long[LoadCurve.ByMinute.Length + 1];
        for (int minute = 0; minute < LoadCurve.ByMinute.Length; minute++)
        {
            sums[minute + 1] = sums[minute] + LoadCurve.ByMinute[minute];
        }

        return sums;
    }
}
