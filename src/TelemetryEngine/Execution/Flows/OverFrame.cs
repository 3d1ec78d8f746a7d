using System.Globalization;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Flows;

// Which rows of its series count for a row.
// IsAll: All of them; else from one up to the row itself.
// Rows: The most rows.
// Span: They are less than so much apart from the row in time, in the time's unit; null = however far.
// HasPeers: Rows behind it that are equal to it in the order count too.
internal readonly record struct OverFrame(bool IsAll, long Rows = long.MaxValue, ulong? Span = null, bool HasPeers = false)
{
    public const string Past = "past";
    private const string All = "all";
    private const string Peers = "past with peers";

    // unit: The unit of the time by which rows are ordered; null where that is not one time.
    // throws PlanException: The text is no frame, or needs a time that is not there.
    public static OverFrame Parse(string text, Apache.Arrow.Types.TimeUnit? unit)
    {
        if (text is Past or All or Peers)
        {
            return new OverFrame(text == All, HasPeers: text == Peers);
        }

        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is [var count, "rows" or "row"])
        {
            return long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out long rows) && rows > 0
                ? new OverFrame(false, rows)
                : throw new PlanException($"a frame of '{text}'; write a whole number of rows from 1 on, such as '5 rows'");
        }

        bool isRange = words is ["range", _];
        if (!Duration.TryParse(isRange ? words[1] : text, out Duration length))
        {
            throw new PlanException(
                $"'{text}' is no frame; {NearestName.Hint(text, [Past, All, Peers], "there is past, past with peers, all, a number of rows such as '5 rows', and a span of time such as '1h' or 'range 1h'")}");
        }

        if (length.IsMonths || length.Count < 1)
        {
            throw new PlanException($"a frame of '{text}' has no fixed length; write one in weeks, days, hours or less");
        }

        return unit is { } step
            ? new OverFrame(false, Span: (ulong)length.ToTicks(step.TicksPerSecond()) + (isRange ? 1ul : 0), HasPeers: isRange)
            : throw new PlanException($"a frame of '{text}' needs an order by one column that is a time, and by no other; name it as the order of the rows");
    }

    // The first position of a row's frame.
    // from: The first position of the series.
    // last: What this gave for the position before.
    public int Start(OverOrder order, int from, int position, int last)
    {
        if (Span is not { } span)
        {
            return position - from < Rows ? from : position - (int)Rows + 1;
        }

        // a row without a time is in no other row's frame, unless they are peers
        int start = last;
        if (order.HasNoTime(position))
        {
            while (HasPeers && !order.HasNoTime(start))
            {
                start++;
            }

            return HasPeers ? start : position;
        }

        while (start < position && (order.HasNoTime(start) || order.Apart(position, start) >= span))
        {
            start++;
        }

        return start;
    }

    // The position behind the last one of a row's frame.
    // to: The position behind the last one of the series.
    // last: What this gave for the position before; 0 = there is none.
    public int End(OverOrder order, int position, int to, int last)
    {
        int end = IsAll ? to : Math.Max(position + 1, HasPeers ? last : 0);
        while (HasPeers && last <= position && end < to && !order.IsNew(end))
        {
            end++;
        }

        return end;
    }
}
