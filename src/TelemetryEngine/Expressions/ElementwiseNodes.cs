using System.Runtime.InteropServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// A function of one value that always has a result.
internal interface IUnaryOperation<TIn, TOut>
{
    static abstract TOut Apply(TIn value);
}

// A function of one value that may have no result: a row error.
internal interface ICheckedOperation<TIn, TOut>
{
    static abstract bool TryApply(TIn value, out TOut result);
}

// An operation on each row of one operand.
internal sealed class UnaryNode<TIn, TOut, TOperation>(ColumnType type, BoundNode operand) : ComputedNode(type, operand)
    where TIn : unmanaged
    where TOut : unmanaged
    where TOperation : struct, IUnaryOperation<TIn, TOut>
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        ReadOnlySpan<TIn> values = MemoryMarshal.Cast<byte, TIn>(from.Bits)[..scope.Rows];
        Span<TOut> results = MemoryMarshal.Cast<byte, TOut>(Result.Bits)[..values.Length];
        for (int row = 0; row < results.Length; row++)
        {
            results[row] = TOperation.Apply(values[row]);
        }

        Nulls.Copy(from, Result, scope.Rows);
    }
}

// An operation on each row of one operand that reports the rows it has no result for.
internal sealed class CheckedNode<TIn, TOut, TOperation>(ColumnType type, BoundNode operand, string message) : ComputedNode(type, operand)
    where TIn : unmanaged
    where TOut : unmanaged
    where TOperation : struct, ICheckedOperation<TIn, TOut>
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        ReadOnlySpan<TIn> values = MemoryMarshal.Cast<byte, TIn>(from.Bits)[..scope.Rows];
        Span<TOut> results = MemoryMarshal.Cast<byte, TOut>(Result.Bits)[..values.Length];
        bool good = true;
        for (int row = 0; row < results.Length; row++)
        {
            good &= TOperation.TryApply(values[row], out results[row]);
        }

        if (!good)
        {
            Report(scope, from, values);
        }

        Nulls.Copy(from, Result, scope.Rows);
    }

    private void Report(EvaluationScope scope, ColumnVector from, ReadOnlySpan<TIn> values)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (!from.IsNull(row) && !TOperation.TryApply(values[row], out _))
            {
                scope.Errors.Add(row, message);
            }
        }
    }
}

// The operand's values under another type of the same layout, in memory of its own.
internal sealed class CopyNode(ColumnType type, BoundNode operand) : ComputedNode(type, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        Copy(from, Result);
        Nulls.Copy(from, Result, scope.Rows);
    }

    // Copies as many values as the result holds.
    public static void Copy(ColumnVector from, ColumnVector result)
    {
        int bytes = Math.Min(from.Bits.Length, result.Bits.Length);
        from.Bits[..bytes].CopyTo(result.Bits);
        result.Dictionary = from.Dictionary;
        result.Wide.AddRange(from.Wide);
    }
}
