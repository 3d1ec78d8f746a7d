using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Joins;
using TelemetryEngine.Execution.Planning;

namespace TelemetryEngine.Execution.Flows;

// The rows in their order, with columns behind the others that are computed of the rows around each.
internal sealed class OverFlow : RowFlow
{
    private readonly RowFlow _rows;
    private readonly OverStep _step;
    private readonly SortOrder _order;
    private readonly OverValues[] _values;
    private readonly HeldColumn? _times;
    private readonly int _time = -1;
    private readonly RunOptions _options;
    private readonly MemoryBudget _budget;

    // number: The step's number, for errors.
    // expressions: Reads those of the plan.
    // throws PlanException: The step names what is not there or does not fit, or what is there already.
    public OverFlow(RowFlow rows, OverStep step, int number, ExpressionReader expressions, RunOptions options, MemoryBudget budget)
    {
        _rows = rows;
        _step = step;
        _options = options;
        _budget = budget;
        _order = new SortOrder(rows.Schema, [.. step.Per.Select(static name => new SortColumn(name)), .. step.By], "over");

        NamedColumns columns = new(ArrowTypes.ToColumns(rows.Schema).Columns);
        if (step.Columns.Count == 0)
        {
            throw new PlanException("an over step without columns; name at least one, such as lag(power_w) as before");
        }

        HashSet<string> names = [.. columns.Names];
        if (step.Columns.FirstOrDefault(column => column.As.Length == 0 || !names.Add(column.As)) is { } twice)
        {
            throw new PlanException(twice.As.Length == 0
                ? $"{twice.Function} over rows has no name; say one behind 'as'"
                : $"the name '{twice.As}' is used twice; choose another for {twice.Function} over rows");
        }

        _time = step.By is [var by] && columns[columns.Find(by.Column)].Type.Kind == ColumnKind.Timestamp ? columns.Find(by.Column) : -1;
        NamedColumns exact = new(columns.Shown.Select(ordinal => columns[ordinal] with { Type = TypeOf(ordinal, columns[ordinal].Type) }));
        OverScope scope = new(rows.Schema, exact, _time < 0 ? null : columns[_time].Type.Unit, step.By.Count > 0, number, expressions);
        _values = [.. step.Columns.Select(column => OverBinder.Bind(column, scope))];
        _times = System.Array.Exists(_values, static values => values.NeedsTimes) ? new HeldColumn(columns[_time]) : null;
        Schema = new Schema([.. rows.Schema.FieldsList, .. _values.Select(static values => values.Field)], rows.Schema.Metadata);
    }

    public override Schema Schema { get; }

    public override int? ScaleOf(int column) => column < _rows.Schema.FieldsList.Count ? _rows.ScaleOf(column) : null;

    public override void Stop() => _rows.Stop();

    // decimals that left a stage as float64s are computed with as decimals
    private ColumnType TypeOf(int column, ColumnType type) => type.Kind == ColumnKind.Float64 && _rows.ScaleOf(column) is { } scale
        ? new ColumnType(ColumnKind.Decimal, Scale: scale)
        : type;

    public override IEnumerable<RecordBatch> Read(CancellationToken cancellation)
    {
        GatheredRows gathered = new(_rows.Schema);
        long held = 0;
        long rowBytes = _order.RowBytes + _values.Sum(static values => values.RowBytes);
        try
        {
            foreach (RecordBatch batch in _rows.Read(cancellation))
            {
                foreach (OverValues values in _values)
                {
                    values.Add(batch, gathered.Count);
                }

                _times?.Add(batch.Column(_time));
                gathered.Add(batch);
                _budget.Reserve(
                    ref held,
                    gathered.Bytes + (gathered.Count * rowBytes) + _values.Sum(static values => values.Bytes) + (_times?.Bytes ?? 0),
                    "the rows of an over step",
                    HeldBytes.FewerRows);
            }

            RowRanks ranks = _order.Of(gathered, _options.ThreadCount);
            int[] places = ranks.Places();
            OverOrder series = new(
                places, ranks.Changes(_step.Per.Count, places), ranks.Changes(_step.Per.Count + _step.By.Count, places), _times);
            foreach (OverValues values in _values)
            {
                cancellation.ThrowIfCancellationRequested();
                values.Fill(series);
            }

            // the rows come out in the order in which they came
            for (int place = 0; place < places.Length; place++)
            {
                places[place] = place;
            }

            int start = 0;
            foreach (RecordBatch batch in gathered.Take(places, _options.ResultBatchRows, _options.ThreadCount, cancellation))
            {
                int rows = batch.Length;
                yield return new RecordBatch(Schema, [.. batch.Arrays, .. _values.Select(values => values.Take(start, rows))], rows);
                start += rows;
            }
        }
        finally
        {
            _budget.Charge(ref held, 0);
            _times?.Dispose();
            foreach (OverValues values in _values)
            {
                values.Dispose();
            }
        }
    }
}
