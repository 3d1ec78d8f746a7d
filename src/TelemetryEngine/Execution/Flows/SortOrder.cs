using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Sorting;

namespace TelemetryEngine.Execution.Flows;

// The order of rows by some of their columns. Each value has an unsigned number that is larger when it comes later, so that rows are
// compared by numbers alone; texts get theirs when all are known.
internal sealed class SortOrder : IDisposable
{
    private readonly Key[] _keys;

    // throws PlanException: There is no such column, or its type has no order.
    public SortOrder(Schema schema, IReadOnlyList<SortColumn> by, string what)
    {
        NamedColumns columns = new(ArrowTypes.ToColumns(schema).Columns);
        _keys = new Key[by.Count];
        for (int i = 0; i < _keys.Length; i++)
        {
            int ordinal = Planning.UnknownColumn.Find(columns, by[i].Column, what);

            Column column = columns[ordinal];
            if (column.Type.Kind is ColumnKind.Other or ColumnKind.Bytes)
            {
                throw new PlanException($"column '{column.Name}' is {column.Type}, which has no order for {what}; leave it out");
            }

            _keys[i] = new Key(ordinal, column, by[i]);
        }
    }

    // Takes the keys of a batch, whose rows stand behind those before.
    public void Add(RecordBatch batch)
    {
        foreach (Key key in _keys)
        {
            key.Add(batch.Column(key.Ordinal), batch.Length);
        }
    }

    // Where the columns are.
    public IEnumerable<int> Ordinals => _keys.Select(static key => key.Ordinal);

    // What the keys hold.
    public long Bytes => _keys.Sum(static key => key.Bytes);

    // The numbers by which rows are compared in one of the columns, the first ones first: where there are nulls, 1 for each of them.
    public IReadOnlyList<ulong[]> RanksOf(int column) => _keys[column].Ranks;

    // The places of all rows in their order. Rows that are equal keep theirs.
    public int[] Places(int count)
    {
        int[] places = new int[count];
        for (int i = 0; i < count; i++)
        {
            places[i] = i;
        }

        ulong[][] ranks = [.. _keys.SelectMany(static key => key.Ranks)];
        if (Packed(ranks, count) is { } packed)
        {
            RadixSort.Sort(packed, places);
        }
        else
        {
            places.AsSpan().Sort((left, right) =>
            {
                foreach (ulong[] rank in ranks)
                {
                    if (rank[left] != rank[right])
                    {
                        return rank[left] < rank[right] ? -1 : 1;
                    }
                }

                return left.CompareTo(right);
            });
        }

        return places;
    }

    // For each row whether one of the first columns differs from those of the row before it, in an order.
    // columns: How many columns.
    public bool[] Changes(int columns, ReadOnlySpan<int> places)
    {
        ulong[][] ranks = [.. _keys.Take(columns).SelectMany(static key => key.Ranks)];
        bool[] changes = new bool[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            changes[i] = i == 0;
            foreach (ulong[] rank in ranks)
            {
                changes[i] |= i > 0 && rank[places[i]] != rank[places[i - 1]];
            }
        }

        return changes;
    }

    public void Dispose()
    {
        foreach (Key key in _keys)
        {
            key.Dispose();
        }
    }

    // All numbers of a row as one, where they fit in one; null where they do not.
    private static ulong[]? Packed(ulong[][] ranks, int count)
    {
        ulong[] least = new ulong[ranks.Length];
        int[] bits = new int[ranks.Length];
        for (int i = 0; i < ranks.Length && count > 0; i++)
        {
            ulong most = 0;
            least[i] = ulong.MaxValue;
            foreach (ulong rank in ranks[i])
            {
                least[i] = Math.Min(least[i], rank);
                most = Math.Max(most, rank);
            }

            bits[i] = 64 - BitOperations.LeadingZeroCount(most - least[i]);
        }

        if (bits.Sum() > 64)
        {
            return null;
        }

        ulong[] packed = new ulong[count];
        for (int i = 0; i < ranks.Length; i++)
        {
            ulong[] rank = ranks[i];
            for (int row = 0; row < packed.Length; row++)
            {
                // a shift by 64 is none
                packed[row] = (bits[i] == 64 ? 0 : packed[row] << bits[i]) | (rank[row] - least[i]);
            }
        }

        return packed;
    }

