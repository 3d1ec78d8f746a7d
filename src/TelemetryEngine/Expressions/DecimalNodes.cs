using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Compare;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Expressions;

// + − or × of decimals.
internal interface IDecimalArithmetic : IIntegerArithmetic
{
    static abstract ExactDecimal Run(ExactDecimal a, ExactDecimal b);
}

// −, abs and the like: an operation on a decimal that leaves its scale.
internal interface IDecimalOperation
{
    static abstract long Run(long mantissa);

    static abstract ExactDecimal Run(ExactDecimal value);
}

// A node whose values are decimals, of which each is exact. What does not fit an int64 mantissa stands beside.
// digits: The fraction digits of what is computed.
// message: What is wrong with a row whose value is larger or finer than decimals may be.
internal abstract class DecimalNode(int digits, string message, params BoundNode[] operands) : ComputedNode(TypeOf(digits), operands)
{
    // The fraction digits of what is computed; a column's type has no more than 18 of them.
    protected int Digits => digits;

    // The type of decimals with so many fraction digits, of at most DecimalText.MaxScale.
    public static ColumnType TypeOf(int scale) => new(ColumnKind.Decimal, Scale: Math.Min(scale, DecimalText.MaxScale));

    // True when all mantissas are such as decimals may have.
    protected static bool AreNarrow(ReadOnlySpan<long> mantissas)
    {
        // negative when below −2^62 or from 2^62 on
        long bad = 0;
        foreach (long mantissa in mantissas)
        {
            bad |= unchecked(mantissa + DecimalText.MantissaLimit);
        }

        return bad >= 0;
    }

    // Writes a row's value; a row error where it is larger or finer than decimals may be.
    protected void Store(EvaluationScope scope, int row, ExactDecimal value)
    {
        if (value.TryNarrow(Type.Scale, out long mantissa))
        {
            Result.Int64s[row] = mantissa;
            return;
        }

        Result.Int64s[row] = 0;
        if (value.Fits)
        {
            Result.Wide.Add(new WideValue(row, value.Mantissa, value.Scale, value.NotFinite));
        }
        else
        {
            scope.Errors.Add(row, message);
        }
    }
}

// Integers and decimals as decimals of a larger scale.
internal sealed class ToDecimalNode(ColumnType type, BoundNode operand) : DecimalNode(type.Scale, "", operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        ReadOnlySpan<long> mantissas = from.Int64s[..scope.Rows];
        Span<long> results = Result.Int64s[..scope.Rows];
        long factor = PowersOfTen.Int64[Type.Scale - (from.Layout == VectorLayout.Scaled ? from.Type.Scale : 0)];

        long most = (DecimalText.MantissaLimit - 1) / factor;
        bool areNarrow = from.Wide.Count == 0;
        for (int row = 0; row < results.Length; row++)
        {
            areNarrow &= mantissas[row] <= most && mantissas[row] >= -most;
            results[row] = unchecked(mantissas[row] * factor);
        }

        if (!areNarrow)
        {
            DecimalRows rows = new(from);
            for (int row = 0; row < results.Length; row++)
            {
                if ((rows.IsWide(row) || mantissas[row] > most || mantissas[row] < -most) && !from.IsNull(row))
                {
                    Store(scope, row, rows.At(row));
                }
            }
        }

        Nulls.Copy(from, Result, scope.Rows);
    }
}

// Sums and differences of decimals of one scale, and products of any.
internal sealed class DecimalArithmeticNode<TOperation>(int scale, BoundNode a, BoundNode b, string message)
    : DecimalNode(scale, message, a, b)
    where TOperation : struct, IDecimalArithmetic
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector a = Operands[0].Evaluate(scope);
        ColumnVector b = Operands[1].Evaluate(scope);
        Result.Reset(scope.Rows);
        Span<long> results = Result.Int64s[..scope.Rows];
        bool isPlain = Digits == Type.Scale && a.Wide.Count == 0 && b.Wide.Count == 0;
        if (!isPlain || !TOperation.TryRun(a.Int64s[..scope.Rows], b.Int64s[..scope.Rows], results) || !AreNarrow(results))
        {
            RunRows(scope, a, b, results);
        }

        Nulls.Intersect(a, b, Result, scope.Rows);
    }

    private void RunRows(EvaluationScope scope, ColumnVector a, ColumnVector b, Span<long> results)
    {
        DecimalRows left = new(a);
        DecimalRows right = new(b);
        for (int row = 0; row < results.Length; row++)
        {
            results[row] = 0;
            if (a.IsNull(row) || b.IsNull(row))
            {
                continue;
            }

            if (Digits == Type.Scale && !left.IsWide(row) && !right.IsWide(row)
                && TOperation.HasResult(left.Narrow(row), right.Narrow(row)))
            {
                TOperation.TryRun(a.Int64s.Slice(row, 1), b.Int64s.Slice(row, 1), results.Slice(row, 1));
                if (AreNarrow(results.Slice(row, 1)))
                {
                    continue;
                }
            }

            Store(scope, row, TOperation.Run(left.At(row), right.At(row)));
        }
    }
}

