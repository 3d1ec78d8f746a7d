using System.Numerics;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Expressions;

// An int64 that an int32 holds.
internal readonly struct ToInt32 : ICheckedOperation<long, long>
{
    public static bool TryApply(long value, out long result)
    {
        result = value;
        return value is >= int.MinValue and <= int.MaxValue;
    }
}

// The float32 nearest to a double, ties to even; NaN and ∞ stay, and what is beyond the greatest has none.
internal readonly struct ToFloat32 : ICheckedOperation<double, double>
{
    public static bool TryApply(double value, out double result)
    {
        result = (float)value;
        return double.IsFinite(result) || !double.IsFinite(value);
    }
}

// Decimals as the nearest integers, halves to even.
internal sealed class DecimalToInt64Node(BoundNode operand, string message) : ComputedNode(ResultTypes.Int64, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        long divisor = PowersOfTen.Int64[from.Type.Scale];
        ReadOnlySpan<long> mantissas = from.Int64s[..scope.Rows];
        Span<long> results = Result.Int64s[..scope.Rows];
        for (int row = 0; row < results.Length; row++)
        {
            (long quotient, long rest) = Math.DivRem(mantissas[row], divisor);
            long twice = Math.Abs(rest) * 2;
            results[row] = twice > divisor || (twice == divisor && (quotient & 1) != 0) ? quotient + Math.Sign(rest) : quotient;
        }

        foreach (WideValue wide in from.Wide)
        {
            BigInteger? whole = wide.NotFinite != 0 ? null : Nearest(wide.Mantissa, wide.Scale);
            bool fits = whole is { } value && value >= long.MinValue && value <= long.MaxValue;
            results[wide.Row] = fits ? (long)whole!.Value : 0;
            if (!fits && !from.IsNull(wide.Row))
            {
                scope.Errors.Add(wide.Row, message);
            }
        }

        Nulls.Copy(from, Result, scope.Rows);
    }

    private static BigInteger Nearest(BigInteger mantissa, int scale)
    {
        if (scale <= 0)
        {
            return mantissa * BigInteger.Pow(10, -scale);
        }

        BigInteger divisor = BigInteger.Pow(10, scale);
        BigInteger quotient = BigInteger.DivRem(mantissa, divisor, out BigInteger rest);
        int order = (BigInteger.Abs(rest) * 2).CompareTo(divisor);
        return order > 0 || (order == 0 && !quotient.IsEven) ? quotient + rest.Sign : quotient;
    }
}

// Numbers, or texts of such, as decimals with so many digits in all and behind the point; halves go away from zero. A double counts as the
// shortest decimal that is read as it.
internal sealed class DecimalCastNode : DecimalNode
{
    private static readonly Int128[] Powers = PowersUpTo(38);

    private readonly Int128 _end;
    private readonly string _message;
    private readonly Texts _texts;

    public DecimalCastNode(int digits, int behind, BoundNode operand, string message)
        : base(behind, message, operand)
    {
        _end = Powers[digits];
        _message = message;
        _texts = new Texts(this);
    }

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        switch (from.Layout)
        {
            case VectorLayout.Codes:
                ReadOnlySpan<Int128?> answers = _texts.For(from.Dictionary!);
                for (int row = 0; row < scope.Rows; row++)
                {
                    Store(scope, from, row, answers[from.Codes[row]]);
                }

                break;
            case VectorLayout.Double:
                for (int row = 0; row < scope.Rows; row++)
                {
                    Store(scope, from, row, Of(from.Doubles[row]));
                }

                break;
            default:
                int scale = from.Layout == VectorLayout.Scaled ? from.Type.Scale : 0;
                DecimalRows rows = new(from);
                for (int row = 0; row < scope.Rows; row++)
                {
                    Store(scope, from, row, rows.IsWide(row) ? Of(rows.At(row)) : Moved(rows.Narrow(row), Digits - scale));
                }

                break;
        }

        Nulls.Copy(from, Result, scope.Rows);
    }

    private static Int128[] PowersUpTo(int most)
    {
        Int128[] powers = new Int128[most + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }

    private void Store(EvaluationScope scope, ColumnVector from, int row, Int128? mantissa)
    {
        Result.Int64s[row] = 0;
        if (from.IsNull(row))
        {
            return;
        }

        if (mantissa is not { } value || value >= _end || value <= -_end)
        {
            scope.Errors.Add(row, _message);
        }
        else if (value < DecimalText.MantissaLimit && value > -DecimalText.MantissaLimit)
        {
            Result.Int64s[row] = (long)value;
        }
        else
        {
            Result.Wide.Add(new WideValue(row, value, Digits));
        }
    }

    private Int128? Of(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value == 0 ? 0 : null;
        }

        Int128 digits = ShortestDecimal.Of(BitConverter.DoubleToUInt64Bits(Math.Abs(value)), out int exponent);
        return Moved(value < 0 ? -digits : digits, exponent + Digits);
    }

    private Int128? Of(ExactDecimal value)
    {
        if (!value.IsFinite)
        {
            return null;
        }

        ExactDecimal rounded = value.Rounded(Digits, MidpointRounding.AwayFromZero).Stripped();
        return BigInteger.Abs(rounded.Mantissa) < (BigInteger)_end ? Moved((Int128)rounded.Mantissa, Digits - rounded.Scale) : null;
    }

    // A number times a power of ten, rounded; null where that is beyond all decimals.
    private static Int128? Moved(Int128 digits, int power)
    {
        if (digits == 0 || power < -38)
        {
            return 0;
        }

        if (power >= 0)
        {
            return power <= 38 && Int128.Abs(digits) <= Int128.MaxValue / Powers[power] ? digits * Powers[power] : null;
        }

        (Int128 quotient, Int128 rest) = Int128.DivRem(digits, Powers[-power]);
        return Int128.Abs(rest) >= Powers[-power] - Int128.Abs(rest) ? quotient + Int128.Sign(digits) : quotient;
    }

    private sealed class Texts(DecimalCastNode node) : AnswersByCode<Int128?>
    {
        protected override Int128? Ask(ReadOnlySpan<byte> text) =>
            DecimalText.ParseWide(text, (byte)'.', out BigInteger mantissa, out int scale, out _) == NumberStatus.Wide
                ? node.Of(new ExactDecimal(mantissa, scale))
                : null;
    }
}

// True where one condition is, false where the other is, and else an error.
internal sealed class OneOfTwoNode(BoundNode isTrue, BoundNode isFalse, string message) : ComputedNode(ResultTypes.Bool, isTrue, isFalse)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector yes = Operands[0].Evaluate(scope);
        ColumnVector no = Operands[1].Evaluate(scope);
        Result.Reset(scope.Rows);
        CopyNode.Copy(yes, Result);
        for (int row = 0; row < scope.Rows; row++)
        {
            if (!Nulls.IsSet(yes.Bits, row) && !Nulls.IsSet(no.Bits, row) && !yes.IsNull(row))
            {
                scope.Errors.Add(row, message);
            }
        }

        Nulls.Copy(yes, Result, scope.Rows);
    }
}
