using System.Runtime.CompilerServices;

namespace TelemetryEngine.Windows;

// Windows that lie on the time axis whatever the data are: instant → ordinal, ordinal → [start, end). Ordinals rise with time; an instant
// is in exactly one window (overlapping windows are made of such panes). Instants are counts of the time column's unit since
// 1970-01-01T00:00Z. All of it is arithmetic: how far apart instants lie costs nothing.
internal abstract class AlignedWindows
{
    // The first and the last instant whose window is known.
    public virtual (long First, long Last) Range => (long.MinValue, long.MaxValue);

    // The window that holds an instant. Outside the Range it is any one, and still rises with time.
    public abstract long OrdinalOf(long instant);

    // The window of each instant.
    public virtual void OrdinalsOf(ReadOnlySpan<long> instants, Span<long> ordinals)
    {
        for (int row = 0; row < instants.Length; row++)
        {
            ordinals[row] = OrdinalOf(instants[row]);
        }
    }

    // The window's first instant; the end of the axis where that lies beyond it.
    public abstract long Start(long ordinal);

    // The first instant after the window; the end of the axis where that lies beyond it.
    public long End(long ordinal) => ordinal == long.MaxValue ? long.MaxValue : Start(ordinal + 1);

    // The window's first instant, wherever it lies. Null where a calendar does not know it.
    public abstract Int128? ExactStart(Int128 ordinal);

    [MethodImpl(MethodImplOptions.NoInlining)]
    protected static long Clamped(Int128 instant) => (long)Int128.Clamp(instant, long.MinValue, long.MaxValue);
}
