using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Quoting;
using TelemetryEngine.Records;

namespace TelemetryEngine.Execution.Flows;

// A row for each combination of some columns, with a column for each value of another. Where the plan does not say which these are, the
// rows before are read when the flow is made, and held until it is read.
internal sealed class PivotFlow : RowFlow
{
    // The most cells of one batch.
    private const int BatchCells = 1 << 22;

    private readonly RowFlow _rows;
    private readonly int _number;
    private readonly RunOptions _options;
    private readonly MemoryBudget _budget;
    private readonly NamedColumns _columns;
    private readonly int _names;
    private readonly int _values;
    private readonly int[] _per;
    private PivotRows? _gathered;
    private PivotCells? _cells;
    private long _held;
    private long _rowsLeftOut;

    // number: The step's number, for errors.
    // throws PlanException: The step names a column that is not there or can't be told apart, or its columns are too many.
    // throws InputException: The rows before can't be read, or two are for one place.
    public PivotFlow(RowFlow rows, PivotStep step, int number, RunOptions options, MemoryBudget budget, CancellationToken cancellation)
    {
        _rows = rows;
        _number = number;
        _options = options;
        _budget = budget;
        _columns = new NamedColumns(ArrowTypes.ToColumns(rows.Schema).Columns);
        _names = Find(step.Names);
        _values = Find(step.Values);
        if (_names == _values)
        {
            throw new PlanException($"column '{step.Names}' can't hold both the names and the values of a pivot; name two columns");
        }

        _per = step.Per.Count == 0
            ? [.. _columns.Shown.Where(ordinal => ordinal != _names && ordinal != _values)]
            : [.. step.Per.Select(Find).Distinct()];
        Check(step);
        Step = step;
        Schema = rows.Schema;
        if (step.Columns.Count == 0)
        {
            Gather(cancellation);
            Step = step with { Columns = _gathered!.Found() };
        }

        Schema = SchemaOf(Step.Columns);

        // what does not fit is said before anything comes out
        _cells = _gathered?.Place(Step.Columns, Refuse);
    }

    // The step, with its columns found.
    public PivotStep Step { get; }

    public override Schema Schema { get; }

    public override MessageText? Note => _rowsLeftOut == 0 ? null : Message.Of(
        $"step {_number}, pivot, left out {_rowsLeftOut:N0} row{(_rowsLeftOut == 1 ? "" : "s")} whose '{Step.Names}' has no column");

    public override void Stop() => _rows.Stop();

    public override IEnumerable<RecordBatch> Read(CancellationToken cancellation)
    {
        try
        {
            Gather(cancellation);
            _cells ??= _gathered!.Place(Step.Columns, Refuse);
            _rowsLeftOut = _cells.RowsLeftOut;
            int batchRows = Math.Clamp(BatchCells / Math.Max(Step.Columns.Count, 1), 1, _options.ResultBatchRows);
            foreach (IArrowArray[] arrays in _gathered!.Take(_cells, batchRows, cancellation))
            {
                yield return new RecordBatch(Schema, arrays, arrays[0].Length);
            }
        }
        finally
        {
            (_gathered, _cells) = (null, null);
            _budget.Charge(ref _held, 0);
        }
    }

    private int Find(string name) => UnknownColumn.Find(_columns, name, "pivot");

    private void Check(PivotStep step)
    {
        foreach (int ordinal in (int[])[_names, .. _per])
        {
            if (_columns[ordinal].Type.Kind is ColumnKind.Other or ColumnKind.Bytes)
            {
                throw new PlanException(
                    $"column '{_columns[ordinal].Name}' is {_columns[ordinal].Type}, whose values can't be told apart; name the columns that make the rows of a pivot without it");
            }
        }

        foreach (int ordinal in _per)
        {
            if (ordinal == _names || ordinal == _values)
            {
                throw new PlanException($"column '{_columns[ordinal].Name}' makes columns of a pivot, and can't make its rows too");
            }
        }

        try
        {
            NullArrays.One(_rows.Schema.FieldsList[_values].DataType, null);
        }
        catch (NotSupportedException e)
        {
            throw new PlanException($"places without a row have no value of '{step.Values}', and {e.Message}; take another column");
        }

        if (step.Columns.Count > step.Most)
        {
            throw TooMany(step);
        }
    }

    private static PlanException TooMany(PivotStep step) => new(
        $"column '{step.Names}' has more than {step.Most:N0} values, which would each be a column of the pivot; keep those that are wanted with {Fix.Where}, or allow more with PivotStep.Most");

    private Schema SchemaOf(IReadOnlyList<string> names)
    {
        HashSet<string> known = [.. _per.Select(ordinal => _columns[ordinal].Name)];
        Field values = _rows.Schema.FieldsList[_values];
        List<Field> fields = [.. _per.Select(ordinal => _rows.Schema.FieldsList[ordinal])];
        foreach (string name in names)
        {
            if (name.Length == 0 || !known.Add(name))
            {
                throw new PlanException(name.Length == 0
                    ? $"a value of '{Step.Names}' is the empty text, which can't be the name of a column; replace it before, such as by coalesce(nullif({Step.Names}, ''), 'none')"
                    : $"a value of '{Step.Names}' is '{name}', and there is another column of this name; rename that before, or change the value");
            }

            fields.Add(new Field(name, values.DataType, nullable: true, values.Metadata));
        }

        return fields.Count > 0
            ? new Schema(fields, _rows.Schema.Metadata)
            : throw new PlanException($"no row has a value of '{Step.Names}' to make a column of, and there is no column that makes rows");
    }

    private void Gather(CancellationToken cancellation)
    {
        if (_gathered is not null)
        {
            return;
        }

        using PivotReader reader = new(_rows.Schema, _columns, _names, _values, _per);
        try
        {
            foreach (RecordBatch batch in _rows.Read(cancellation))
            {
                reader.Add(batch);
                if (Step.Columns.Count == 0 && reader.Names > Step.Most)
                {
                    throw TooMany(Step);
                }

                _budget.Reserve(ref _held, reader.Rows.Bytes + reader.Bytes, "the rows of a pivot", HeldBytes.FewerRows);
            }
        }
        catch
        {
            _budget.Charge(ref _held, 0);
            throw;
        }

        _gathered = reader.Rows;
    }

    private InputException Refuse(int first, int second, RecordBatch perOfFirst, string name)
    {
        string place = string.Concat(_per.Select((ordinal, i) =>
            $" of {_columns[ordinal].Name} {TablePreview.Cell(_rows.Schema.FieldsList[ordinal], perOfFirst.Column(i), 0)}"));
        string[] keys = [.. _per.Select(ordinal => _columns[ordinal].Name), Step.Names];
        return new InputException(
            $"step {_number}, pivot: rows {first + 1:N0} and {second + 1:N0} are both for the column '{name}'{place}; aggregate them before, as with {Fix.GroupBy.With(keys)} {Fix.Aggregate.With("avg", Step.Values)}");
    }
}
