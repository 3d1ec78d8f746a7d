using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Execution.Series;

// What shows that the readings of a series are of several devices.
// Scan: The component that holds the readings.
// AtOneTime: True where readings share their time; false where registers take turns.
// First: The first of two readings that show it.
internal sealed record MixedReadings(int Scan, bool AtOneTime, long Count, long Readings, Reading First, Reading Second);

// Looks for readings of several devices in what is taken for one series. The rules are such that a meter with repeated, corrected and reset
// readings passes: several devices are those where a fifth of the readings, and two at least, stand at the time of the reading before with
// another value; or where a fifth of the steps of a register go down, and three at least, and it shows two registers that take turns (the
// readings before the drops never fall from one to the next, nor do those behind, and they rise), or more of them that report in a fixed
// order (nineteen of twenty readings are not below the one so many places before, half are above, and they are five times as near to it as
// to the one before).
internal sealed class MixedDetector(ReadingNumbers numbers)
{
    private const int Share = 5;
    private const int LeastRepeats = 2;
    private const int LeastDrops = 3;

    // Drops that are wanted where a register falls to the same value each time, as one that begins again at 0 does.
    private const int LeastDropsToOne = 6;

    // Devices that may take turns.
    private const int MostTurns = 16;

    private readonly Reading[] _recent = new Reading[MostTurns];
    private readonly long[] _compared = new long[MostTurns + 1];
    private readonly long[] _risen = new long[MostTurns + 1];
    private readonly long[] _fallen = new long[MostTurns + 1];
    private readonly double[] _way = new double[MostTurns + 1];
    private bool _isRegister;
    private long _readings;
    private long _repeats;
    private (Reading First, Reading Second) _repeat;
    private long _drops;
    private (Reading First, Reading Second) _drop;
    private Reading _peak;
    private Reading _low;
    private bool _peaksRise;
    private bool _lowsRise;
    private bool _falls;

    // Begins a series.
    // isRegister: True where its readings are those of a register, which only rises unless it begins again.
    public void Begin(bool isRegister)
    {
        (_isRegister, _readings, _repeats, _drops) = (isRegister, 0, 0, 0);
        (_peaksRise, _lowsRise, _falls) = (false, false, false);
        _compared.AsSpan().Clear();
        _risen.AsSpan().Clear();
        _fallen.AsSpan().Clear();
        _way.AsSpan().Clear();
    }

    // Looks at readings, in their order.
    public void Look(ReadOnlySpan<Reading> readings)
    {
        foreach (ref readonly Reading reading in readings)
        {
            if (_readings > 0)
            {
                ref readonly Reading before = ref _recent[(_readings - 1) % MostTurns];
                int order = numbers.Order(reading, before);
                if (reading.Time == before.Time && order is -1 or 1)
                {
                    _repeat = _repeats++ == 0 ? (before, reading) : _repeat;
                }

                if (_isRegister)
                {
                    LookAtRegister(before, reading, order);
                }
            }

            _recent[_readings++ % MostTurns] = reading;
        }
    }

    // What the series is; null where nothing speaks against one device.
    public MixedReadings? End(int scan)
    {
        // a register that never falls is one, however coarse its times are
        if (_repeats >= LeastRepeats && _repeats * Share >= _readings && (!_isRegister || _drops > 0))
        {
            return new MixedReadings(scan, AtOneTime: true, _repeats, _readings, _repeat.First, _repeat.Second);
        }

        bool isMixed = _drops >= LeastDrops && HasManyDrops && (AreTwo || TakeTurns);
        return isMixed ? new MixedReadings(scan, AtOneTime: false, _drops, _readings, _drop.First, _drop.Second) : null;
    }

    private bool HasManyDrops => _drops * Share >= _readings - 1;

    private bool AreTwo => !_falls && (_lowsRise || (_peaksRise && _drops >= LeastDropsToOne));

    // registers stand still at times, so that half of the readings rise is enough
    private bool TakeTurns
    {
        get
        {
            for (int turns = 3; turns <= MostTurns; turns++)
            {
                if (_compared[turns] >= 2 * turns && _fallen[turns] * 20 <= _compared[turns] && _risen[turns] * 2 >= _compared[turns]
                    && _way[turns] / _compared[turns] * Share <= _way[1] / _compared[1])
                {
                    return true;
                }
            }

            return false;
        }
    }

    private void LookAtRegister(in Reading before, in Reading reading, int order)
    {
        if (order < 0)
        {
            if (_drops++ == 0)
            {
                _drop = (before, reading);
            }
            else
            {
                int peaks = numbers.Order(before, _peak);
                int lows = numbers.Order(reading, _low);
                _falls |= peaks is not (0 or 1) || lows is not (0 or 1);
                _peaksRise |= peaks == 1;
                _lowsRise |= lows == 1;
            }

            (_peak, _low) = (before, reading);
        }

        // a register that hardly ever drops is compared with the reading before alone
        if (_drops * Share * 2 < _readings)
        {
            return;
        }

        _compared[1]++;
        _way[1] += Way(reading, before);
        for (int turns = 3; turns <= MostTurns && turns <= _readings; turns++)
        {
            ref readonly Reading earlier = ref _recent[(_readings - turns) % MostTurns];
            int rise = numbers.Order(reading, earlier);
            _way[turns] += Way(reading, earlier);
            _compared[turns]++;
            _risen[turns] += rise == 1 ? 1 : 0;
            _fallen[turns] += rise is 0 or 1 ? 0 : 1;
        }
    }

    private double Way(in Reading from, in Reading to) => Math.Abs(numbers.ToDouble(from) - numbers.ToDouble(to));
}
