using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Kernels.Sorting;

namespace TelemetryEngine.Execution.Spilling;

// A column that runs are sorted by.
internal readonly record struct RunKey(int Column, bool Descending = false, bool NullsFirst = false)
{
    // The first columns, as results are sorted.
    public static RunKey[] First(int columns) => [.. Enumerable.Range(0, columns).Select(static column => new RunKey(column))];
}

// Columns of a batch by which it is sorted, in a form in which rows of two batches are quickly compared: false before true, numbers, texts
// by their bytes, then NaN, and null where the key has it. Each value has an unsigned number that is larger when it comes later; where two
// are equal, the values themselves are looked at.
internal sealed class SortKeys(IReadOnlyList<RunKey> keys)
{
    private readonly ulong[][] _ranks = [.. keys.Select(static _ => Array.Empty<ulong>())];
    private readonly IArrowArray[] _arrays = new IArrowArray[keys.Count];

    // Whether rows can be compared by a column of this type.
    public static bool CanCompare(IArrowType type) => type is Int64Type or Int32Type or DoubleType or FloatType or BooleanType
        or TimestampType or StringType or DictionaryType { IndexType: Int32Type, ValueType: StringType };

    // Shows a batch.
    public void Bind(RecordBatch batch)
    {
        for (int i = 0; i < _arrays.Length; i++)
        {
            _arrays[i] = batch.Column(keys[i].Column);
            if (_ranks[i].Length < batch.Length)
            {
                _ranks[i] = new ulong[batch.Length];
            }

            Span<ulong> ranks = _ranks[i].AsSpan(0, batch.Length);
            Rank(_arrays[i], ranks);
            Turn(keys[i], _arrays[i], ranks);
        }
    }

    // Negative when this row comes before another one, 0 when they are equal in all keys.
    public int Compare(int row, SortKeys other, int otherRow)
    {
        for (int i = 0; i < _arrays.Length; i++)
        {
            ulong a = _ranks[i][row];
            ulong b = other._ranks[i][otherRow];
            if (a != b)
            {
                return a < b ? -1 : 1;
            }

            int order = CompareEqual(keys[i], _arrays[i], row, other._arrays[i], otherRow);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int CompareEqual(RunKey key, IArrowArray left, int leftRow, IArrowArray right, int rightRow)
    {
        if (left.NullCount + right.NullCount > 0 && (left.IsNull(leftRow) || right.IsNull(rightRow)))
        {
            int nulls = left.IsNull(leftRow).CompareTo(right.IsNull(rightRow));
            return key.NullsFirst ? -nulls : nulls;
        }

        int texts = left is StringArray or DictionaryArray ? TextOf(left, leftRow).SequenceCompareTo(TextOf(right, rightRow)) : 0;
        return key.Descending ? -texts : texts;
    }

    private static void Turn(RunKey key, IArrowArray array, Span<ulong> ranks)
    {
        for (int row = 0; key.Descending && row < ranks.Length; row++)
        {
            ranks[row] = ~ranks[row];
        }

        for (int row = 0; array.NullCount > 0 && row < ranks.Length; row++)
        {
            ranks[row] = !array.IsNull(row) ? ranks[row] : key.NullsFirst ? 0 : ulong.MaxValue;
        }
    }

    private static void Rank(IArrowArray array, Span<ulong> ranks)
    {
        switch (array)
        {
            case PrimitiveArray<long> values:
                for (int row = 0; row < ranks.Length; row++)
                {
                    ranks[row] = SortRank.Of(values.Values[row]);
                }

                break;
            case PrimitiveArray<int> values:
                for (int row = 0; row < ranks.Length; row++)
                {
                    ranks[row] = SortRank.Of(values.Values[row]);
                }

                break;
            case PrimitiveArray<double> values:
                for (int row = 0; row < ranks.Length; row++)
                {
                    ranks[row] = SortRank.Of(values.Values[row]);
                }

                break;
            case PrimitiveArray<float> values:
                for (int row = 0; row < ranks.Length; row++)
                {
                    ranks[row] = SortRank.Of(values.Values[row]);
                }

                break;
            case BooleanArray values:
                for (int row = 0; row < ranks.Length; row++)
                {
                    ranks[row] = values.GetValue(row) == true ? 1UL : 0;
                }

                break;
            default:
                for (int row = 0; row < ranks.Length; row++)
                {
                    ranks[row] = RankOf(TextOf(array, row));
                }

                break;
        }
    }

    private static ulong RankOf(ReadOnlySpan<byte> text)
    {
        Span<byte> first = stackalloc byte[sizeof(ulong)];
        first.Clear();
        text[..Math.Min(text.Length, first.Length)].CopyTo(first);
        return BinaryPrimitives.ReadUInt64BigEndian(first);
    }

    private static ReadOnlySpan<byte> TextOf(IArrowArray array, int row) => array.IsNull(row) ? default : array.BytesAt(row);
}
