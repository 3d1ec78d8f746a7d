using System.Data.Common;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Sources.Rows;

// A column of a database's reader.
internal abstract class ReaderColumn(string name)
{
    // Its name.
    public string Name => name;

    // The type of the column, once rows were looked at.
    public abstract IArrowType Type { get; }

    // Makes room for some rows.
    public abstract ReaderCells NewCells(int rows);
}

// Values of a column in rows that follow each other.
internal abstract class ReaderCells
{
    // Takes the value of the reader's row.
    // number: Its number in the input.
    // throws InputException: The value can't be read.
    public abstract void Add(DbDataReader reader, int row, long number);

    // Looks at the values before any array is made.
    public abstract void Look(int rows);

    // Makes an array.
    public abstract IArrowArray Make(int rows, long first);
}

// Makes columns of a reader's.
internal static class ReaderColumns
{
    private const string Unseen = "cast the column in the query to a decimal with enough fraction digits for all rows";

    // throws PlanException: There is no column of such values.
    public static ReaderColumn Of(DbDataReader reader, int ordinal)
    {
        string name = reader.GetName(ordinal);
        Type type = reader.GetFieldType(ordinal);
        return CellKinds.Find(type, new Use(name, ordinal))
            ?? throw new PlanException(
                $"column '{name}' is {TypeText.Of(type)}, which no column is made of; leave it out of the query, or cast it there. {CellKinds.Known}");
    }

    private sealed class Use(string name, int ordinal) : ICellUse<ReaderColumn>
    {
        public ReaderColumn OfValues<TValue>(CellKind<TValue> kind)
            where TValue : struct => new Column<TValue>(name, ordinal, kind);

        public ReaderColumn OfTexts(CellKind<string> kind) => new Column<string>(name, ordinal, kind);
    }

    private sealed class Column<TValue>(string name, int ordinal, CellKind<TValue> kind) : ReaderColumn(name)
    {
        public override IArrowType Type => kind.Type;

        public override ReaderCells NewCells(int rows) => new Cells(Name, ordinal, kind, rows);

        private sealed class Cells(string name, int ordinal, CellKind<TValue> kind, int capacity) : ReaderCells
        {
            private readonly TValue[] _values = new TValue[capacity];
            private readonly CellNulls _nulls = new(capacity);

            public override void Add(DbDataReader reader, int row, long number)
            {
                try
                {
                    if (reader.IsDBNull(ordinal))
                    {
                        _nulls.Add(row);
                    }
                    else
                    {
                        _values[row] = reader.GetFieldValue<TValue>(ordinal);
                    }
                }
                catch (Exception error) when (error is DbException or InvalidCastException or FormatException or OverflowException)
                {
                    throw new InputException(InputException.AtRow(CellPlace.Input, number + 1, name, new MessageText(error.Message)).Text,
                        CellPlace.Input, column: name, inner: error);
                }
            }

            public override void Look(int rows) => kind.Look(_values.AsSpan(0, rows), _nulls);

            public override IArrowArray Make(int rows, long first) =>
                kind.Make(new Cells<TValue>(new CellPlace(name, first, Unseen), _values.AsSpan(0, rows), _nulls));
        }
    }
}