// An operation on each decimal that leaves its scale.
internal sealed class DecimalUnaryNode<TOperation>(BoundNode operand) : DecimalNode(operand.Type.Scale, "", operand)
    where TOperation : struct, IDecimalOperation
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        ReadOnlySpan<long> mantissas = from.Int64s[..scope.Rows];
        Span<long> results = Result.Int64s[..mantissas.Length];
        for (int row = 0; row < results.Length; row++)
        {
            results[row] = TOperation.Run(mantissas[row]);
        }

        foreach (WideValue wide in from.Wide)
        {
            Store(scope, wide.Row, TOperation.Run(new ExactDecimal(wide.Mantissa, wide.Scale, wide.NotFinite)));
        }

        Nulls.Copy(from, Result, scope.Rows);
    }
}

// Decimals with fewer fraction digits.
internal sealed class RoundDecimalNode(BoundNode operand, int most, MidpointRounding mode)
    : DecimalNode(Math.Min(most, operand.Type.Scale), "", operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        long divisor = PowersOfTen.Int64[from.Type.Scale - Type.Scale];

        ReadOnlySpan<long> mantissas = from.Int64s[..scope.Rows];
        Span<long> results = Result.Int64s[..mantissas.Length];
        for (int row = 0; row < results.Length; row++)
        {
            results[row] = Rounded(mantissas[row], divisor);
        }

        // a value that is finer than the column keeps as many digits as are asked for
        foreach (WideValue wide in from.Wide)
        {
            Store(scope, wide.Row, new ExactDecimal(wide.Mantissa, wide.Scale, wide.NotFinite).Rounded(most, mode));
        }

        Nulls.Copy(from, Result, scope.Rows);
    }

    private long Rounded(long mantissa, long divisor)
    {
        (long quotient, long rest) = Math.DivRem(mantissa, divisor);
        return quotient + (mode switch
        {
            MidpointRounding.ToNegativeInfinity => rest < 0 ? -1 : 0,
            MidpointRounding.ToPositiveInfinity => rest > 0 ? 1 : 0,
            _ => rest != 0 && Math.Abs(rest) >= divisor - Math.Abs(rest) ? Math.Sign(rest) : 0,
        });
    }
}

// least and greatest of two decimals of one scale; more are folded. Nulls are passed over, and so are NaNs beside numbers.
internal sealed class DecimalExtremumNode(BoundNode a, BoundNode b, bool isLeast) : DecimalNode(a.Type.Scale, "", a, b)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector a = Operands[0].Evaluate(scope);
        ColumnVector b = Operands[1].Evaluate(scope);
        Result.Reset(scope.Rows);
        Span<long> results = Result.Int64s[..scope.Rows];
        DecimalRows left = new(a);
        DecimalRows right = new(b);
        for (int row = 0; row < results.Length; row++)
        {
            results[row] = 0;
            if (a.IsNull(row) && b.IsNull(row))
            {
                Result.SetNull(row, scope.Rows);
            }
            else if (a.IsNull(row) || b.IsNull(row))
            {
                Store(scope, row, a.IsNull(row) ? right.At(row) : left.At(row));
            }
            else if (!left.IsWide(row) && !right.IsWide(row))
            {
                (long x, long y) = (left.Narrow(row), right.Narrow(row));
                results[row] = isLeast == x < y ? x : y;
            }
            else
            {
                int order = ExactDecimal.Compare(left.At(row), right.At(row));
                bool isLeft = order == 2 ? !double.IsNaN(left.At(row).NotFinite) : isLeast ? order <= 0 : order >= 0;
                Store(scope, row, isLeft ? left.At(row) : right.At(row));
            }
        }
    }
}

// Two decimals of one scale.
internal sealed class CompareDecimalsNode(Comparison comparison, BoundNode a, BoundNode b) : ComputedNode(ResultTypes.Bool, a, b)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector a = Operands[0].Evaluate(scope);
        ColumnVector b = Operands[1].Evaluate(scope);
        Result.Reset(scope.Rows);
        CompareKernels.Compare(comparison, a.Int64s[..scope.Rows], b.Int64s[..scope.Rows], Result.Bits);
        if (a.Wide.Count + b.Wide.Count > 0)
        {
            DecimalRows left = new(a);
            DecimalRows right = new(b);
            for (int row = 0; row < scope.Rows; row++)
            {
                if (left.IsWide(row) || right.IsWide(row))
                {
                    Comparisons.Set(Result.Bits, row, Comparisons.Apply(comparison, ExactDecimal.Compare(left.At(row), right.At(row))));
                }
            }
        }

        Nulls.Intersect(a, b, Result, scope.Rows);
    }
}
