using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Execution.Flows;

// The exact sum of some rows, from which rows can be taken away again: nothing that was there once shows in it.
internal sealed class MovingSum(HeldNumbers numbers)
{
    private readonly bool _isBinary = numbers.Type.Layout == VectorLayout.Double;
    private readonly int _scale = numbers.Type.Layout == VectorLayout.Scaled ? numbers.Type.Scale : 0;
    private Int128 _narrow;
    private WideBinarySum? _wide;
    private ExactNumber _decimals;
    private long _wideRows;
    private long _nans;
    private long _positives;
    private long _negatives;

    // How many rows have a value.
    public long Count { get; private set; }

    // The sum of integers.
    public Int128 Narrow => _narrow;

    // The sum of integers; null where an int64 does not hold it.
    public long? Integer => _narrow >= long.MinValue && _narrow <= long.MaxValue ? (long)_narrow : null;

    // Begins with no rows.
    public void Clear()
    {
        _narrow = 0;
        _wide = null;
        _decimals = default;
        (Count, _wideRows, _nans, _positives, _negatives) = (0, 0, 0, 0, 0);
    }

    public void Add(int place) => Change(place, 1);

    // Takes away a row that was added.
    public void Remove(int place) => Change(place, -1);

    // The sum divided by a number, rounded once; by 1 the sum.
    public double Round(long divisor)
    {
        if ((_nans | _positives | _negatives) != 0)
        {
            return _nans > 0 || (_positives > 0 && _negatives > 0) ? double.NaN
                : _positives > 0 ? double.PositiveInfinity : double.NegativeInfinity;
        }

        if (_wideRows == 0)
        {
            return _isBinary ? BinaryFixedPoint.Round(_narrow, divisor) : DecimalSum.Round(_narrow, _scale, divisor);
        }

        ExactNumber sum = _isBinary
            ? new ExactNumber(_narrow, -BinaryFixedPoint.FractionBits, 2) + _wide!.ToNumber()
            : new ExactNumber(_narrow, -_scale, 10) + _decimals;
        return ExactNumber.Quotient(sum, divisor);
    }

    private void Change(int place, int sign)
    {
        if (numbers.IsNull(place))
        {
            return;
        }

        Count += sign;
        if (_isBinary)
        {
            Change(numbers.DoubleAt(place), sign);
        }
        else if (numbers.WideAt(place) is not { } wide)
        {
            // 2^31 mantissas of 64 bits are far from the end of 128
            _narrow += (Int128)numbers.Int64At(place) * sign;
        }
        else if (wide.NotFinite != 0)
        {
            ChangeNotFinite(wide.NotFinite, sign);
        }
        else
        {
            ExactNumber value = new(wide.Mantissa * sign, -wide.Scale, 10);
            _decimals = _wideRows == 0 ? value : _decimals + value;
            _wideRows += sign;
        }
    }

    private void Change(double value, int sign)
    {
        if (!double.IsFinite(value))
        {
            ChangeNotFinite(value, sign);
        }
        else if (!BinaryFixedPoint.TryConvert(value, out Int128 steps))
        {
            (_wide ??= new WideBinarySum()).Add(sign * value);
            _wideRows += sign;
        }
        else if (!DecimalSum.TryAdd(ref _narrow, steps * sign))
        {
            // what is full goes to the wide one, which is asked from here on
            (_wide ??= new WideBinarySum()).Add(_narrow);
            _narrow = steps * sign;
            _wideRows += int.MaxValue;
        }
    }

    private void ChangeNotFinite(double value, int sign)
    {
        _nans += double.IsNaN(value) ? sign : 0;
        _positives += double.IsPositiveInfinity(value) ? sign : 0;
        _negatives += double.IsNegativeInfinity(value) ? sign : 0;
    }
}
