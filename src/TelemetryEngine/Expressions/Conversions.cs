using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;
using TelemetryEngine.Kernels.Text;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Expressions;

// Integers and decimals as the nearest doubles.
internal sealed class ToFloat64Node(BoundNode operand) : ComputedNode(ResultTypes.Float64, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        Span<double> results = Result.Doubles[..scope.Rows];
        if (from.Layout == VectorLayout.Double)
        {
            from.Doubles[..scope.Rows].CopyTo(results);
        }
        else if (from.Layout == VectorLayout.Scaled)
        {
            ScaledDecimal.ToDoubles(from.Int64s[..scope.Rows], from.Type.Scale, results);
            foreach (WideValue wide in from.Wide)
            {
                results[wide.Row] = ColumnViews.ToDouble(wide);
            }
        }
        else
        {
            ArithmeticKernels.ToDoubles(from.Int64s[..scope.Rows], results);
        }

        Nulls.Copy(from, Result, scope.Rows);
    }
}

// Bool as 0 or 1.
internal sealed class BoolToInt64Node(BoundNode operand) : ComputedNode(ResultTypes.Int64, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        ReadOnlySpan<byte> bits = from.Bits;
        Span<long> results = Result.Int64s[..scope.Rows];
        for (int row = 0; row < results.Length; row++)
        {
            results[row] = (bits[row >> 3] >> (row & 7)) & 1;
        }

        Nulls.Copy(from, Result, scope.Rows);
    }
}

// Instants in another unit; to a coarser one it floors.
internal sealed class RescaleNode(ColumnType type, BoundNode operand, string message) : ComputedNode(type, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        long fromStep = TimestampLiteral.NanosecondsPer(Operands[0].Type.Unit);
        long toStep = TimestampLiteral.NanosecondsPer(Type.Unit);
        for (int row = 0; row < scope.Rows; row++)
        {
            Int128 ticks = IntegerRange.FloorDivide((Int128)from.Int64s[row] * fromStep, toStep);
            bool fits = ticks >= long.MinValue && ticks <= long.MaxValue;
            Result.Int64s[row] = fits ? (long)ticks : 0;
            if (!fits && !from.IsNull(row))
            {
                scope.Errors.Add(row, message);
            }
        }

        Nulls.Copy(from, Result, scope.Rows);
    }
}

// A double as the nearest integer, ties to even; NaN, ∞ and what int64 can't hold have none.
internal readonly struct ToInt64 : ICheckedOperation<double, long>
{
    public static bool TryApply(double value, out long result)
    {
        double rounded = Math.Round(value, MidpointRounding.ToEven);
        bool fits = rounded is >= -9223372036854775808.0 and < 9223372036854775808.0;
        result = fits ? (long)rounded : 0;
        return fits;
    }
}
