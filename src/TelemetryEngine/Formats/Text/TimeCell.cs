using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Text;

// A column of instants as ISO-8601 text: in UTC with Z, in another zone with the offset that its clocks have at that instant (with Z again
// in years before 1 and after 9999, for which no zone is known).
internal sealed class TimeCell : Cell.Of<TimestampArray>
{
    private readonly int _unitDigits;
    private readonly bool _isFewest;
    private readonly int _digits;
    private readonly long _perSecond;
    private readonly long _hidden;
    private readonly UtcOffsets? _zone;

    // The last value's text: in results every group of a window has the same.
    private readonly byte[] _lastText = new byte[TimestampWriter.MaxLength];
    private int _lastLength;
    private long _last;

    // Prepares for a column.
    // fractionDigits: 0, 3, 6 or 9; null: for each value the fewest that show it whole. A value that needs more than this has those of the
    // unit: nothing is ever cut off.
    // throws PlanException: There is no such zone.
    public TimeCell(TimestampType type, int? fractionDigits)
    {
        _unitDigits = (int)type.Unit * 3;
        _isFewest = fractionDigits is null;
        _digits = Math.Min(fractionDigits ?? 0, _unitDigits);
        _perSecond = PowerOfTen(_unitDigits);
        _hidden = PowerOfTen(_unitDigits - _digits);
        _zone = UtcOffsets.IsUtc(type.Timezone) ? null : new UtcOffsets(type.Timezone!);
    }

    public override bool IsTime => true;

    // The fewest of 0, 3, 6, 9 fraction digits that show every value whole.
    public static int FewestDigits(TimestampArray array)
    {
        long perSecond = PowerOfTen((int)((TimestampType)array.Data.DataType).Unit * 3);
        if (array.NullCount == 0)
        {
            return TimestampWriter.FractionDigitsNeeded(array.Values, perSecond);
        }

        int digits = 0;
        for (int row = 0; row < array.Length; row++)
        {
            if (array.IsValid(row))
            {
                digits = Math.Max(digits, TimestampWriter.FractionDigitsNeeded(array.Values.Slice(row, 1), perSecond));
            }
        }

        return digits;
    }

    public override int Format(int row, Span<byte> target) => Format(Array.Values[row], target);

    protected override void FormatAll(int firstRow, int rows, CellBlock into)
    {
        foreach (long value in Array.Values.Slice(firstRow, rows))
        {
            into.Add(Format(value, into.Room));
        }
    }

    private int Format(long value, Span<byte> target)
    {
        if (value != _last || _lastLength == 0)
        {
            int digits =
                _hidden == 1 || value % _hidden == 0
                    ? _digits
                    : _isFewest ? TimestampWriter.FractionDigitsNeeded(new ReadOnlySpan<long>(in value), _perSecond) : _unitDigits;
            _lastLength = TimestampWriter.Write(value, _perSecond, digits, Offset(value), _lastText);
            _last = value;
        }

        _lastText.AsSpan(0, _lastLength).CopyTo(target);
        return _lastLength;
    }

    private static long PowerOfTen(int exponent) => exponent switch { 0 => 1, 3 => 1_000, 6 => 1_000_000, _ => 1_000_000_000 };

    private int? Offset(long value)
    {
        if (_zone is null)
        {
            return null;
        }

        long second = value / _perSecond;
        second -= value % _perSecond < 0 ? 1 : 0;
        return UtcOffsets.Knows(second) ? _zone.Seconds(second) : null;
    }
}
