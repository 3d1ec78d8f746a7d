namespace TelemetryEngine.Windows;

/// <summary>Windows tied to a time column: the panes in which rows are counted, and how the windows of the result are made of them.</summary>
/// <param name="Panes">Makes the panes; once for each thread, as calendars remember what they have looked up.</param>
internal sealed record BoundWindows(Func<AlignedWindows> Panes)
{
    private const string Start = "window_start";
    private const string End = "window_end";

    /// <summary>Makes the windows of panes; null where each pane is one.</summary>
    public Func<OverlappingWindows>? Overlap { get; init; }

    /// <summary>The time without a reading that ends a session, in units of the time column; 0 = the windows are no sessions.</summary>
    public long Gap { get; init; }

    /// <summary>True when each pane is a window.</summary>
    public bool IsTumbling => Overlap is null && Gap == 0;

    /// <summary>How far a window's first instant lies behind the border that is shown: 1 where the border belongs to the window before.</summary>
    public long FirstBehindBorder { get; init; }

    /// <summary>The result's columns of borders, start before end.</summary>
    public IReadOnlyList<string> Columns { get; private init; } = [];

    /// <summary>True when windows are named by their starts.</summary>
    public bool ShowsStart => Columns[0] == Start;

    /// <summary>True when windows are named by their ends, or have both.</summary>
    public bool ShowsEnd => Columns[^1] == End;

    /// <summary>The border before an instant at which a window begins or the next one does. The ends of the axis stay what they are.</summary>
    public long Border(long first) => first is long.MinValue or long.MaxValue ? first : first - FirstBehindBorder;

    /// <summary>With the columns that a plan asks for. Windows that overlap have both.</summary>
    public BoundWindows Show(WindowPlan plan) => this with
    {
        Columns = plan.ShowEnd || !IsTumbling ? [Start, End] : plan.Label == "end" ? [End] : [Start],
    };
}
