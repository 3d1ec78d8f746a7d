namespace TelemetryEngine.Windows;

/// <summary>
/// Windows that lie on the time axis whatever the data are: instant → ordinal, ordinal → [start, end). Ordinals rise with time; an instant is in exactly one
/// window (overlapping windows are made of such panes). Instants are counts of the time column's unit since 1970-01-01T00:00Z.
/// </summary>
internal abstract class AlignedWindows
{
    /// <summary>The window that holds an instant.</summary>
    public abstract long OrdinalOf(long instant);

    /// <summary>The window of each instant.</summary>
    public virtual void OrdinalsOf(ReadOnlySpan<long> instants, Span<long> ordinals)
    {
        for (int row = 0; row < instants.Length; row++)
        {
            ordinals[row] = OrdinalOf(instants[row]);
        }
    }

    /// <summary>The window's first instant.</summary>
    public abstract long Start(long ordinal);

    /// <summary>The first instant after the window.</summary>
    public virtual long End(long ordinal) => Start(ordinal + 1);
}
