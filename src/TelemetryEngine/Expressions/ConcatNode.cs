using TelemetryEngine.Kernels.Bits;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Expressions;

// Texts one behind the other; null where one is null. Rows that follow each other often have the same texts, whose join is then known.
internal sealed class ConcatNode(BoundNode[] texts) : TextMakingNode(ResultTypes.Text, texts)
{
    private readonly ColumnVector[] _vectors = new ColumnVector[texts.Length];
    private readonly int[] _codes = new int[texts.Length];
    private byte[] _room = [];

    protected override void Fill(EvaluationScope scope)
    {
        for (int i = 0; i < _vectors.Length; i++)
        {
            _vectors[i] = Operands[i].Evaluate(scope);
        }

        Result.Reset(scope.Rows);
        Result.Dictionary = Texts;
        Span<int> results = Result.Codes[..scope.Rows];
        for (int row = 0; row < results.Length; row++)
        {
            results[row] = IsAsBefore(row) ? results[row - 1] : Join(row);
        }

        CopyNulls(scope.Rows);
    }

    private bool IsAsBefore(int row)
    {
        if (row == 0)
        {
            return false;
        }

        for (int i = 0; i < _vectors.Length; i++)
        {
            if (_vectors[i].Codes[row] != _codes[i] || _vectors[i].IsNull(row) != _vectors[i].IsNull(row - 1))
            {
                return false;
            }
        }

        return true;
    }

    private int Join(int row)
    {
        int length = 0;
        bool isNull = false;
        for (int i = 0; i < _vectors.Length; i++)
        {
            _codes[i] = _vectors[i].Codes[row];
            isNull |= _vectors[i].IsNull(row);
            length = isNull ? 0 : checked(length + _vectors[i].Dictionary![_codes[i]].Length);
        }

        if (isNull)
        {
            return 0;
        }

        if (_room.Length < length)
        {
            _room = new byte[Math.Max(length, 2 * _room.Length)];
        }

        int end = 0;
        for (int i = 0; i < _vectors.Length; i++)
        {
            ReadOnlySpan<byte> text = _vectors[i].Dictionary![_codes[i]];
            text.CopyTo(_room.AsSpan(end));
            end += text.Length;
        }

        return Texts.GetOrAdd(_room.AsSpan(0, end));
    }

    private void CopyNulls(int rows)
    {
        int bytes = Bitmaps.ByteCount(rows);
        Span<byte> validity = default;
        foreach (ColumnVector vector in _vectors)
        {
            if (vector.HasNulls)
            {
                if (validity.IsEmpty)
                {
                    validity = Result.PrepareValidity(rows)[..bytes];
                    validity.Fill(0xFF);
                }

                Bitmaps.And(validity, vector.Validity[..bytes], validity);
            }
        }

        if (!validity.IsEmpty)
        {
            Nulls.Finish(Result, rows);
        }
    }
}
