using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Expressions;

// and, or: three-valued, a word of rows at a time. An error of the right side counts only where the left side does not decide already, so b
// <> 0 and a % b = 1 is safe.
internal sealed class LogicNode(bool isAnd, BoundNode a, BoundNode b) : ComputedNode(ResultTypes.Bool, a, b)
{
    private readonly ExpressionErrors _rightErrors = new();
    private byte[] _scratch = [];

    protected override void Fill(EvaluationScope scope)
    {
        int bytes = Bitmaps.ByteCount(scope.Rows);
        if (_scratch.Length < bytes)
        {
            _scratch = new byte[bytes];
        }

        Span<byte> scratch = _scratch.AsSpan(0, bytes);
        ColumnVector a = Operands[0].Evaluate(scope);
        ColumnVector b = EvaluateRight(scope, a, scratch);
        Result.Reset(scope.Rows);
        Span<byte> isTrue = Result.Bits[..bytes];
        if (a.HasNulls || b.HasNulls)
        {
            Span<byte> known = Result.PrepareValidity(scope.Rows)[..bytes];
            FalseBits(a, scratch);
            FalseBits(b, known);
            Combine(!isAnd, scratch, known, known);
            Combine(isAnd, a.Bits[..bytes], b.Bits[..bytes], isTrue);
            Bitmaps.Or(known, isTrue, known);
            Result.SetNullCount(scope.Rows - Bitmaps.CountOnes(known, scope.Rows));
        }
        else
        {
            Combine(isAnd, a.Bits[..bytes], b.Bits[..bytes], isTrue);
        }
    }

    private ColumnVector EvaluateRight(EvaluationScope scope, ColumnVector a, Span<byte> scratch)
    {
        ExpressionErrors outer = scope.Errors;
        scope.Errors = _rightErrors;
        ColumnVector b = Operands[1].Evaluate(scope);
        scope.Errors = outer;
        if (!_rightErrors.IsEmpty)
        {
            if (isAnd)
            {
                FalseBits(a, scratch);
                Bitmaps.Not(scratch, scratch);
            }
            else
            {
                Bitmaps.Not(a.Bits[..scratch.Length], scratch);
            }

            _rightErrors.CopyTo(outer, scratch);
            _rightErrors.Clear();
        }

        return b;
    }

    private static void Combine(bool isAnd, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> result)
    {
        if (isAnd)
        {
            Bitmaps.And(a, b, result);
        }
        else
        {
            Bitmaps.Or(a, b, result);
        }
    }

    private static void FalseBits(ColumnVector vector, Span<byte> result)
    {
        if (vector.HasNulls)
        {
            Bitmaps.AndNot(vector.Validity[..result.Length], vector.Bits[..result.Length], result);
        }
        else
        {
            Bitmaps.Not(vector.Bits[..result.Length], result);
        }
    }
}

// not: null stays null.
internal sealed class NotNode(BoundNode operand) : ComputedNode(ResultTypes.Bool, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        int bytes = Bitmaps.ByteCount(scope.Rows);
        Bitmaps.Not(from.Bits[..bytes], Result.Bits[..bytes]);
        Nulls.Copy(from, Result, scope.Rows);
    }
}

// is null: never null itself.
internal sealed class IsNullNode(BoundNode operand) : ComputedNode(ResultTypes.Bool, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        int bytes = Bitmaps.ByteCount(scope.Rows);
        Span<byte> bits = Result.Bits[..bytes];
        if (from.HasNulls)
        {
            Bitmaps.Not(from.Validity[..bytes], bits);
        }
        else
        {
            bits.Clear();
        }
    }
}

// is_nan.
internal sealed class IsNaNNode(BoundNode operand) : ComputedNode(ResultTypes.Bool, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        Result.Bits.Clear();
        for (int row = 0; row < scope.Rows; row++)
        {
            Result.Bits[row >> 3] |= (byte)(double.IsNaN(from.Doubles[row]) ? 1 << (row & 7) : 0);
        }

        Nulls.Copy(from, Result, scope.Rows);
    }
}
