using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Fills;

namespace TelemetryEngine.Execution.Results;

// The columns of a result whose nulls are filled: made whole, since a fill looks at other rows, and handed out in pieces.
internal sealed class FilledColumns
{
    private const int PieceRows = 1 << 16;

    // The row before, and for straight lines those that have a value before and behind.
    private const long BytesPerRow = 12;

    // A value and whether there is one.
    private const long BytesPerValue = 9;

    private readonly BoundPlan _plan;
    private readonly ColumnVector?[] _columns;

    private FilledColumns(BoundPlan plan)
    {
        _plan = plan;
        _columns = new ColumnVector?[plan.Aggregates.Count];
    }

    // Fills what the plan wants filled.
    // threads: How many threads may work on it.
    // throws RunException: The columns take more memory than allowed.
    public static FilledColumns Of(
        BoundPlan plan, GapRows rows, ResultBuilder builder, int threads, MemoryBudget budget, CancellationToken cancellation)
    {
        FilledColumns filled = new(plan);
        int wanted = plan.Fills.Count(f => f is not NullFill);
        if (wanted > 0)
        {
            long heldBytes = 0;
            budget.Reserve(ref heldBytes, rows.Count * (BytesPerRow + (wanted * BytesPerValue)), rows.What, rows.Remedy);
        }

        filled.Fill(rows, builder, threads, cancellation);
        return filled;
    }

    // Copies some rows of a column into another of the same type, and dictionary if it has one.
    public static void Copy(ColumnVector from, int fromRow, ColumnVector to, int toRow, int count, int rows)
    {
        switch (to.Layout)
        {
            case VectorLayout.Codes: from.Codes.Slice(fromRow, count).CopyTo(to.Codes[toRow..]); break;
            case VectorLayout.Bits: CopyBits(from, fromRow, to, toRow, count); break;
            default: from.Int64s.Slice(fromRow, count).CopyTo(to.Int64s[toRow..]); break;
        }

        for (int row = 0; from.HasNulls && row < count; row++)
        {
            if (from.IsNull(fromRow + row))
            {
                to.SetNull(toRow + row, rows);
            }
        }
    }

    // True for a column that must be taken from here.
    public bool Has(int aggregate) => _columns[aggregate] is not null;

    // Some rows of a column.
    public ColumnVector Piece(int aggregate, int firstRow, int count)
    {
        ColumnVector whole = _columns[aggregate]!;
        ColumnVector piece = new(whole.Type) { Dictionary = whole.Dictionary };
        piece.Reset(count);
        Copy(whole, firstRow, piece, 0, count, count);
        return piece;
    }

    private void Fill(GapRows rows, ResultBuilder builder, int threads, CancellationToken cancellation)
    {
        List<int> wanted = [];
        for (int i = 0; i < _columns.Length; i++)
        {
            if (_plan.Fills[i] is not NullFill)
            {
                wanted.Add(i);
                _columns[i] = new ColumnVector(_plan.Aggregates[i].Column.Type);
                _columns[i]!.Reset(rows.Count);
            }
        }

        if (wanted.Count == 0)
        {
            return;
        }

        ArrowVectors[] readers = [.. wanted.Select(i => new ArrowVectors(new Column(_plan.Aggregates[i].Name, _columns[i]!.Type)))];
        int next = 0;
        int pieces = (rows.Count + PieceRows - 1) / PieceRows;
        OrderedWork<int, IArrowArray[]> work =
            OrderedWork.Of(pieces, threads,
                piece => builder.Aggregates(wanted, piece * PieceRows, Math.Min(PieceRows, rows.Count - (piece * PieceRows))));
        work.Run(arrays => next = Append(arrays, wanted, readers, next, rows.Count), cancellation);
        int[] previous = rows.PreviousRows();
        ReadOnlySpan<long> starts = rows.AllStarts;
        foreach (int i in wanted)
        {
            _plan.Fills[i].Apply(new FillColumn(_columns[i]!, previous, starts));
        }
    }

    private int Append(IArrowArray[] arrays, List<int> wanted, ArrowVectors[] readers, int at, int rows)
    {
        for (int i = 0; i < arrays.Length; i++)
        {
            ColumnVector whole = _columns[wanted[i]]!;
            readers[i].Show(arrays[i], copy: false);
            whole.Dictionary = readers[i].Vector.Dictionary;
            Copy(readers[i].Vector, 0, whole, at, arrays[i].Length, rows);
        }

        return at + arrays[0].Length;
    }

    private static void CopyBits(ColumnVector from, int fromRow, ColumnVector to, int toRow, int count)
    {
        for (int row = 0; row < count; row++)
        {
            int bit = (from.Bits[(fromRow + row) >> 3] >> ((fromRow + row) & 7)) & 1;
            ref byte cell = ref to.Bits[(toRow + row) >> 3];
            cell = (byte)((cell & ~(1 << ((toRow + row) & 7))) | (bit << ((toRow + row) & 7)));
        }
    }
}