    // One column of the order.
    private sealed class Key(int ordinal, Column column, SortColumn said) : IDisposable
    {
        private readonly ArrowVectors _view = new(column);
        private readonly ColumnViews _views = new();
        private readonly List<ulong> _ranks = [];
        private readonly List<ulong> _nulls = [];
        private TextDictionary? _texts;

        public int Ordinal => ordinal;

        public long Bytes => ((long)_ranks.Capacity + _nulls.Capacity) * sizeof(ulong);

        public void Add(IArrowArray array, int rows)
        {
            _view.Show(array, copy: false);
            ColumnVector vector = _view.Vector;
            int start = _ranks.Count;
            CollectionsMarshal.SetCount(_ranks, start + rows);
            Span<ulong> ranks = CollectionsMarshal.AsSpan(_ranks)[start..];
            Rank(vector, ranks);
            bool isTurned = said.Descending && _texts is null;
            for (int row = 0; isTurned && row < rows; row++)
            {
                ranks[row] = ~ranks[row];
            }

            if (!vector.HasNulls && _nulls.Count == 0)
            {
                return;
            }

            // before the first null there is none
            ulong isNull = said.NullsFirst ? 0UL : 1;
            int known = _nulls.Count;
            CollectionsMarshal.SetCount(_nulls, start + rows);
            CollectionsMarshal.AsSpan(_nulls)[known..].Fill(1 - isNull);
            for (int row = 0; vector.HasNulls && row < rows; row++)
            {
                if (vector.IsNull(row))
                {
                    _nulls[start + row] = isNull;
                    ranks[row] = 0;
                }
            }
        }

        // The numbers by which rows are compared, the first ones first; to be asked once all rows were added.
        public IReadOnlyList<ulong[]> Ranks => field ??= _nulls.Count > 0 ? [[.. _nulls], Values()] : [Values()];

        public void Dispose() => _view.Dispose();

        private ulong[] Values()
        {
            ulong[] ranks = [.. _ranks];
            ulong[]? order = _texts is null ? null : TextOrder(_texts);
            for (int row = 0; row < ranks.Length && order?.Length > 0; row++)
            {
                ranks[row] = said.Descending ? ~order[ranks[row]] : order[ranks[row]];
            }

            return ranks;
        }

        private void Rank(ColumnVector vector, Span<ulong> ranks)
        {
            switch (vector.Layout)
            {
                case VectorLayout.Codes:
                    _texts = vector.Dictionary;
                    for (int row = 0; row < ranks.Length; row++)
                    {
                        ranks[row] = vector.IsNull(row) ? 0 : (ulong)vector.Codes[row];
                    }

                    break;
                case VectorLayout.Bits:
                    for (int row = 0; row < ranks.Length; row++)
                    {
                        ranks[row] = (ulong)((vector.Bits[row >> 3] >> (row & 7)) & 1);
                    }

                    break;
                case VectorLayout.Double or VectorLayout.Scaled:
                    _views.Clear();
                    ReadOnlySpan<double> doubles = _views.Doubles(vector, ranks.Length);
                    for (int row = 0; row < ranks.Length; row++)
                    {
                        ranks[row] = SortRank.Of(doubles[row]);
                    }

                    break;
                default:
                    for (int row = 0; row < ranks.Length; row++)
                    {
                        ranks[row] = SortRank.Of(vector.Int64s[row]);
                    }

                    break;
            }
        }

        private static ulong[] TextOrder(TextDictionary texts)
        {
            int[] codes = [.. Enumerable.Range(0, texts.Count)];
            System.Array.Sort(codes, (left, right) => texts[left].SequenceCompareTo(texts[right]));
            ulong[] order = new ulong[codes.Length];
            for (int place = 0; place < codes.Length; place++)
            {
                order[codes[place]] = (ulong)place;
            }

            return order;
        }
    }
}
