using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Kernels.Sorting;

namespace TelemetryEngine.Execution.Flows;

// The order of rows by some of their columns.
internal sealed class SortOrder
{
    private readonly Key[] _keys;

    // throws PlanException: There is no such column, or its type has no order.
    public SortOrder(Schema schema, IReadOnlyList<SortColumn> by, string what)
    {
        NamedColumns columns = new(ArrowTypes.ToColumns(schema).Columns);
        _keys = new Key[by.Count];
        for (int i = 0; i < _keys.Length; i++)
        {
            int ordinal = UnknownColumn.Find(columns, by[i].Column, what);
            Column column = columns[ordinal];
            if (column.Type.Kind is ColumnKind.Other or ColumnKind.Bytes)
            {
                throw new PlanException($"column '{column.Name}' is {column.Type}, which has no order for {what}; leave it out");
            }

            _keys[i] = new Key(ordinal, column, by[i]);
        }
    }

    // Where the columns are.
    public IEnumerable<int> Ordinals => _keys.Select(static key => key.Ordinal);

    // The bytes that numbering and sorting takes for each row.
    public int RowBytes => (_keys.Length * 2 * sizeof(ulong)) + (2 * (sizeof(ulong) + sizeof(int)));

    // The numbers by which rows are compared, those of each column by themselves.
    // threads: How many threads find them.
    public RowRanks Of(GatheredRows rows, int threads) => new([.. _keys.Select(key => key.Of(rows, threads))], rows.Count, threads);

    // One column of the order. Each value has an unsigned number that is larger when it comes later, so that rows are compared by numbers
    // alone.
    private sealed class Key(int ordinal, Column column, SortColumn said)
    {
        public int Ordinal => ordinal;

        // The numbers of all rows, the first ones first: where there are nulls, those that tell them from others come before.
        public IReadOnlyList<ulong[]> Of(GatheredRows rows, int threads)
        {
            ulong[] ranks = FreshMemory.New<ulong>(rows.Count);
            ulong[] nulls = FreshMemory.New<ulong>(rows.Count);
            bool hasNulls = false;
            GatheredColumn gathered = rows.Column(ordinal);
            GatheredTexts? texts = column.Type.IsText ? gathered as GatheredTexts ?? Texts(gathered, rows.Count) : null;
            ulong[] order = texts is null ? [] : TextOrder(texts.Texts);
            RowSort.EachPart(rows.Count, threads, (from, to) =>
            {
                int[] places = [.. Enumerable.Range(from, to - from)];
                Span<ulong> part = ranks.AsSpan(from..to);
                Span<ulong> nullPart = nulls.AsSpan(from..to);
                bool has = texts is null
                    ? RankValues(gathered.Take(places), part, nullPart)
                    : RankTexts(texts, order, places, part, nullPart);
                if (has)
                {
                    Volatile.Write(ref hasNulls, true);
                }
            });

            return hasNulls ? [nulls, ranks] : [ranks];
        }

        // of arrays whose texts have other codes each
        private static GatheredTexts Texts(GatheredColumn gathered, int count)
        {
            GatheredTexts texts = new();
            RowSort.EachPart(count, 1, (from, to) => texts.Add(gathered.Take([.. Enumerable.Range(from, to - from)])));
            return texts;
        }

        private bool RankTexts(GatheredTexts texts, ulong[] order, int[] places, Span<ulong> ranks, Span<ulong> nulls)
        {
            int[] codes = new int[places.Length];
            texts.Codes(places, codes);
            bool hasNulls = false;
            for (int row = 0; row < places.Length; row++)
            {
                bool isNull = texts.IsNull(places[row]);
                hasNulls |= isNull;
                nulls[row] = isNull ? NullRank : 1 - NullRank;
                ranks[row] = isNull ? 0 : said.Descending ? ~order[codes[row]] : order[codes[row]];
            }

            return hasNulls;
        }

        private bool RankValues(IArrowArray array, Span<ulong> ranks, Span<ulong> nulls)
        {
            using ArrowVectors view = new(column);
            view.Show(array, copy: false);
            ColumnVector vector = view.Vector;
            Rank(vector, ranks);
            bool hasNulls = vector.HasNulls;
            for (int row = 0; said.Descending && row < ranks.Length; row++)
            {
                ranks[row] = ~ranks[row];
            }

            nulls.Fill(1 - NullRank);
            for (int row = 0; hasNulls && row < ranks.Length; row++)
            {
                if (vector.IsNull(row))
                {
                    nulls[row] = NullRank;
                    ranks[row] = 0;
                }
            }

            return hasNulls;
        }

        private ulong NullRank => said.NullsFirst ? 0UL : 1;

        private static void Rank(ColumnVector vector, Span<ulong> ranks)
        {
            switch (vector.Layout)
            {
                case VectorLayout.Bits:
                    for (int row = 0; row < ranks.Length; row++)
                    {
                        ranks[row] = (ulong)((vector.Bits[row >> 3] >> (row & 7)) & 1);
                    }

                    break;
                case VectorLayout.Double or VectorLayout.Scaled:
                    ReadOnlySpan<double> doubles = new ColumnViews().Doubles(vector, ranks.Length);
                    for (int row = 0; row < ranks.Length; row++)
                    {
                        ranks[row] = SortRank.Of(doubles[row]);
                    }

                    break;
                default:
                    ReadOnlySpan<long> values = vector.Int64s;
                    for (int row = 0; row < ranks.Length; row++)
                    {
                        ranks[row] = SortRank.Of(values[row]);
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
