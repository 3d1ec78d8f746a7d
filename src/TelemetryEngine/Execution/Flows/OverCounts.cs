using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Execution.Flows;

// What a row's number counts.
internal enum RowCount
{
    // The rows up to it.
    Rows,

    // One more than the rows that come before all that are equal to it in the order.
    Rank,

    // The different values of the order up to it.
    DenseRank,
}

// row_number, rank and dense_rank: a number by the place in the order.
internal sealed class OverRanks(string name, RowCount counts) : OverValues
{
    private OverNumbers<long>? _numbers;

    public override Field Field { get; } = new(name, Int64Type.Default, nullable: true);

    public override int RowBytes => sizeof(long) + 1;

    public override void Add(RecordBatch batch, int before)
    {
    }

    public override void Fill(OverOrder order)
    {
        _numbers = new OverNumbers<long>(order.Count);
        for (int series = 0; series < order.Series; series++)
        {
            (int from, int to) = order.Positions(series);
            long number = 0;
            for (int position = from; position < to; position++)
            {
                bool isNew = position == from || order.IsNew(position);
                number = counts switch
                {
                    RowCount.Rows => number + 1,
                    RowCount.Rank => isNew ? position - from + 1 : number,
                    _ => isNew ? number + 1 : number,
                };
                _numbers.Set(order.Places[position], number);
            }
        }
    }

    public override IArrowArray Take(int start, int rows) => _numbers!.Take(Int64Type.Default, start, rows);
}

// count: the rows of the frame, or those of them that have a value.
// argument: What is to have a value; null = all rows count.
internal sealed class OverCounts(string name, OverArgument? argument, OverFrame frame) : OverValues
{
    private readonly List<bool> _have = [];
    private OverNumbers<long>? _numbers;

    public override Field Field { get; } = new(name, Int64Type.Default, nullable: true);

    public override int RowBytes => sizeof(long) + 2;

    public override long Bytes => argument?.Bytes ?? 0;

    public override bool NeedsTimes => frame.Span is not null;

    public override void Add(RecordBatch batch, int before)
    {
        if (argument is null)
        {
            return;
        }

        Columns.ColumnVector? vector = argument.IsComputable ? argument.VectorOf(batch, before) : null;
        IArrowArray? array = vector is null ? argument.ArrayOf(batch, before) : null;
        for (int row = 0; row < batch.Length; row++)
        {
            _have.Add(vector is null ? array!.IsValid(row) : !vector.IsNull(row));
        }
    }

    public override void Fill(OverOrder order)
    {
        _numbers = new OverNumbers<long>(order.Count);
        for (int series = 0; series < order.Series; series++)
        {
            (int from, int to) = order.Positions(series);
            int start = from;
            int next = from;
            int end = 0;
            long count = 0;
            for (int position = from; position < to; position++)
            {
                end = frame.End(order, position, to, end);
                for (; next < end; next++)
                {
                    count += Has(order.Places[next]);
                }

                for (int first = frame.Start(order, from, position, start); start < first; start++)
                {
                    count -= Has(order.Places[start]);
                }

                _numbers.Set(order.Places[position], count);
            }
        }
    }

    public override IArrowArray Take(int start, int rows) => _numbers!.Take(Int64Type.Default, start, rows);

    public override void Dispose() => argument?.Dispose();

    private int Has(int place) => argument is null || _have[place] ? 1 : 0;
}
