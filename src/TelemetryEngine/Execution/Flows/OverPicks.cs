using Apache.Arrow;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Execution.Flows;

// Which row of its series a row takes the value of.
internal enum PickedRow
{
    // The one so many before it.
    Lag,

    // The one so many behind it.
    Lead,

    // The first of its frame.
    First,

    // The last of its frame.
    Last,
}

// lag, lead, first and last: the value of another row, as it is there; null where there is no such row.
internal sealed class OverPicks : OverValues
{
    private readonly OverArgument _argument;
    private readonly PickedRow _row;
    private readonly long _away;
    private readonly OverFrame _frame;
    private readonly Schema _column;
    private readonly GatheredRows _gathered;
    private readonly bool _hasNulls;
    private IArrowArray? _dictionary;
    private int[] _picks = [];

    // away: For lag and lead how many rows.
    // frame: For first and last the rows that count.
    // throws PlanException: The values' type has no place for nulls.
    public OverPicks(string name, OverArgument argument, PickedRow row, long away, OverFrame frame)
    {
        _argument = argument;
        _row = row;
        _away = away;
        _frame = frame;
        _hasNulls = row is PickedRow.Lag or PickedRow.Lead;
        Field = new Field(name, argument.Field.DataType, nullable: true, argument.Field.Metadata);
        _column = new Schema([Field], null);
        _gathered = new GatheredRows(_column);
        try
        {
            _ = _hasNulls ? NullArrays.Of(Field.DataType, 0) : null;
        }
        catch (NotSupportedException e)
        {
            throw new PlanException($"rows without another have no value of '{argument.Text}', and {e.Message}; take another column");
        }
    }

    public override Field Field { get; }

    public override int RowBytes => sizeof(int);

    public override long Bytes => _argument.Bytes + _gathered.Bytes;

    public override bool NeedsTimes => _frame.Span is not null;

    public override void Add(RecordBatch batch, int before)
    {
        IArrowArray array = _argument.ArrayOf(batch, before);
        _dictionary ??= array is DictionaryArray coded ? coded.Dictionary : null;
        _gathered.Add(new RecordBatch(_column, [array], batch.Length));
    }

    public override void Fill(OverOrder order)
    {
        _picks = new int[order.Count];
        for (int series = 0; series < order.Series; series++)
        {
            (int from, int to) = order.Positions(series);
            int start = from;
            int end = 0;
            for (int position = from; position < to; position++)
            {
                start = _frame.Start(order, from, position, start);
                end = _frame.End(order, position, to, end);
                long picked = _row switch
                {
                    PickedRow.Lag => position - _away,
                    PickedRow.Lead => position + _away,
                    PickedRow.First => start,
                    _ => end - 1,
                };
                _picks[order.Places[position]] = picked >= from && picked < to ? order.Places[(int)picked] : order.Count;
            }
        }

        // a row behind the others is the null of those that have none
        if (_hasNulls && order.Count > 0)
        {
            _gathered.Add(new RecordBatch(_column, [NullArrays.One(Field.DataType, _dictionary)], 1));
        }
    }

    public override IArrowArray Take(int start, int rows) =>
        _gathered.Column(0).Take(_picks.AsSpan(start, rows));

    public override void Dispose() => _argument.Dispose();
}
