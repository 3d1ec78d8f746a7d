using System.Runtime.InteropServices;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// Calls a function of the program with the rows of each group in order. For several threads.
// empty: The state of no values.
// said: The function and its columns, for messages.
internal abstract class OrderedCall<TSelf, TRow, TResult>(TSelf empty, string said)
    where TSelf : struct, IAggregateState<TResult>
    where TRow : unmanaged
{
    // Rows of a group come in pieces of this length, however they are held: so the pieces are the same in every run.
    protected const int PieceRows = 1024;

    // an array can't hold many more
    private const long MostRows = 1 << 30;

    // Writes the results of some groups.
    public void Finish(ValueLists<Placed<TRow>> lists, ReadOnlySpan<int> groups, ColumnVector result)
    {
        CustomResults<TResult> results = new(groups.Length, said);
        TRow[] piece = new TRow[PieceRows];
        Placed<TRow>[] room = [];
        foreach (int group in groups)
        {
            TSelf state = empty;
            try
            {
                if (lists.IsStored(group))
                {
                    AddStored(ref state, lists.Open(group), piece);
                }
                else
                {
                    AddHeld(ref state, InOrder(lists, group, ref room), piece);
                }
            }
            catch (Exception error) when (error is not RunException)
            {
                throw CustomAggregate.Failed(said, "Add", error);
            }

            results.Add(ref state);
        }

        results.Write(result);
    }

    protected abstract void Add(ref TSelf state, ReadOnlySpan<TRow> rows);

    private static Span<Placed<TRow>> InOrder(ValueLists<Placed<TRow>> lists, int group, ref Placed<TRow>[] room)
    {
        long count = lists.Count(group);
        if (count > room.Length)
        {
            room = new Placed<TRow>[(int)Math.Max(count, Math.Min(room.Length * 2L, MostRows))];
        }

        Span<Placed<TRow>> own = room.AsSpan(0, (int)count);
        lists.CopyTo(group, own);
        own.Sort();
        return own;
    }

    private void AddHeld(ref TSelf state, ReadOnlySpan<Placed<TRow>> rows, TRow[] piece)
    {
        for (int start = 0; start < rows.Length; start += PieceRows)
        {
            int length = Math.Min(PieceRows, rows.Length - start);
            for (int i = 0; i < length; i++)
            {
                piece[i] = rows[start + i].Row;
            }

            Add(ref state, piece.AsSpan(0, length));
        }
    }

    private void AddStored(ref TSelf state, RecordMerge<ValueRecord<Placed<TRow>>> rows, TRow[] piece)
    {
        int length = 0;
        while (rows.MoveNext())
        {
            piece[length++] = MemoryMarshal.Read<Placed<TRow>>(rows.Current).Row;
            if (length == PieceRows)
            {
                Add(ref state, piece);
                length = 0;
            }
        }

        if (length > 0)
        {
            Add(ref state, piece.AsSpan(0, length));
        }
    }
}

// A call of a function of one column.
internal sealed class OrderedValuesCall<TSelf, TValue, TResult>(TSelf empty, string said) : OrderedCall<TSelf, TValue, TResult>(empty, said)
    where TSelf : struct, IOrderedAggregateFunction<TSelf, TValue, TResult>
    where TValue : unmanaged
{
    protected override void Add(ref TSelf state, ReadOnlySpan<TValue> rows) => state.Add(rows);
}

// A call of a function of two columns.
internal sealed class OrderedPairsCall<TSelf, TFirst, TSecond, TResult>(TSelf empty, string said)
    : OrderedCall<TSelf, Pair<TFirst, TSecond>, TResult>(empty, said)
    where TSelf : struct, IOrderedAggregateFunction<TSelf, TFirst, TSecond, TResult>
    where TFirst : unmanaged
    where TSecond : unmanaged
{
    protected override void Add(ref TSelf state, ReadOnlySpan<Pair<TFirst, TSecond>> rows)
    {
        Span<TFirst> first = stackalloc TFirst[rows.Length];
        Span<TSecond> second = stackalloc TSecond[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            (first[i], second[i]) = (rows[i].First, rows[i].Second);
        }

        state.Add(first, second);
    }
}
