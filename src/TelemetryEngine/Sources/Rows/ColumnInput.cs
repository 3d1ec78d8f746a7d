using Apache.Arrow;

namespace TelemetryEngine.Sources.Rows;

// Arrays of a program as columns.
internal sealed class ColumnInput : BatchInput
{
    private readonly (string Name, Array Values)[] _columns;

    // Takes columns.
    // throws PlanException: There is none, or one of a type that is no column's.
    // throws ArgumentException: They are not equally long, or one has several dimensions.
    public ColumnInput((string Name, Array Values)[] columns)
    {
        _columns = [.. columns];
        if (columns.Length == 0)
        {
            throw new PlanException("there are no columns; pass at least one, such as (\"value\", values)");
        }

        foreach ((string name, Array values) in columns)
        {
            ArgumentNullException.ThrowIfNull(name);
            ArgumentNullException.ThrowIfNull(values);
            if (values.Rank != 1 || values.GetLowerBound(0) != 0)
            {
                throw new ArgumentException(
                    Quoting.Message.Of($"the array of column '{name}' has several dimensions, or does not begin at 0; columns have one")
                        .ToString(), nameof(columns));
            }

            if (values.Length != columns[0].Values.Length)
            {
                throw new ArgumentException(
                    Quoting.Message.Of(
                        $"column '{columns[0].Name}' has {columns[0].Values.Length} values and column '{name}' has {values.Length}; all must have as many").ToString(), nameof(columns));
            }
        }

        _ = Open();
    }

    public override string Name => CellPlace.Input;

    protected override BatchTable LookAt()
    {
        MemberColumn[] columns = Open();
        foreach (MemberColumn column in columns)
        {
            column.Look();
        }

        Schema schema = new([.. columns.Select((column, i) => new Field(_columns[i].Name, column.Type, nullable: true))], null);
        int rows = _columns[0].Values.Length;
        return new BatchTable(schema, [schema], request => new RowFeed(schema, Blocks(columns, rows), request, rows));
    }

    private IEnumerator<RowBlock> Blocks(MemberColumn[] columns, int rows)
    {
        for (int start = 0; start < rows; start += RowBlock.MostRows)
        {
            yield return new Block(columns, _columns, start, Math.Min(RowBlock.MostRows, rows - start));
        }
    }

    private MemberColumn[] Open() => [.. _columns.Select(static column => ValueColumns.Of(column.Name, column.Values))];

    private sealed class Block(MemberColumn[] columns, (string Name, Array Values)[] named, int start, int rows) : RowBlock(rows)
    {
        public override IArrowArray Read(int column) =>
            columns[column].Read(start, Rows, new CellPlace(named[column].Name, start, "the arrays must not change while they are read"));
    }
}
