using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Expressions;

// + − × ÷ or % of doubles, by IEEE 754.
internal interface IDoubleArithmetic
{
    static abstract void Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result);
}

// + − × or % of integers. A row without a result is found again by HasResult.
internal interface IIntegerArithmetic
{
    static abstract bool TryRun(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> result);

    static abstract bool HasResult(long a, long b);
}

// Arithmetic of two float64 operands.
internal sealed class DoubleArithmeticNode<TOperation>(BoundNode a, BoundNode b) : ComputedNode(ResultTypes.Float64, a, b)
    where TOperation : struct, IDoubleArithmetic
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector a = Operands[0].Evaluate(scope);
        ColumnVector b = Operands[1].Evaluate(scope);
        Result.Reset(scope.Rows);
        TOperation.Run(a.Doubles[..scope.Rows], b.Doubles[..scope.Rows], Result.Doubles[..scope.Rows]);
        Nulls.Intersect(a, b, Result, scope.Rows);
    }
}

// Arithmetic of two int64 operands; rows whose result does not fit are errors.
internal sealed class IntegerArithmeticNode<TOperation>(ColumnType type, BoundNode a, BoundNode b, string message)
    : ComputedNode(type, a, b)
    where TOperation : struct, IIntegerArithmetic
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector a = Operands[0].Evaluate(scope);
        ColumnVector b = Operands[1].Evaluate(scope);
        Result.Reset(scope.Rows);
        if (!TOperation.TryRun(a.Int64s[..scope.Rows], b.Int64s[..scope.Rows], Result.Int64s[..scope.Rows]))
        {
            Report(scope, a, b);
        }

        Nulls.Intersect(a, b, Result, scope.Rows);
    }

    private void Report(EvaluationScope scope, ColumnVector a, ColumnVector b)
    {
        for (int row = 0; row < scope.Rows; row++)
        {
            if (!a.IsNull(row) && !b.IsNull(row) && !TOperation.HasResult(a.Int64s[row], b.Int64s[row]))
            {
                scope.Errors.Add(row, message);
            }
        }
    }
}

// The seconds between two instants of one unit, as the nearest float64.
internal sealed class SecondsBetweenNode(BoundNode a, BoundNode b) : ComputedNode(ResultTypes.Float64, a, b)
{
    private const long ExactDouble = 1L << 53;

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector a = Operands[0].Evaluate(scope);
        ColumnVector b = Operands[1].Evaluate(scope);
        Result.Reset(scope.Rows);
        long stepsPerSecond = 1_000_000_000 / TimestampLiteral.NanosecondsPer(Operands[0].Type.Unit);
        for (int row = 0; row < scope.Rows; row++)
        {
            Int128 steps = (Int128)a.Int64s[row] - b.Int64s[row];
            bool isExact = steps >= -ExactDouble && steps <= ExactDouble;
            Result.Doubles[row] = isExact ? (double)(long)steps / stepsPerSecond : ExactQuotient.Round(steps, (UInt128)stepsPerSecond);
        }

        Nulls.Intersect(a, b, Result, scope.Rows);
    }
}

internal readonly struct Add : IDoubleArithmetic, IDecimalArithmetic
{
    public static ExactDecimal Run(ExactDecimal a, ExactDecimal b) => a + b;

    public static void Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result) => ArithmeticKernels.Add(a, b, result);

    public static bool TryRun(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> result) => ArithmeticKernels.TryAdd(a, b, result);

    public static bool HasResult(long a, long b) => (Int128)a + b == unchecked(a + b);
}

internal readonly struct Subtract : IDoubleArithmetic, IDecimalArithmetic
{
    public static ExactDecimal Run(ExactDecimal a, ExactDecimal b) => a - b;

    public static void Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result) => ArithmeticKernels.Subtract(a, b, result);

    public static bool TryRun(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> result) => ArithmeticKernels.TrySubtract(a, b, result);

    public static bool HasResult(long a, long b) => (Int128)a - b == unchecked(a - b);
}

internal readonly struct Multiply : IDoubleArithmetic, IDecimalArithmetic
{
    public static ExactDecimal Run(ExactDecimal a, ExactDecimal b) => a * b;

    public static void Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result) => ArithmeticKernels.Multiply(a, b, result);

    public static bool TryRun(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> result) => ArithmeticKernels.TryMultiply(a, b, result);

    public static bool HasResult(long a, long b) => (Int128)a * b == unchecked(a * b);
}

internal readonly struct Divide : IDoubleArithmetic
{
    public static void Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result) => ArithmeticKernels.Divide(a, b, result);
}

// The rest of a division that truncates, so it has the dividend's sign. Doubles by 0 give NaN, integers by 0 have no result.
internal readonly struct Modulo : IDoubleArithmetic, IIntegerArithmetic
{
    public static void Run(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result)
    {
        for (int row = 0; row < result.Length; row++)
        {
            result[row] = a[row] % b[row];
        }
    }

    public static bool TryRun(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> result)
    {
        bool good = true;
        for (int row = 0; row < result.Length; row++)
        {
            // A divisor of −1 has no rest, and the smallest int64 divided by it would trap.
            result[row] = b[row] is 0 or -1 ? 0 : a[row] % b[row];
            good &= b[row] != 0;
        }

        return good;
    }

    public static bool HasResult(long a, long b) => b != 0;
}

internal readonly struct Negate : IUnaryOperation<double, double>, ICheckedOperation<long, long>, IDecimalOperation
{
    public static long Run(long mantissa) => -mantissa;

    public static ExactDecimal Run(ExactDecimal value) => -value;

    public static double Apply(double value) => -value;

    public static bool TryApply(long value, out long result)
    {
        result = unchecked(-value);
        return value != long.MinValue;
    }
}

internal readonly struct Abs : IUnaryOperation<double, double>, ICheckedOperation<long, long>, IDecimalOperation
{
    public static long Run(long mantissa) => Math.Abs(mantissa);

    public static ExactDecimal Run(ExactDecimal value) => value.Mantissa.Sign < 0 || value.NotFinite < 0 ? -value : value;

    public static double Apply(double value) => Math.Abs(value);

    public static bool TryApply(long value, out long result)
    {
        result = value < 0 ? unchecked(-value) : value;
        return value != long.MinValue;
    }
}

internal readonly struct Floor : IUnaryOperation<double, double>
{
    public static double Apply(double value) => Math.Floor(value);
}

internal readonly struct Ceiling : IUnaryOperation<double, double>
{
    public static double Apply(double value) => Math.Ceiling(value);
}

// Rounds halves away from zero, as SQL does.
internal sealed class RoundNode(BoundNode operand, int digits) : ComputedNode(ResultTypes.Float64, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        for (int row = 0; row < scope.Rows; row++)
        {
            Result.Doubles[row] = Math.Round(from.Doubles[row], digits, MidpointRounding.AwayFromZero);
        }

        Nulls.Copy(from, Result, scope.Rows);
    }
}
