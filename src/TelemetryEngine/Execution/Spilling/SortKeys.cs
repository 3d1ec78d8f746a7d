using System.Buffers.Binary;
using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Kernels.Sorting;

namespace TelemetryEngine.Execution.Spilling;

// The first columns of a batch of the result, in a form in which rows of two batches are quickly compared in the result's order: windows,
// then keys; false before true, numbers, texts by their bytes, then NaN, then null. Each value has an unsigned number that is larger when
// it comes later; where two are equal, the values themselves are looked at.
internal sealed class SortKeys(int columns)
{
    private readonly ulong[][] _ranks = [.. Enumerable.Range(0, columns).Select(_ => Array.Empty<ulong>())];
    private readonly IArrowArray[] _arrays = new IArrowArray[columns];

    // Shows a batch.
    public void Bind(RecordBatch batch)
    {
        for (int i = 0; i < _arrays.Length; i++)
        {
            _arrays[i] = batch.Column(i);
            if (_ranks[i].Length < batch.Length)
            {
                _ranks[i] = new ulong[batch.Length];
            }

            Rank(_arrays[i], _ranks[i].AsSpan(0, batch.Length));
        }
    }

    // Negative when the left row comes before the right one, 0 when windows and keys are the same.
    public static int Compare(SortKeys left, int leftRow, SortKeys right, int rightRow)
    {
        for (int i = 0; i < left._arrays.Length; i++)
        {
            ulong a = left._ranks[i][leftRow];
            ulong b = right._ranks[i][rightRow];
            if (a != b)
            {
                return a < b ? -1 : 1;
            }

            int order = CompareEqual(left._arrays[i], leftRow, right._arrays[i], rightRow);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int CompareEqual(IArrowArray left, int leftRow, IArrowArray right, int rightRow)
    {
        if (left.NullCount + right.NullCount > 0 && (left.IsNull(leftRow) || right.IsNull(rightRow)))
        {
            return left.IsNull(leftRow).CompareTo(right.IsNull(rightRow));
        }

        return left is StringArray or DictionaryArray ? TextOf(left, leftRow).SequenceCompareTo(TextOf(right, rightRow)) : 0;
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

        for (int row = 0; array.NullCount > 0 && row < ranks.Length; row++)
        {
            ranks[row] = array.IsNull(row) ? ulong.MaxValue : ranks[row];
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
