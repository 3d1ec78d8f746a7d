using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Csv;

// Where the digits of a column's numbers go: 16 lanes, the last of them for 10^−scale, so that all texts of the column line up at the
// decimal point and the lanes read as one number are the mantissa.
internal sealed class NumberLayout
{
    // The longest text, sign aside, that has a place in the lanes. One byte more, its end, fits the same vector.
    internal const int MaxLength = LongNumbers.MaxLength;

    // The largest scale that leaves a lane for an integer digit.
    internal const int MaxScale = 15;

    internal const int Lanes = LongNumbers.Lanes;

    // Texts differ by their length and the place of the separator, the length where there is none: 16 × 16 kinds.
    internal const int Kinds = LongNumbers.Kinds;

    // A byte above 9 and this make 128 or more.
    internal const byte AboveNine = ShortNumbers.AboveNine;

    private const byte NoDigit = 0x80;

    private readonly byte[] _lanes = new byte[Kinds * Lanes];
    private readonly byte[] _refused = new byte[Kinds];

    private NumberLayout(int field, bool isLast, byte? separator, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(field);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)scale, (uint)DecimalText.MaxScale, nameof(scale));
        Field = field;
        IsLast = isLast;
        Separator = separator ?? (byte)'.';
        IsInteger = separator is null;
        Scale = scale;
        // a loop, as the framework's Fill would be compiled at start for it alone
        for (int lane = 0; lane < _lanes.Length; lane++)
        {
            _lanes[lane] = NoDigit;
        }

        for (int length = 0; length <= MaxLength; length++)
        {
            for (int point = 0; point <= MaxLength; point++)
            {
                Place(length, point, (length * Lanes) + point);
            }
        }
    }

    // The place of the field in its record, from 0.
    public int Field { get; }

    // True when the field ends its record, so that a \r before its end is no part of it.
    public bool IsLast { get; }

    // Fraction digits of the mantissas.
    public int Scale { get; }

    // True when texts are read as Int64Text does, else as DecimalText does.
    internal bool IsInteger { get; }

    internal byte Separator { get; }

    // For each kind of text, which byte of it goes to which lane; those above 127 leave a lane 0.
    internal ReadOnlySpan<byte> LaneTable => _lanes;

    // For each kind of text, 0 when all its digits have a lane, else 1.
    internal ReadOnlySpan<byte> RefusedTable => _refused;

    // True when vectors can read the texts: the lanes have the scale's digits, and every kind has its place in the tables.
    internal bool FitsVectors => Scale <= MaxScale && _lanes.Length == Kinds * Lanes && _refused.Length == Kinds;

    // Decimal numbers at a fixed scale.
    // field: The place of the field in its record, from 0.
    // isLast: Whether it is the last one.
    // separator: The byte between integer and fraction digits; not a digit, a sign or a letter.
    // scale: Fraction digits of the mantissas, 0 to DecimalText.MaxScale.
    public static NumberLayout Decimals(int field, bool isLast, byte separator, int scale) => new(field, isLast, separator, scale);

    // Integers of 64 bits.
    // field: The place of the field in its record, from 0.
    // isLast: Whether it is the last one.
    public static NumberLayout Integers(int field, bool isLast) => new(field, isLast, null, 0);

    private void Place(int length, int point, int kind)
    {
        bool hasPoint = point < length;
        int digits = length - (hasPoint ? 1 : 0);
        int fraction = hasPoint ? length - point - 1 : 0;
        int integerLanes = Lanes - Scale;
        if (point > length || digits == 0 || fraction > Scale || digits - fraction > integerLanes || (hasPoint && IsInteger))
        {
            _refused[kind] = 1;
            return;
        }

        Span<byte> lanes = _lanes.AsSpan(kind * Lanes, Lanes);
        for (int i = 0; i < digits - fraction; i++)
        {
            lanes[integerLanes - point + i] = (byte)i;
        }

        for (int i = 0; i < fraction; i++)
        {
            lanes[integerLanes + i] = (byte)(point + 1 + i);
        }
    }
}
