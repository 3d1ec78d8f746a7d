using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Execution.Flows;

// What a call over rows sees of the step.
// Unit: The unit of the time by which rows are ordered; null where that is not one time.
// Number: The step's number, for errors.
// Expressions: Reads those of the plan.
internal sealed record OverScope(
    Schema Schema, NamedColumns Columns, Apache.Arrow.Types.TimeUnit? Unit, bool IsOrdered, int Number, ExpressionReader Expressions);

// An argument of a call over rows: a column, or what is computed of columns.
internal sealed class OverArgument : IDisposable
{
    private readonly OverScope _scope;
    private readonly int _ordinal;
    private readonly BoundExpression? _bound;
    private readonly Dictionary<int, ArrowVectors> _views = [];
    private readonly Batch _batch = new();
    private readonly ExpressionErrors _errors = new();
    private readonly VectorArrays _arrays = new();

    // throws PlanException: There is no such column, or the expression can't be computed.
    public OverArgument(string text, OverScope scope)
    {
        _scope = scope;
        Text = text;
        NamedColumns columns = scope.Columns;
        _ordinal = columns.Find(text);
        if (_ordinal < 0)
        {
            ExpressionNode node = scope.Expressions.Parse(text);
            if (node is ColumnNode column)
            {
                _ordinal = columns.Find(column.Name);
                if (_ordinal < 0)
                {
                    throw UnknownColumn.Error(column.Name, "over", columns.Names);
                }
            }
            else
            {
                _bound = Expression.Bind(node, columns);
            }
        }

        Type = _bound?.Type ?? columns[_ordinal].Type;
        Field = _bound is null
            ? scope.Schema.FieldsList[_ordinal]
            : new Field(text, VectorArrays.TypeOf(Type.IsText ? new ColumnType(ColumnKind.Utf8) : Type, null), nullable: true);
        if (IsComputable)
        {
            foreach (int used in _bound?.Columns ?? [_ordinal])
            {
                _views.Add(used, new ArrowVectors(columns[used]));
            }
        }
    }

    // As it is written.
    public string Text { get; }

    public ColumnType Type { get; }

    // Its name and type as an Arrow column.
    public Field Field { get; }

    // Whether the values are of a type that the engine computes with.
    public bool IsComputable => Type.Kind is not (ColumnKind.Other or ColumnKind.Bytes);

    // Bytes of texts that are held for it.
    public long Bytes => (_bound?.TextBytes ?? 0) + _views.Values.Sum(static view => view.TextBytes);

    // Its values in a batch, as an array.
    // before: The rows before the batch, for errors.
    public IArrowArray ArrayOf(RecordBatch batch, long before) =>
        _bound is null ? batch.Column(_ordinal) : _arrays.ToArrow(VectorOf(batch, before), Field.DataType, batch.Length);

    // Its values in a batch, valid until the next call.
    // before: The rows before the batch, for errors.
    // throws InputException: There is no value in a row.
    public ColumnVector VectorOf(RecordBatch batch, long before)
    {
        foreach ((int ordinal, ArrowVectors view) in _views)
        {
            view.Show(batch.Column(ordinal), copy: false);
            while (_batch.Columns.Count <= ordinal)
            {
                _batch.Columns.Add(null);
            }

            _batch.Columns[ordinal] = view.Vector;
        }

        if (_bound is null)
        {
            return _batch.Columns[_ordinal]!;
        }

        _batch.Rows = batch.Length;
        ColumnVector values = _bound.Evaluate(_batch, _errors);
        Check(_errors, _scope.Number, before);
        return values;
    }

    // throws InputException: There is an error in a row.
    public static void Check(ExpressionErrors errors, int number, long before)
    {
        if (!errors.IsEmpty)
        {
            ExpressionError first = errors.InOrder()[0];
            throw new InputException(
                $"step {number}, over: row {before + first.Row + 1}: {first.Message}; write try(…) around what has no value, or leave such rows out before");
        }
    }

    public void Dispose()
    {
        _bound?.Dispose();
        foreach (ArrowVectors view in _views.Values)
        {
            view.Dispose();
        }
    }
}
