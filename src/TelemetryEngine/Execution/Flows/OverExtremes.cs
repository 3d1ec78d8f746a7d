using Apache.Arrow;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Joins;

namespace TelemetryEngine.Execution.Flows;

// min and max of a frame, as the aggregates give them: nulls do not count, and NaN only where there is nothing else.
internal sealed class OverExtremes : OverValues
{
    private readonly OverArgument _argument;
    private readonly bool _isMost;
    private readonly OverFrame _frame;
    private readonly bool _hasNaN;
    private readonly Schema _column;
    private readonly SortOrder _order;
    private readonly GatheredRows _gathered;
    private readonly HeldColumn _held;
    private readonly ColumnVector _taken;
    private readonly VectorArrays _arrays = new();
    private int[] _picks = [];

    // throws PlanException: The values' type has no order.
    public OverExtremes(string name, OverArgument argument, bool isMost, OverFrame frame)
    {
        _argument = argument;
        _isMost = isMost;
        _frame = frame;
        _hasNaN = argument.Type.Layout is VectorLayout.Double or VectorLayout.Scaled;
        _column = new Schema([argument.Field], null);
        _order = new SortOrder(_column, [new SortColumn(argument.Field.Name)], isMost ? "max" : "min");
        _gathered = new GatheredRows(_column);
        _held = new HeldColumn(new Column(name, ArrowTypes.ToColumn(argument.Field.DataType)));
        _taken = new ColumnVector(_held.Column.Type);
        Field = new Field(
            name, VectorArrays.TypeOf(ResultValues.TypeOf(_held.Column.Type), null), nullable: true, argument.Field.Metadata);
    }

    public override Field Field { get; }

    public override int RowBytes => (3 * sizeof(long)) + (2 * sizeof(int));

    public override long Bytes => _argument.Bytes + _gathered.Bytes + _held.Bytes;

    public override bool NeedsTimes => _frame.Span is not null;

    public override void Add(RecordBatch batch, int before)
    {
        IArrowArray array = _argument.ArrayOf(batch, before);
        _gathered.Add(new RecordBatch(_column, [array], batch.Length));
        _held.Add(array);
    }

    public override void Fill(OverOrder order)
    {
        IReadOnlyList<ulong[]> ranks = _order.Of(_gathered, threads: 1).Of(0);
        ulong[] keys = ranks[^1];
        ulong[]? nulls = ranks.Count > 1 ? ranks[0] : null;
        for (int place = 0; place < keys.Length && _isMost; place++)
        {
            // the largest comes first, and NaN behind all others still
            keys[place] = _hasNaN && keys[place] == ulong.MaxValue ? ulong.MaxValue : ~keys[place];
        }

        _picks = new int[order.Count];
        int[] waiting = new int[order.Count];
        for (int series = 0; series < order.Series; series++)
        {
            Fill(order, order.Positions(series), keys, nulls, waiting);
        }
    }

    public override IArrowArray Take(int start, int rows)
    {
        _held.Gather(_picks.AsSpan(start, rows), isWhole: false, _taken);
        return _arrays.ToArrow(_taken, Field.DataType, rows);
    }

    public override void Dispose()
    {
        _argument.Dispose();
        _held.Dispose();
        _taken.Dispose();
    }

    // waiting: Room for positions: those that may still be the first of a frame, each with a larger key than the one before.
    private void Fill(OverOrder order, (int From, int To) positions, ulong[] keys, ulong[]? nulls, int[] waiting)
    {
        (int from, int to) = positions;
        int start = from;
        int head = 0;
        int tail = 0;
        int next = from;
        int end = 0;
        for (int position = from; position < to; position++)
        {
            end = _frame.End(order, position, to, end);
            for (; next < end; next++)
            {
                int place = order.Places[next];
                if (nulls?[place] == 1)
                {
                    continue;
                }

                while (tail > head && keys[order.Places[waiting[tail - 1]]] > keys[place])
                {
                    tail--;
                }

                waiting[tail++] = next;
            }

            start = _frame.Start(order, from, position, start);
            while (head < tail && waiting[head] < start)
            {
                head++;
            }

            _picks[order.Places[position]] = head < tail ? order.Places[waiting[head]] : -1;
        }
    }
}
