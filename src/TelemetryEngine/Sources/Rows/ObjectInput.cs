using System.Diagnostics.CodeAnalysis;
using Apache.Arrow;

namespace TelemetryEngine.Sources.Rows;

// Objects of a program as rows. A collection is enumerated anew for each run; another sequence once, and its first rows are kept from the
// look at the columns to the run.
internal sealed class ObjectInput<[DynamicallyAccessedMembers(RowMembers.Needed)] TRow> : BatchInput
{
    private readonly IEnumerable<TRow> _rows;
    private readonly Lock _gate = new();
    private BatchTable? _onlyTable;

    // Takes rows.
    // throws PlanException: They have no columns, or one of a type that is no column's.
    public ObjectInput(IEnumerable<TRow> rows)
    {
        _rows = rows;
        IsCollection = rows is IReadOnlyCollection<TRow> or ICollection<TRow>;
        _ = RowMembers.Of<TRow>();
    }

    public override string Name => CellPlace.Input;

    public override string? OnlyOnce =>
        IsCollection ? null : "the rows come from a sequence, which can be read only once; call ToList() first to run again";

    private bool IsCollection { get; }

    protected override BatchTable LookAt()
    {
        if (IsCollection)
        {
            return LookAtAll();
        }

        lock (_gate)
        {
            return _onlyTable ??= LookAtHead();
        }
    }

    // what the types depend on is in the values: how many fraction digits decimals have, what kind of times they are
    private BatchTable LookAtAll()
    {
        IReadOnlyList<RowMember<TRow>> members = RowMembers.Of<TRow>();
        List<RowMember<TRow>> open = [.. members.Where(static member => member.IsOpen)];
        if (open.Count > 0)
        {
            foreach (Block block in Blocks(members))
            {
                block.Look(open);
                open.RemoveAll(static member => !member.IsOpen);
                if (open.Count == 0)
                {
                    break;
                }
            }
        }

        Schema schema = RowMembers.SchemaOf(members);
        long count = _rows is IReadOnlyCollection<TRow> all ? all.Count : ((ICollection<TRow>)_rows).Count;
        return new BatchTable(schema, [schema], request => new RowFeed(schema, Blocks(members).GetEnumerator(), request, count));
    }

    private BatchTable LookAtHead()
    {
        IReadOnlyList<RowMember<TRow>> members = RowMembers.Of<TRow>();
        IEnumerator<Block> blocks = Blocks(members).GetEnumerator();
        Block? head = blocks.MoveNext() ? blocks.Current : null;
        head?.Look(members);
        Schema schema = RowMembers.SchemaOf(members);
        return new BatchTable(schema, [schema], request => new RowFeed(schema, RowBlock.HeadAndRest(head, blocks), request, rows: null));
    }

    private IEnumerable<Block> Blocks(IReadOnlyList<RowMember<TRow>> members)
    {
        string unseen =
            IsCollection ? "the rows must not change while they are read" : "call ToList() first, so that all rows are looked at";
        return _rows is TRow[] array && array.GetType() == typeof(TRow[]) ? OfArray(array, members, unseen) : OfSequence(members, unseen);
    }

    private static IEnumerable<Block> OfArray(TRow[] rows, IReadOnlyList<RowMember<TRow>> members, string unseen)
    {
        for (int start = 0; start < rows.Length; start += RowBlock.MostRows)
        {
            yield return new Block(rows.AsMemory(start, Math.Min(RowBlock.MostRows, rows.Length - start)), start, members, unseen);
        }
    }

    private IEnumerable<Block> OfSequence(IReadOnlyList<RowMember<TRow>> members, string unseen)
    {
        using IEnumerator<TRow> rows = _rows.GetEnumerator();
        long first = 0;
        while (true)
        {
            TRow[] some = new TRow[RowBlock.MostRows];
            int count = 0;
            while (count < some.Length && rows.MoveNext())
            {
                some[count++] = rows.Current;
            }

            if (count > 0)
            {
                yield return new Block(some.AsMemory(0, count), first, members, unseen);
            }

            if (count < some.Length)
            {
                yield break;
            }

            first += count;
        }
    }

    private sealed class Block(Memory<TRow> rows, long first, IReadOnlyList<RowMember<TRow>> members, string unseen) : RowBlock(rows.Length)
    {
        private bool _isChecked;

        public void Look(IReadOnlyList<RowMember<TRow>> open)
        {
            CheckNulls();
            foreach (RowMember<TRow> member in open)
            {
                if (member.IsOpen)
                {
                    member.Look(rows.Span);
                }
            }
        }

        public override IArrowArray Read(int column)
        {
            CheckNulls();
            return members[column].Read(rows.Span, new CellPlace(members[column].Name, first, unseen));
        }

        private void CheckNulls()
        {
            Span<TRow> all = rows.Span;
            for (int row = 0; row < all.Length && !_isChecked && !typeof(TRow).IsValueType; row++)
            {
                if (all[row] is null)
                {
                    throw InputException.AtRow(CellPlace.Input, first + row + 1, column: null, new MessageText("the row is null"));
                }
            }

            _isChecked = true;
        }
    }
}
