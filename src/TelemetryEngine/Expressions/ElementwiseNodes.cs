using System.Runtime.InteropServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

/// <summary>A function of one value that always has a result.</summary>
internal interface IUnaryOperation<TIn, TOut>
{
    static abstract TOut Apply(TIn value);
}

/// <summary>A function of one value that may have no result: a row error.</summary>
internal interface ICheckedOperation<TIn, TOut>
{
    static abstract bool TryApply(TIn value, out TOut result);
}

/// <summary>An operation on each row of one operand.</summary>
internal sealed class UnaryNode<TIn, TOut, TOperation>(ColumnType type, BoundNode operand) : ComputedNode(type, operand)
    where TIn : unmanaged
    where TOut : unmanaged
    where TOperation : struct, IUnaryOperation<TIn, TOut>
{
    protected override void Fill(EvaluationScope scope)
    {
        Vector from = Operands[0].Evaluate(scope);
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

/// <summary>An operation on each row of one operand that reports the rows it has no result for.</summary>
internal sealed class CheckedNode<TIn, TOut, TOperation>(ColumnType type, BoundNode operand, string message) : ComputedNode(type, operand)
    where TIn : unmanaged
    where TOut : unmanaged
    where TOperation : struct, ICheckedOperation<TIn, TOut>
{
    protected override void Fill(EvaluationScope scope)
    {
        Vector from = Operands[0].Evaluate(scope);
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

    private void Report(EvaluationScope scope, Vector from, ReadOnlySpan<TIn> values)
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

/// <summary>The operand's values under another type of the same layout, in memory of its own.</summary>
internal sealed class CopyNode(ColumnType type, BoundNode operand) : ComputedNode(type, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        Vector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        Copy(from, Result);
        Nulls.Copy(from, Result, scope.Rows);
    }

    /// <summary>Copies as many values as the result holds.</summary>
    public static void Copy(Vector from, Vector result)
    {
        int bytes = Math.Min(from.Bits.Length, result.Bits.Length);
        from.Bits[..bytes].CopyTo(result.Bits);
        result.Dictionary = from.Dictionary;
        result.Wide.AddRange(from.Wide);
    }
}
