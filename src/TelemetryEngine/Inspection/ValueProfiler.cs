using System.Globalization;
using Apache.Arrow;

namespace TelemetryEngine.Inspection;

// A column of numbers or booleans. NaN is neither the smallest nor the largest unless there is nothing else.
internal sealed class ValueProfiler<T>(Func<IArrowArray, int, T> read) : ColumnProfiler
    where T : struct, IComparable<T>, IEquatable<T>
{
    private const int FewestSentinels = 3;

    // The two smallest and the two largest different values, and how often the outer ones stand.
    private T? _min;
    private T? _max;
    private T? _secondMin;
    private T? _secondMax;
    private long _mins;
    private long _maxs;
    private bool _hasNaN;

    public override string? Min => _min is { } min ? Text(min) : NaNOrNothing;

    public override string? Max => _max is { } max ? Text(max) : NaNOrNothing;

    public override Sentinel? Sentinel
    {
        get
        {
            if (_min is not { } min || _max is not { } max || _secondMin is not { } secondMin || _secondMax is not { } secondMax
                || min is bool)
            {
                return null;
            }

            (double least, double second, double secondLast, double most) = (Number(min), Number(secondMin), Number(secondMax),
                Number(max));
            if (least < 0 && _mins >= FewestSentinels && IsFar(second - least, most - second) && IsUsual(least))
            {
                return new Sentinel(Text(min), _mins, Text(secondMin), Text(max));
            }

            return _maxs >= FewestSentinels && IsFar(most - secondLast, secondLast - least) && IsUsual(most)
                ? new Sentinel(Text(max), _maxs, Text(min), Text(secondMax))
                : null;
        }
    }

    private string? NaNOrNothing => _hasNaN ? "NaN" : null;

    protected override void Add(IArrowArray array, int row)
    {
        T value = read(array, row);
        if (value is double.NaN)
        {
            _hasNaN = true;
            return;
        }

        int low = _min is { } min ? value.CompareTo(min) : -1;
        if (low < 0)
        {
            (_secondMin, _min, _mins) = (_min, value, 1);
        }
        else if (low == 0)
        {
            _mins++;
        }
        else if (_secondMin is not { } second || value.CompareTo(second) < 0)
        {
            _secondMin = value;
        }

        int high = _max is { } max ? value.CompareTo(max) : 1;
        if (high > 0)
        {
            (_secondMax, _max, _maxs) = (_max, value, 1);
        }
        else if (high == 0)
        {
            _maxs++;
        }
        else if (_secondMax is not { } second || value.CompareTo(second) > 0)
        {
            _secondMax = value;
        }
    }

    protected override string Text(IArrowArray array, int row) => Text(read(array, row));

    // further from all others than these are from each other
    private static bool IsFar(double distance, double rangeOfOthers) => distance > rangeOfOthers;

    // people take numbers of one digit, repeated, or round ones: -9999 -999 -99 -200 9999 99999; and what a word of some bits has at its
    // end
    private static bool IsUsual(double value)
    {
        double size = Math.Abs(value);
        string digits = size.ToString("R", CultureInfo.InvariantCulture);
        bool isNines = size >= 99 && digits.Replace(".", "", StringComparison.Ordinal).All(static digit => digit == '9');
        return isNines || (size >= 100 && size % 100 == 0) || size is 32767 or 32768 or 65535 or 2147483647 or 2147483648;
    }

    private static double Number(T value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string Text(T value) => value switch
    {
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
