namespace TelemetryEngine.Formats.Unpivot;

// How a column's name tells a time of day.
internal enum ClockForm
{
    // It does not.
    None,

    // A clock's time: 00:15, 24:00, 1:30 PM.
    Clock,

    // Two of them: 00:00-00:15; or two hours: 00-01.
    Interval,

    // A number, 1 to 24, 48 or 96.
    Number,
}

// What one name says, without what all names of a table have in common before and behind it.
// First: Seconds since midnight, or the number.
// Second: For intervals: the seconds of the end.
// Pass: 0; or 1 and 2 for the two passes of an hour that the clock shows twice, as in 2A and 2B.
internal readonly record struct ClockName(ClockForm Form, int First, int Second = 0, int Pass = 0)
{
    private const int Day = 86_400;

    // what exporters put behind a name for the hour's second pass; the first has an A or nothing
    private static readonly (string Mark, int Pass)[] Marks = [("A", 1), ("B", 2), ("X", 2), ("*", 2), ("_2", 2), ("(2)", 2), ("DST", 2)];

    private static readonly string[] Between = [" to ", " - ", " – ", "-", "–", "/", "_"];

    // Reads a name; ClockForm.None for one that says no time.
    public static ClockName Read(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (TryReadPlain(text, out ClockName plain))
        {
            return plain;
        }

        foreach ((string mark, int pass) in Marks)
        {
            if (text.EndsWith(mark, StringComparison.OrdinalIgnoreCase)
                && TryReadPlain(text[..^mark.Length].TrimEnd(), out ClockName marked))
            {
                return marked with { Pass = pass };
            }
        }

        return default;
    }

    private static bool TryReadPlain(ReadOnlySpan<char> text, out ClockName name)
    {
        if (TryNumber(text, out int number))
        {
            name = new ClockName(ClockForm.Number, number);
            return true;
        }

        if (TryClock(text, out int seconds))
        {
            name = new ClockName(ClockForm.Clock, seconds);
            return true;
        }

        return TryInterval(text, out name);
    }

    private static bool TryInterval(ReadOnlySpan<char> text, out ClockName name)
    {
        name = default;
        foreach (string between in Between)
        {
            int at = text.IndexOf(between, StringComparison.OrdinalIgnoreCase);
            if (at <= 0)
            {
                continue;
            }

            ReadOnlySpan<char> left = text[..at].Trim();
            ReadOnlySpan<char> right = text[(at + between.Length)..].Trim();
            bool areClocks = TryClock(left, out int from) & TryClock(right, out int to);
            if (!areClocks && !(TryHours(left, out from) & TryHours(right, out to)))
            {
                continue;
            }

            to = to == 0 ? Day : to;
            name = new ClockName(ClockForm.Interval, from, to);
            return from < to && (areClocks || to - from == 3_600);
        }

        return false;
    }

    private static bool TryHours(ReadOnlySpan<char> text, out int seconds)
    {
        bool isHour = TryNumber(text, out int hour) && hour <= 24 && text.Length <= 2;
        seconds = hour * 3_600;
        return isHour;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            number = (number * 10) + (c - '0');
        }

        return text.Length is > 0 and <= 4;
    }

    // h:mm and h:mm:ss, with AM or PM also h; 24:00 is the day's end
    private static bool TryClock(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        int half =
            text.EndsWith("am", StringComparison.OrdinalIgnoreCase) ? 1 : text.EndsWith("pm", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
        text = half == 0 ? text : text[..^2].TrimEnd();
        int colon = text.IndexOf(':');
        int digits = colon < 0 && half != 0 ? text.Length : colon;
        if (digits is not (1 or 2) || !TryNumber(text[..digits], out int hour))
        {
            return false;
        }

        ReadOnlySpan<char> rest = colon < 0 ? "00" : text[(colon + 1)..];
        int second = 0;
        if (rest.Length is not (2 or 5) || !TryNumber(rest[..2], out int minute)
            || (rest.Length == 5 && (rest[2] != ':' || !TryNumber(rest[3..], out second))))
        {
            return false;
        }

        if (half != 0)
        {
            if (hour is < 1 or > 12)
            {
                return false;
            }

            hour = (hour % 12) + (half == 2 ? 12 : 0);
        }

        seconds = (hour * 3_600) + (minute * 60) + second;
        return minute < 60 && second < 60 && seconds <= Day;
    }
}
