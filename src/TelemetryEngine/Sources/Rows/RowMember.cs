using System.Buffers;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Sources.Rows;

// A property or field of rows, as a column.
internal abstract class RowMember<TRow>(string name)
{
    // The name of member and column.
    public string Name => name;

    // The type of the column, once rows were looked at.
    public abstract IArrowType Type { get; }

    // True while rows that are still to come may say something of the type.
    public abstract bool IsOpen { get; }

    // Looks at rows before any array is made.
    public abstract void Look(Span<TRow> rows);

    // The values of rows.
    public abstract IArrowArray Read(Span<TRow> rows, CellPlace place);
}

// fill: Gets the values of rows.
// kind: What is made of them.
internal sealed class RowMember<TRow, TValue>(string name, FillCells<TRow, TValue> fill, CellKind<TValue> kind) : RowMember<TRow>(name)
{
    public override IArrowType Type => kind.Type;

    public override bool IsOpen => kind.IsOpen;

    public override void Look(Span<TRow> rows)
    {
        TValue[] values = ArrayPool<TValue>.Shared.Rent(rows.Length);
        CellNulls nulls = new(rows.Length);
        fill(rows, values, nulls);
        kind.Look(values.AsSpan(0, rows.Length), nulls);
        Return(values);
    }

    public override IArrowArray Read(Span<TRow> rows, CellPlace place)
    {
        TValue[] values = ArrayPool<TValue>.Shared.Rent(rows.Length);
        CellNulls nulls = new(rows.Length);
        fill(rows, values, nulls);
        IArrowArray array = kind.Make(new Cells<TValue>(place, values.AsSpan(0, rows.Length), nulls));
        Return(values);
        return array;
    }

    private static void Return(TValue[] values) =>
        ArrayPool<TValue>.Shared.Return(values, RuntimeHelpers.IsReferenceOrContainsReferences<TValue>());
}

// Gets the values of rows, none of which is null, and says which values are.
internal delegate void FillCells<TRow, TValue>(Span<TRow> rows, Span<TValue> values, CellNulls nulls);
