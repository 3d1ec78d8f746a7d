using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Execution.Flows;

// sum and avg of a frame: exact, and rounded once, as the aggregates are. Nulls do not count.
internal sealed class OverSums : OverValues
{
    private readonly OverArgument _argument;
    private readonly bool _isAverage;
    private readonly OverFrame _frame;
    private readonly HeldNumbers _numbers;
    private OverNumbers<long>? _integers;
    private OverNumbers<double>? _doubles;

    // throws PlanException: The values are no numbers.
    public OverSums(string name, OverArgument argument, bool isAverage, OverFrame frame)
    {
        _argument = argument;
        _isAverage = isAverage;
        _frame = frame;
        _numbers = new HeldNumbers(argument.Type);
        IArrowType type = argument.Type.IsInteger && !isAverage ? Int64Type.Default : DoubleType.Default;
        Field = new Field(name, type, nullable: true, argument.Field.Metadata);
        if (!argument.Type.IsNumeric)
        {
            throw new PlanException(
                $"{(isAverage ? "avg" : "sum")}({argument.Text}) over rows needs numbers, and '{argument.Text}' is {argument.Type}");
        }
    }

    public override Field Field { get; }

    public override int RowBytes => sizeof(long) + 1;

    public override long Bytes => _argument.Bytes + _numbers.Bytes;

    public override bool NeedsTimes => _frame.Span is not null;

    public override void Add(RecordBatch batch, int before) => _numbers.Add(_argument.VectorOf(batch, before), batch.Length);

    public override void Fill(OverOrder order)
    {
        bool isInteger = Field.DataType is Int64Type;
        _integers = isInteger ? new OverNumbers<long>(order.Count) : null;
        _doubles = isInteger ? null : new OverNumbers<double>(order.Count);
        MovingSum sum = new(_numbers);
        for (int series = 0; series < order.Series; series++)
        {
            (int from, int to) = order.Positions(series);
            sum.Clear();
            int start = from;
            int next = from;
            int end = 0;
            for (int position = from; position < to; position++)
            {
                end = _frame.End(order, position, to, end);
                for (; next < end; next++)
                {
                    sum.Add(order.Places[next]);
                }

                for (int first = _frame.Start(order, from, position, start); start < first; start++)
                {
                    sum.Remove(order.Places[start]);
                }

                Set(order.Places[position], sum);
            }
        }
    }

    public override IArrowArray Take(int start, int rows) =>
        _integers?.Take(Field.DataType, start, rows) ?? _doubles!.Take(Field.DataType, start, rows);

    public override void Dispose() => _argument.Dispose();

    private void Set(int place, MovingSum sum)
    {
        if (sum.Count == 0)
        {
            return;
        }

        if (_doubles is not null)
        {
            _doubles.Set(place, sum.Round(_isAverage ? sum.Count : 1));
            return;
        }

        _integers!.Set(place, sum.Integer is { } whole ? whole : throw new RunException(
            $"sum({_argument.Text}) over rows is {sum.Narrow}, which does not fit an int64; sum({Wrapped}) sums it as float64"));
    }

    private string Wrapped => $"float64({_argument.Text})";
}
