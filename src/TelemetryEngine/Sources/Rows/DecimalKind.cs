using Apache.Arrow.Types;

namespace TelemetryEngine.Sources.Rows;

// Decimals, exactly: all at the most fraction digits that a value has which was looked at.
internal sealed class DecimalKind : StoredKind<decimal, Int128>
{
    private const int Precision = 38;
    private const int MostFractionDigits = 28;

    private static readonly Int128[] PowersOfTen =
        [.. Enumerable.Range(0, Precision + 1)
            .Select(static n => Enumerable.Repeat((Int128)10, n).Aggregate(Int128.One, static (product, ten) => product * ten))];

    private int _scale;

    public override IArrowType Type => new Decimal128Type(Precision, _scale);

    public override bool IsOpen => _scale < MostFractionDigits;

    public override void Look(ReadOnlySpan<decimal> values, CellNulls nulls)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (!nulls.IsNull(row))
            {
                _scale = Math.Max(_scale, values[row].Scale);
            }
        }
    }

    protected override Int128 Store(decimal value, CellPlace place, int row)
    {
        int missing = _scale - value.Scale;
        if (missing < 0)
        {
            throw place.Refused(row,
                string.Create(null,
                    $"{value} has {value.Scale} fraction digits, and the values that were looked at before have {_scale} at the most; {place.Unseen}"));
        }

        Int128 mantissa = Mantissa(value);
        return Int128.Abs(mantissa) < PowersOfTen[Precision - missing]
            ? mantissa * PowersOfTen[missing]
            : throw place.Refused(row,
                string.Create(null,
                    $"{value} does not fit {Precision} digits, of which {_scale} are fraction digits because another value has as many; round the values, or make doubles of them"));
    }

    private static Int128 Mantissa(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        Int128 mantissa = new((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        return parts[3] < 0 ? -mantissa : mantissa;
    }
}
