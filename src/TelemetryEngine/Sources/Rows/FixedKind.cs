using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Sources.Rows;

// Values that Arrow stores in a number of bytes.
internal abstract class StoredKind<TValue, TStored> : CellKind<TValue>
    where TStored : unmanaged
{
    public sealed override IArrowArray Make(Cells<TValue> cells)
    {
        TStored[] stored = new TStored[cells.Values.Length];
        for (int row = 0; row < stored.Length; row++)
        {
            if (!cells.Nulls.IsNull(row))
            {
                stored[row] = Store(cells.Values[row], cells.Place, row);
            }
        }

        return ArrowArrays.Make(Type, stored.Length, cells.Nulls.Count, cells.Nulls.Validity, ArrayBytes.Of(stored));
    }

    // What is stored for a value.
    // throws InputException: It can't be.
    protected abstract TStored Store(TValue value, CellPlace place, int row);
}

// Values of which each is stored by itself.
// type: The type of the column.
// store: What is stored for a value, or an error where it can't be.
internal sealed class FixedKind<TValue, TStored>(IArrowType type, TryStore<TValue, TStored> store) : StoredKind<TValue, TStored>
    where TStored : unmanaged
{
    public override IArrowType Type => type;

    protected override TStored Store(TValue value, CellPlace place, int row) =>
        store(value, out TStored stored) is { } error ? throw place.Refused(row, error) : stored;
}

// Stores a value. Returns what is wrong with it, or null.
internal delegate string? TryStore<TValue, TStored>(TValue value, out TStored stored);

// Values that Arrow stores as they are.
// type: The type of the column.
internal sealed class SameKind<TValue>(IArrowType type) : CellKind<TValue>
    where TValue : unmanaged
{
    public override IArrowType Type => type;

    public override IArrowArray Make(Cells<TValue> cells) =>
        ArrowArrays.Make(type, cells.Values.Length, cells.Nulls.Count, cells.Nulls.Validity, ArrayBytes.Of(cells.Values.ToArray()));

    public override IArrowArray Show(TValue[] values, int start, int length) =>
        ArrowArrays.Make(type, length, 0, ArrowBuffer.Empty, ArrayBytes.Of(values, start, length));
}
