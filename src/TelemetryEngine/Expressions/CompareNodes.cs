using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;
using TelemetryEngine.Kernels.Compare;

namespace TelemetryEngine.Expressions;

// Two operands of one layout: int64 or float64.
internal sealed class CompareNode(Comparison comparison, BoundNode a, BoundNode b) : ComputedNode(ResultTypes.Bool, a, b)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector a = Operands[0].Evaluate(scope);
        ColumnVector b = Operands[1].Evaluate(scope);
        Result.Reset(scope.Rows);
        if (a.Layout == VectorLayout.Double)
        {
            CompareKernels.Compare(comparison, a.Doubles[..scope.Rows], b.Doubles[..scope.Rows], Result.Bits);
        }
        else
        {
            CompareKernels.Compare(comparison, a.Int64s[..scope.Rows], b.Int64s[..scope.Rows], Result.Bits);
        }

        Nulls.Intersect(a, b, Result, scope.Rows);
    }
}

// A float64 operand with a literal.
internal sealed class CompareWithLimitNode(Comparison comparison, BoundNode operand, double limit) : ComputedNode(ResultTypes.Bool, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        CompareKernels.Compare(comparison, from.Doubles[..scope.Rows], limit, Result.Bits);
        Nulls.Copy(from, Result, scope.Rows);
    }
}

// Integers, times or decimals with a literal, as one range test on what is stored. Decimals that are not stored so are compared one by one.
internal sealed class CompareWithRangeNode(Comparison comparison, BoundNode operand, IntegerRange range, ExactDecimal limit = default)
    : ComputedNode(ResultTypes.Bool, operand)
{
    private readonly (long First, long Last) _where = range.Where(comparison);

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        Span<byte> bits = Result.Bits[..Bitmaps.ByteCount(scope.Rows)];
        CompareKernels.InRange(from.Int64s[..scope.Rows], _where.First, _where.Last, bits);
        if (comparison == Comparison.NotEqual)
        {
            Bitmaps.Not(bits, bits);
        }

        foreach (WideValue wide in from.Wide)
        {
            int order = ExactDecimal.Compare(new ExactDecimal(wide.Mantissa, wide.Scale, wide.NotFinite), limit);
            Comparisons.Set(bits, wide.Row, Comparisons.Apply(comparison, order));
        }

        Nulls.Copy(from, Result, scope.Rows);
    }
}

// How two different kinds of numbers compare.
internal interface IMixedComparison
{
    // −1, 0, 1, or 2 when they have no order.
    static abstract int Compare(ColumnVector a, ColumnVector b, int row, long scale);
}

// Two operands that have to be compared row by row, since no common type holds both exactly. Where the order takes them the other way round
// they are turned only after both are evaluated, so that the left one's errors stay first.
internal sealed class CompareMixedNode<TOrder>(Comparison comparison, BoundNode a, BoundNode b, long scale = 0, bool isTurned = false)
    : ComputedNode(ResultTypes.Bool, a, b)
    where TOrder : struct, IMixedComparison
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector a = Operands[0].Evaluate(scope);
        ColumnVector b = Operands[1].Evaluate(scope);
        Result.Reset(scope.Rows);
        Result.Bits.Clear();
        (ColumnVector first, ColumnVector second) = isTurned ? (b, a) : (a, b);
        for (int row = 0; row < scope.Rows; row++)
        {
            int order = TOrder.Compare(first, second, row, scale);
            if (order != 2 && Comparisons.Apply(comparison, isTurned ? -order : order, 0))
            {
                Result.Bits[row >> 3] |= (byte)(1 << (row & 7));
            }
        }

        Nulls.Intersect(a, b, Result, scope.Rows);
    }
}

// An int64 with a float64, exactly: 2^53 + 1 is greater than the double 2^53.
internal readonly struct IntegerWithDouble : IMixedComparison
{
    public static int Compare(ColumnVector a, ColumnVector b, int row, long scale) => Compare(a.Int64s[row], b.Doubles[row]);

    public static int Compare(long a, double b)
    {
        if (double.IsNaN(b))
        {
            return 2;
        }

        if (b is >= 9223372036854775808.0 or < -9223372036854775808.0)
        {
            return b > 0 ? -1 : 1;
        }

        long whole = (long)b;
        return a != whole ? a.CompareTo(whole) : 0.0.CompareTo(b - whole);
    }
}

// Instants of two units: one step of the first is scale steps of the second.
internal readonly struct CoarseWithFineTime : IMixedComparison
{
    public static int Compare(ColumnVector a, ColumnVector b, int row, long scale) =>
        ((Int128)a.Int64s[row] * scale).CompareTo(b.Int64s[row]);
}

// Bits, where false < true.
internal readonly struct BitWithBit : IMixedComparison
{
    public static int Compare(ColumnVector a, ColumnVector b, int row, long scale) =>
        Nulls.IsSet(a.Bits, row).CompareTo(Nulls.IsSet(b.Bits, row));
}

// Texts by their UTF-8 bytes.
internal readonly struct TextWithText : IMixedComparison
{
    public static int Compare(ColumnVector a, ColumnVector b, int row, long scale)
    {
        if (a.IsNull(row) || b.IsNull(row))
        {
            return 2;
        }

        bool isSame = ReferenceEquals(a.Dictionary, b.Dictionary) && a.Codes[row] == b.Codes[row];
        return isSame ? 0 : Math.Sign(a.Dictionary![a.Codes[row]].SequenceCompareTo(b.Dictionary![b.Codes[row]]));
    }
}
