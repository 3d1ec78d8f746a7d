using System.Numerics;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Expressions;

// case and coalesce: each row takes the first value whose condition is true, or the first value that is not null. What a row does not take
// has no say: its errors are dropped, and an arm that no row of the batch takes is not evaluated.
// type: The type of the result and of all values.
// conditions: One for each value but possibly the last, which is the else; empty for coalesce.
internal sealed class ChoiceNode(ColumnType type, BoundNode[] conditions, BoundNode[] values)
    : TextMakingNode(type, [.. conditions, .. values])
{
    private readonly ExpressionErrors _armErrors = new();
    private readonly CodeTranslation[] _translations = [.. values.Select(_ => new CodeTranslation())];
    private byte[] _open = [];
    private byte[] _taken = [];

    protected override void Fill(EvaluationScope scope)
    {
        int bytes = Bitmaps.ByteCount(scope.Rows);
        if (_open.Length < bytes)
        {
            _open = new byte[bytes];
            _taken = new byte[bytes];
        }

        Span<byte> open = _open.AsSpan(0, bytes);
        Span<byte> taken = _taken.AsSpan(0, bytes);
        Result.Reset(scope.Rows);
        Result.Bits.Clear();
        Result.Dictionary = Type.Layout == VectorLayout.Codes ? Texts : null;
        Span<byte> validity = Result.PrepareValidity(scope.Rows);
        validity.Clear();
        open.Fill(0xFF);
        for (int i = 0; i < values.Length && Bitmaps.CountOnes(open, scope.Rows) > 0; i++)
        {
            if (i < conditions.Length)
            {
                ColumnVector condition = EvaluateFor(conditions[i], scope, open);
                Bitmaps.And(open, condition.Bits[..bytes], taken);
                KeepValid(taken, condition);
            }
            else
            {
                open.CopyTo(taken);
            }

            if (Bitmaps.CountOnes(taken, scope.Rows) > 0)
            {
                ColumnVector value = EvaluateFor(values[i], scope, taken);
                if (conditions.Length == 0)
                {
                    KeepValid(taken, value);
                }

                Copy(value, i, taken, validity[..bytes], scope.Rows);
            }

            Bitmaps.AndNot(open, taken, open);
        }

        Result.Wide.Sort(static (left, right) => left.Row.CompareTo(right.Row));
        Nulls.Finish(Result, scope.Rows);
    }

    // Takes back the rows where a condition, or a value of coalesce, is null.
    private static void KeepValid(Span<byte> taken, ColumnVector vector)
    {
        if (vector.HasNulls)
        {
            Bitmaps.And(taken, vector.Validity[..taken.Length], taken);
        }
    }

    private ColumnVector EvaluateFor(BoundNode node, EvaluationScope scope, ReadOnlySpan<byte> rows)
    {
        ExpressionErrors outer = scope.Errors;
        scope.Errors = _armErrors;
        ColumnVector vector = node.Evaluate(scope);
        scope.Errors = outer;
        _armErrors.CopyTo(outer, rows);
        _armErrors.Clear();
        return vector;
    }

    private void Copy(ColumnVector value, int arm, ReadOnlySpan<byte> taken, Span<byte> validity, int rows)
    {
        for (int i = 0; i < taken.Length; i++)
        {
            uint valid = value.HasNulls ? (uint)(taken[i] & value.Validity[i]) : taken[i];
            validity[i] |= (byte)valid;
            if (Type.Layout == VectorLayout.Bits)
            {
                Result.Bits[i] |= (byte)(value.Bits[i] & valid);
            }
        }

        switch (Type.Layout)
        {
            case VectorLayout.Bits:
                break;
            case VectorLayout.Codes:
                ReadOnlySpan<int> codes = _translations[arm].Translate(value.Dictionary!, Texts);
                Span<int> targets = Result.Codes[..rows];
                ReadOnlySpan<int> sources = value.Codes[..rows];
                foreach (int row in new SetBits(taken, value, rows))
                {
                    targets[row] = codes[sources[row]];
                }

                break;
            default:
                // Doubles move as integers: 8 bytes are 8 bytes.
                Span<long> into = Result.Int64s[..rows];
                ReadOnlySpan<long> from = value.Int64s[..rows];
                foreach (int row in new SetBits(taken, value, rows))
                {
                    into[row] = from[row];
                }

                foreach (WideValue wide in value.Wide)
                {
                    if (Nulls.IsSet(taken, wide.Row))
                    {
                        Result.Wide.Add(wide);
                    }
                }

                break;
        }
    }

    // The rows that are taken and have a value.
    private ref struct SetBits(ReadOnlySpan<byte> taken, ColumnVector value, int rows)
    {
        private readonly ReadOnlySpan<byte> _taken = taken;
        private readonly ReadOnlySpan<byte> _validity = value.HasNulls ? value.Validity[..taken.Length] : default;
        private int _byte = -1;
        private uint _left;

        public int Current { get; private set; }

        public readonly SetBits GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_left == 0)
            {
                if (++_byte >= _taken.Length)
                {
                    return false;
                }

                _left = _validity.IsEmpty ? _taken[_byte] : (uint)(_taken[_byte] & _validity[_byte]);
            }

            Current = (_byte * 8) + BitOperations.TrailingZeroCount(_left);
            _left &= _left - 1;
            return Current < rows;
        }
    }
}

// nullif(a, b): a, but null where the two are equal.
internal sealed class NullIfNode(ColumnType type, BoundNode value, BoundNode isEqual) : ComputedNode(type, value, isEqual)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector value = Operands[0].Evaluate(scope);
        ColumnVector isEqual = Operands[1].Evaluate(scope);
        Result.Reset(scope.Rows);
        CopyNode.Copy(value, Result);
        int bytes = Bitmaps.ByteCount(scope.Rows);
        Span<byte> validity = Result.PrepareValidity(scope.Rows)[..bytes];
        Bitmaps.Not(isEqual.Bits[..bytes], validity);
        if (value.HasNulls)
        {
            Bitmaps.And(validity, value.Validity[..bytes], validity);
        }

        Nulls.Finish(Result, scope.Rows);
        Result.Wide.RemoveAll(wide => Result.IsNull(wide.Row));
    }
}
