using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Sources.Rows;

/// <summary>How values of a .NET type become one column of Arrow's: first values may be looked at, on one thread, then any thread makes arrays.</summary>
internal abstract class CellKind<TValue>
{
    /// <summary>The type of the column, once values were looked at.</summary>
    public abstract IArrowType Type { get; }

    /// <summary>True while values that are still to come may say something of the type.</summary>
    public virtual bool IsOpen => false;

    /// <summary>Looks at values before any array is made.</summary>
    public virtual void Look(ReadOnlySpan<TValue> values, CellNulls nulls)
    {
    }

    /// <summary>Makes an array.</summary>
    /// <exception cref="InputException">A value does not fit the type.</exception>
    public abstract IArrowArray Make(Cells<TValue> cells);

    /// <summary>Shows values of an array where they lie, where that can be; else null.</summary>
    public virtual IArrowArray? Show(TValue[] values, int start, int length) => null;
}
