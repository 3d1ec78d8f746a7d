using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Execution.Flows;

// diff: the value minus that so many rows before, as the expression language subtracts them; null where there is no such row.
internal sealed class OverDifferences : OverValues
{
    private readonly OverArgument _argument;
    private readonly long _away;
    private readonly int _number;
    private readonly HeldNumbers _numbers;
    private readonly BoundExpression _difference;
    private readonly ColumnVector _own;
    private readonly ColumnVector _other;
    private readonly Batch _batch = new();
    private readonly ExpressionErrors _errors = new();
    private readonly VectorArrays _arrays = new();
    private int[] _before = [];

    // number: The step's number, for errors.
    // throws PlanException: The values are neither numbers nor times.
    public OverDifferences(string name, OverArgument argument, long away, int number)
    {
        _argument = argument;
        _away = away;
        _number = number;
        ColumnType type = argument.Type;
        if (!type.IsNumeric && type.Kind != ColumnKind.Timestamp)
        {
            throw new PlanException($"diff({argument.Text}) needs numbers or times, and '{argument.Text}' is {type}");
        }

        string before = $"lag({argument.Text})";
        _numbers = new HeldNumbers(type);
        _difference = Expression.Bind(
            new CallNode("-", [new ColumnNode(argument.Text), new ColumnNode(before)]),
            [new Column(argument.Text, type), new Column(before, type)]);
        _own = new ColumnVector(type);
        _other = new ColumnVector(type);
        _batch.Columns.AddRange([_own, _other]);
        Field = new Field(
            name, VectorArrays.TypeOf(_difference.Type, null), nullable: true, type.IsNumeric ? argument.Field.Metadata : null);
    }

    public override Field Field { get; }

    public override int RowBytes => sizeof(int);

    public override long Bytes => _argument.Bytes + _numbers.Bytes;

    public override void Add(RecordBatch batch, int before) => _numbers.Add(_argument.VectorOf(batch, before), batch.Length);

    public override void Fill(OverOrder order)
    {
        _before = new int[order.Count];
        for (int series = 0; series < order.Series; series++)
        {
            (int from, int to) = order.Positions(series);
            for (int position = from; position < to; position++)
            {
                _before[order.Places[position]] = position - _away >= from ? order.Places[(int)(position - _away)] : -1;
            }
        }
    }

    public override IArrowArray Take(int start, int rows)
    {
        int[] places = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            places[row] = start + row;
        }

        _numbers.Gather(places, _own);
        _numbers.Gather(_before.AsSpan(start, rows), _other);
        _batch.Rows = rows;
        ColumnVector difference = _difference.Evaluate(_batch, _errors);
        OverArgument.Check(_errors, _number, start);
        return _arrays.ToArrow(difference, Field.DataType, rows);
    }

    public override void Dispose()
    {
        _argument.Dispose();
        _difference.Dispose();
        _batch.Dispose();
    }
}
