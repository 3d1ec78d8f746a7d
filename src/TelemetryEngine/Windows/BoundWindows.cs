using System.Text;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Windows;

// Windows tied to a time column: the panes in which rows are counted, and how the windows of the result are made of them.
// Panes: Makes the panes; once for each thread, as calendars remember what they have looked up.
internal sealed record BoundWindows(Func<AlignedWindows> Panes)
{
    private const string Start = "window_start";
    private const string End = "window_end";

    private readonly long _first = long.MinValue;
    private readonly long _last = long.MaxValue;

    // Makes the windows of panes; null where each pane is one.
    public Func<OverlappingWindows>? Overlap { get; init; }

    // The time without a reading that ends a session, in units of the time column; 0 = the windows are no sessions.
    public long Gap { get; init; }

    // Units of the time column in a second.
    public long TicksPerSecond { get; init; } = 1;

    // The first and the last instant whose window is known.
    public (long First, long Last) Range
    {
        get => (_first, _last);
        init => (_first, _last) = value;
    }

    // The zone whose calendar counts, as messages name it.
    public string Zone { get; init; } = "UTC";

    // What a reader of the result would want to know; null = nothing.
    public MessageText? Note { get; init; }

    // True when each pane is a window.
    public bool IsTumbling => Overlap is null && Gap == 0;

    // How far a window's first instant lies behind the border that is shown: 1 where the border belongs to the window before.
    public long FirstBehindBorder { get; init; }

    // The result's columns of borders, start before end.
    public IReadOnlyList<string> Columns { get; private init; } = [];

    // True when windows are named by their starts.
    public bool ShowsStart => Columns[0] == Start;

    // True when windows are named by their ends, or have both.
    public bool ShowsEnd => Columns[^1] == End;

    // The border before an instant at which a window begins or the next one does. The ends of the axis stay what they are.
    public long Border(long first) => first is long.MinValue or long.MaxValue ? first : first - FirstBehindBorder;

    // The border before a window, as the result shows it.
    // throws RunException: The result shows it, and the time column's unit can't say it or the calendar does not know it.
    public long StartOf(AlignedWindows windows, long ordinal)
    {
        long start = windows.Start(ordinal);
        return ShowsStart && !IsKnown(start)
            ? Exact(windows.ExactStart(ordinal)) ?? throw Beyond(windows.End(ordinal), isStart: true)
            : Border(start);
    }

    // The border behind a window, as the result shows it.
    // throws RunException: The result shows it, and the time column's unit can't say it or the calendar does not know it.
    public long EndOf(AlignedWindows windows, long ordinal)
    {
        long end = windows.End(ordinal);
        return ShowsEnd && !IsKnown(end)
            ? Exact(windows.ExactStart((Int128)ordinal + 1)) ?? throw Beyond(windows.Start(ordinal))
            : Border(end);
    }

    // The borders of a window that overlaps others.
    // throws RunException: The time column's unit can't say them or the calendar does not know them.
    public (long Start, long End) BordersOf(OverlappingWindows windows, long window)
    {
        long start = windows.Start(window);
        long end = windows.End(window);
        return (
            IsKnown(start) ? Border(start) : Exact(windows.ExactStart(window)) ?? throw Beyond(end, isStart: true),
            IsKnown(end) ? Border(end) : Exact(windows.ExactEnd(window)) ?? throw Beyond(start));
    }

    // Says that a window's border can't be shown.
    // other: Its other border, or an instant in it.
    // isStart: True when it is the border before the window.
    public RunException Beyond(long other, bool isStart = false)
    {
        bool isAll = Range == (long.MinValue, long.MaxValue);
        string window = isStart ? $"the window up to {Text(other)} begins" : $"the window from {Text(other)} on ends";
        string reach =
            isAll ? $"the times that its column can hold, {Text(long.MinValue)} to {Text(long.MaxValue)}"
                : $"the years 1 to 9999, for which {Zone} has rules";
        return new RunException($"{window} beyond {reach}; leave such times out with {Fix.Where}");
    }

    // An instant as ISO-8601 text.
    public string Text(long instant)
    {
        Span<byte> text = stackalloc byte[TimestampWriter.MaxLength];
        int digits = TimestampWriter.FractionDigitsNeeded([instant], TicksPerSecond);
        return Encoding.ASCII.GetString(text[..TimestampWriter.Write(instant, TicksPerSecond, digits, null, text)]);
    }

    // With the columns that a plan asks for. Windows that overlap have both.
    public BoundWindows Show(WindowPlan plan) => this with
    {
        Columns = plan.ShowEnd || !IsTumbling ? [Start, End] : plan.Label == "end" ? [End] : [Start],
    };

    // True for a border that is surely what it says: at the ends of the axis it may stand for one beyond.
    private bool IsKnown(long first) => first > _first && first < _last;

    private long? Exact(Int128? first) =>
        first - FirstBehindBorder is { } border && border >= long.MinValue && border <= long.MaxValue ? (long)border : null;
}
