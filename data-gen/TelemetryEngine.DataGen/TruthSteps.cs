using System.Globalization;
using System.Numerics;

namespace TelemetryEngine.DataGen;

// What the steps from reading to reading of a device give a window: a register's steps count where they end, and the area under the
// straight lines between powers is cut at the borders of windows.
internal sealed class TruthSteps
{
    // The columns of Text.
    public const string Header = "increase_energy_wh,delta_energy_wh,num_resets_energy_wh,integral_power_w";

    private const long MicrosPerHour = 3_600_000_000;

    private readonly TruthFraction _doubledArea = new();
    private bool _hasRegister;
    private bool _hasStep;
    private bool _hasArea;
    private long _increase;
    private long _delta;
    private long _resets;

    // Adds a register's reading.
    // before: The reading before it, in this window or another; null for a device's first.
    public void AddRegister(long? before, long now)
    {
        _hasRegister = true;
        if (before is { } earlier)
        {
            bool isReset = now < earlier;
            _hasStep = true;
            _resets += isReset ? 1 : 0;
            _increase = checked(_increase + (isReset ? now : now - earlier));
            _delta = checked(_delta + (now - earlier));
        }
    }

    // Adds a part of the area under the line between two readings of power, at times in microseconds.
    // now: The reading, later than before.
    public void AddArea((long Time, int Power) before, (long Time, int Power) now, long from, long to)
    {
        _hasArea = true;
        long length = now.Time - before.Time;
        if (from == before.Time && to == now.Time)
        {
            _doubledArea.Add((Int128)length * (before.Power + now.Power));
            return;
        }

        // twice the power in the middle of the part, times the length of the whole step
        BigInteger height = ((BigInteger)2 * before.Power * length)
            + ((BigInteger)(now.Power - before.Power) * ((from - before.Time) + (to - before.Time)));
        _doubledArea.Add(height * (to - from), length);
    }

    // The columns, each empty where there is no result.
    // partsPerWattHour: The parts that registers count.
    // partsPerWatt: The parts that powers count.
    public string Text(int partsPerWattHour, int partsPerWatt)
    {
        string increase = _hasStep ? Number((double)_increase / partsPerWattHour) : "";
        string delta = _hasStep ? Number((double)_delta / partsPerWattHour) : "";
        string resets = _hasRegister ? _resets.ToString(CultureInfo.InvariantCulture) : "";
        string area = _hasArea ? Number(_doubledArea.DividedBy(2 * partsPerWatt * MicrosPerHour)) : "";
        return $"{increase},{delta},{resets},{area}";
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
