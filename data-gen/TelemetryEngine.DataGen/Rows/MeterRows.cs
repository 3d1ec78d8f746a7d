using System.Diagnostics;

namespace TelemetryEngine.DataGen.Rows;

// The row function of Profile.Meters: the reading at a position of the output. Integers only.
internal sealed class MeterRows
{
    public const int DefaultDevices = 1000;
    public const int MinPowerCentiwatts = 50_00;
    public const int MaxPowerCentiwatts = 9999_99;
    public const int MinVoltageDecivolts = 2200;
    public const int MaxVoltageDecivolts = 2400;

    private const long MicrosPerMinute = 60_000_000;
    private const long MicrosPerDay = LoadCurve.MinutesPerDay * MicrosPerMinute;

    private readonly long _startMicros;
    private readonly long _stepMicros;
    private readonly bool _drawsDevice;
    private readonly RowPermutation? _permutation;
    private readonly RowFaults _faults;
    private readonly CounterRandom _rowDevice;
    private readonly CounterRandom _devices;
    private readonly CounterRandom _noise;

    public MeterRows(GeneratorOptions options)
    {
        RowOrder order = options.Order ?? RowOrder.Device;
        DeviceCount = options.Devices ?? DefaultDevices;
        _startMicros = (options.Start.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        _stepMicros = options.Step.Ticks / TimeSpan.TicksPerMicrosecond;
        _drawsDevice = order == RowOrder.Random;
        _permutation = order == RowOrder.Shuffled && options.Rows > 0 ? new RowPermutation(options.Rows, options.Seed) : null;
        _faults = new RowFaults(options);
        _rowDevice = new CounterRandom(options.Seed, RandomPurpose.RowDevice);
        _devices = new CounterRandom(options.Seed, RandomPurpose.Device);
        _noise = new CounterRandom(options.Seed, RandomPurpose.Noise);
    }

    public int DeviceCount { get; }

    // The reading at a position of the output; false when the device is silent there, and the position has no row.
    public bool TryRead(long position, out MeterReading reading)
    {
        long row = _faults.SourceOf(_permutation is null ? position : _permutation.Map(position));
        (ulong step, ulong turn) = Math.DivRem((ulong)row, (ulong)DeviceCount);
        int device = _drawsDevice ? _rowDevice.Below(DeviceCount, row) : (int)turn;
        if (_faults.IsInGap(device, DeviceCount, (long)step))
        {
            reading = default;
            return false;
        }

        long time = _startMicros + (((long)step - _faults.StepsBack(row)) * _stepMicros);
        ulong noise = _noise.At(row);
        int power = Power(device, time, (int)(noise & 511));
        int volts = Voltage(power, (int)(noise >> 32 & 1023), (int)(noise >> 48 & 1023));
        Defect defect = _faults.DefectOf(row);
        reading = new MeterReading(time, device, power, defect != Defect.BadTime && !_faults.IsNull(row), volts, defect);
        return true;
    }

    // At most 420,000 × 1620/1024 × 1279/1024 = 829,891 and at least 60,000 × 350/1024 × 768/1024 = 15,380: no clamp is needed.
    private int Power(int device, long timeMicros, int noise)
    {
        DeviceLoad own = new(_devices.At(device));
        long ofDay = timeMicros % MicrosPerDay;
        ofDay = ofDay < 0 ? ofDay + MicrosPerDay : ofDay;
        int load = LoadCurve.ByMinute[(int)(ofDay / MicrosPerMinute) + own.PhaseMinutes];
        long power = (own.BaseCentiwatts * load >> 10) * (768 + noise) >> 10;
        Debug.Assert(power is >= MinPowerCentiwatts and <= MaxPowerCentiwatts);
        return (int)power;
    }

    // Two draws make a triangle around 230 V; a heavy load pulls the voltage down by up to 1.6 V.
    private static int Voltage(int power, int first, int second)
    {
        int volts = 2300 + ((first + second - 1023) / 20) - (power / 50_000);
        Debug.Assert(volts is >= MinVoltageDecivolts and <= MaxVoltageDecivolts);
        return volts;
    }
}
