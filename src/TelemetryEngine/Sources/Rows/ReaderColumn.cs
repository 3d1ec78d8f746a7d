using System.Data.Common;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Sources.Rows;

/// <summary>A column of a database's reader.</summary>
internal abstract class ReaderColumn(string name)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>The type of the column, once rows were looked at.</summary>
    public abstract IArrowType Type { get; }

    /// <summary>Makes room for some rows.</summary>
    public abstract ReaderCells NewCells(int rows);
}

/// <summary>Values of a column in rows that follow each other.</summary>
internal abstract class ReaderCells
{
    /// <summary>Takes the value of the reader's row.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="row">Its place among these.</param>
    /// <param name="number">Its number in the input.</param>
    /// <exception cref="InputException">The value can't be read.</exception>
    public abstract void Add(DbDataReader reader, int row, long number);

    /// <summary>Looks at the values before any array is made.</summary>
    public abstract void Look(int rows);

    /// <summary>Makes an array.</summary>
    public abstract IArrowArray Make(int rows, long first);
}

/// <summary>Makes columns of a reader's.</summary>
internal static class ReaderColumns
{
    private const string Unseen = "cast the column in the query to a decimal with enough fraction digits for all rows";

    /// <exception cref="PlanException">There is no column of such values.</exception>
    public static ReaderColumn Of(DbDataReader reader, int ordinal)
    {
        string name = reader.GetName(ordinal);
        Type type = reader.GetFieldType(ordinal);
        return CellKinds.Find(type, new Use(name, ordinal))
            ?? throw new PlanException($"column '{name}' is {TypeText.Of(type)}, which no column is made of; leave it out of the query, or cast it there. {CellKinds.Known}");
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
                    throw new InputException(InputException.AtRow(CellPlace.Input, number + 1, name, new MessageText(error.Message)).Text, CellPlace.Input, column: name, inner: error);
                }
            }

            public override void Look(int rows) => kind.Look(_values.AsSpan(0, rows), _nulls);

            public override IArrowArray Make(int rows, long first) => kind.Make(new Cells<TValue>(new CellPlace(name, first, Unseen), _values.AsSpan(0, rows), _nulls));
        }
    }
}
