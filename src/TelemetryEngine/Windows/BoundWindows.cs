using System.Text;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Windows;

/// <summary>Windows tied to a time column: the panes in which rows are counted, and how the windows of the result are made of them.</summary>
/// <param name="Panes">Makes the panes; once for each thread, as calendars remember what they have looked up.</param>
internal sealed record BoundWindows(Func<AlignedWindows> Panes)
{
    private const string Start = "window_start";
    private const string End = "window_end";

    private readonly long _first = long.MinValue;
    private readonly long _last = long.MaxValue;

    /// <summary>Makes the windows of panes; null where each pane is one.</summary>
    public Func<OverlappingWindows>? Overlap { get; init; }

    /// <summary>The time without a reading that ends a session, in units of the time column; 0 = the windows are no sessions.</summary>
    public long Gap { get; init; }

    /// <summary>Units of the time column in a second.</summary>
    public long TicksPerSecond { get; init; } = 1;

    /// <summary>The first and the last instant whose window is known.</summary>
    public (long First, long Last) Range
    {
        get => (_first, _last);
        init => (_first, _last) = value;
    }

    /// <summary>The zone whose calendar counts, as messages name it.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>What a reader of the result would want to know; null = nothing.</summary>
    public MessageText? Note { get; init; }

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

    /// <summary>The border before a window, as the result shows it.</summary>
    /// <exception cref="RunException">The result shows it, and the time column's unit can't say it or the calendar does not know it.</exception>
    public long StartOf(AlignedWindows windows, long ordinal)
    {
        long start = windows.Start(ordinal);
        return ShowsStart && !IsKnown(start) ? Exact(windows.ExactStart(ordinal)) ?? throw Beyond(windows.End(ordinal), isStart: true) : Border(start);
    }

    /// <summary>The border behind a window, as the result shows it.</summary>
    /// <exception cref="RunException">The result shows it, and the time column's unit can't say it or the calendar does not know it.</exception>
    public long EndOf(AlignedWindows windows, long ordinal)
    {
        long end = windows.End(ordinal);
        return ShowsEnd && !IsKnown(end) ? Exact(windows.ExactStart((Int128)ordinal + 1)) ?? throw Beyond(windows.Start(ordinal)) : Border(end);
    }

    /// <summary>The borders of a window that overlaps others.</summary>
    /// <exception cref="RunException">The time column's unit can't say them or the calendar does not know them.</exception>
    public (long Start, long End) BordersOf(OverlappingWindows windows, long window)
    {
        long start = windows.Start(window);
        long end = windows.End(window);
        return (
            IsKnown(start) ? Border(start) : Exact(windows.ExactStart(window)) ?? throw Beyond(end, isStart: true),
            IsKnown(end) ? Border(end) : Exact(windows.ExactEnd(window)) ?? throw Beyond(start));
    }

    /// <summary>Says that a window's border can't be shown.</summary>
    /// <param name="other">Its other border, or an instant in it.</param>
    /// <param name="isStart">True when it is the border before the window.</param>
    public RunException Beyond(long other, bool isStart = false)
    {
        bool isAll = Range == (long.MinValue, long.MaxValue);
        string window = isStart ? $"the window up to {Text(other)} begins" : $"the window from {Text(other)} on ends";
        string reach = isAll ? $"the times that its column can hold, {Text(long.MinValue)} to {Text(long.MaxValue)}" : $"the years 1 to 9999, for which {Zone} has rules";
        return new RunException($"{window} beyond {reach}; leave such times out with {Fix.Where}");
    }

    /// <summary>An instant as ISO-8601 text.</summary>
    public string Text(long instant)
    {
        Span<byte> text = stackalloc byte[TimestampWriter.MaxLength];
        int digits = TimestampWriter.FractionDigitsNeeded([instant], TicksPerSecond);
        return Encoding.ASCII.GetString(text[..TimestampWriter.Write(instant, TicksPerSecond, digits, null, text)]);
    }

    /// <summary>With the columns that a plan asks for. Windows that overlap have both.</summary>
    public BoundWindows Show(WindowPlan plan) => this with
    {
        Columns = plan.ShowEnd || !IsTumbling ? [Start, End] : plan.Label == "end" ? [End] : [Start],
    };

    /// <summary>True for a border that is surely what it says: at the ends of the axis it may stand for one beyond.</summary>
    private bool IsKnown(long first) => first > _first && first < _last;

    private long? Exact(Int128? first) =>
        first - FirstBehindBorder is { } border && border >= long.MinValue && border <= long.MaxValue ? (long)border : null;
}
