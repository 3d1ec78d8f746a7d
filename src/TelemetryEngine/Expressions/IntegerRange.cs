using System.Numerics;
using TelemetryEngine.Kernels.Compare;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Expressions;

// Where a literal lies among a column's int64 values. It makes every comparison of an integer, a decimal or a time with a literal one range
// test on the integers as they are stored: exact, and with no conversion per row.
// First: The smallest integer whose value is not below the literal.
// End: The smallest integer whose value is above it; equal to First when none equals the literal.
internal readonly record struct IntegerRange(Int128 First, Int128 End)
{
    // Above every int64.
    private static readonly Int128 Beyond = (Int128)long.MaxValue + 1;

    // Among integers.
    public static IntegerRange Of(long literal) => new(literal, (Int128)literal + 1);

    // Among multiples of a step, such as the unit of a timestamp: all in the literal's unit.
    public static IntegerRange Of(Int128 literal, long step)
    {
        Int128 floor = FloorDivide(literal, step);
        return new IntegerRange(floor * step == literal ? floor : floor + 1, floor + 1);
    }

    // Among mantissas of a scale; the literal is finite.
    public static IntegerRange OfDecimal(ExactDecimal literal, int scale)
    {
        ExactDecimal moved = literal with { Scale = literal.Scale - scale };
        return new IntegerRange(Clamped(moved.Rounded(0, MidpointRounding.ToPositiveInfinity)),
            Clamped(moved.Rounded(0, MidpointRounding.ToNegativeInfinity)) + 1);
    }

    public static Int128 FloorDivide(Int128 a, long b)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(a, b);
        return rest < 0 ? quotient - 1 : quotient;
    }

    // The integers for which the comparison with the literal is true, both ends included; for <> those for which = is true.
    public (long First, long Last) Where(Comparison comparison)
    {
        (Int128 first, Int128 last) = comparison switch
        {
            Comparison.Less => (long.MinValue, First - 1),
            Comparison.LessOrEqual => (long.MinValue, End - 1),
            Comparison.Greater => (End, long.MaxValue),
            Comparison.GreaterOrEqual => (First, long.MaxValue),
            _ => (First, End - 1),
        };
        first = Int128.Max(first, long.MinValue);
        last = Int128.Min(last, long.MaxValue);
        return first <= last ? ((long)first, (long)last) : (1, 0);
    }

    // below and above all int64 there is nothing to tell apart
    private static Int128 Clamped(ExactDecimal whole)
    {
        if (whole.Scale < -DecimalText.MaxScale * 2 && !whole.Mantissa.IsZero)
        {
            return whole.Mantissa.Sign * Beyond * 2;
        }

        return (Int128)BigInteger.Clamp(whole.Mantissa * BigInteger.Pow(10, Math.Max(-whole.Scale, 0)), -(BigInteger)Beyond * 2,
            (BigInteger)Beyond * 2);
    }
}
