namespace TelemetryEngine.Windows;

// Windows that share instants, made of panes. They have numbers, which rise with their starts and, of equal starts, with their ends. For
// one thread at a time.
internal abstract class OverlappingWindows
{
    // True when a window may lie in two blocks; else it begins where its block does.
    public abstract bool CrossesBlocks { get; }

    // The numbers of the first and the last window that hold a pane; they hold it all. Null where they have no numbers: then they lie
    // beyond the axis.
    public abstract (long First, long Last)? WindowsOf(long pane);

    // The first and the last pane of a window.
    public abstract (long First, long Last) PanesOf(long window);

    // The block of a pane; blocks rise with the panes. A window is one block, or the end of one and the beginning of the next: so it is
    // made of two states, when there is one for the panes from each on to its block's end, and one for those from its block's start up to
    // each.
    public abstract long BlockOf(long pane);

    // The window's first instant; the end of the axis where that lies beyond it.
    public abstract long Start(long window);

    // The first instant behind the window; the end of the axis where that lies beyond it.
    public abstract long End(long window);

    // The window's first instant, wherever it lies. Null where a calendar does not know it.
    public abstract Int128? ExactStart(long window);

    // The first instant behind the window, wherever it lies. Null where a calendar does not know it.
    public abstract Int128? ExactEnd(long window);
}
