using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Sources.Rows;

// How values of a .NET type become one column of Arrow's: first values may be looked at, on one thread, then any thread makes arrays.
internal abstract class CellKind<TValue>
{
    // The type of the column, once values were looked at.
    public abstract IArrowType Type { get; }

    // True while values that are still to come may say something of the type.
    public virtual bool IsOpen => false;

    // Looks at values before any array is made.
    public virtual void Look(ReadOnlySpan<TValue> values, CellNulls nulls)
    {
    }

    // Makes an array.
    // throws InputException: A value does not fit the type.
    public abstract IArrowArray Make(Cells<TValue> cells);

    // Shows values of an array where they lie, where that can be; else null.
    public virtual IArrowArray? Show(TValue[] values, int start, int length) => null;
}
