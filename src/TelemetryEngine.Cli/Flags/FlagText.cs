using System.Globalization;

namespace TelemetryEngine.Cli.Flags;

// Reads the values of flags that are more than text. Every complaint names the flag, the value and what would do.
internal static class FlagText
{
    // A window or step as written, once it is known to be one.
    public static string? Duration(Arguments arguments, string flag)
    {
        string? text = arguments.Value(flag);
        return text is null || WindowPlan.IsLength(text)
            ? text
            : throw new UsageException(
                $"{flag}: '{text}' is not a duration; write a whole number and a unit, such as 250ms 10s 15m 1h 1d 1w 1mo 1q 1y");
    }

    // A length of time that is the same everywhere, to 100 ns.
    public static TimeSpan? Length(Arguments arguments, string flag)
    {
        if (Duration(arguments, flag) is not { } text)
        {
            return null;
        }

        return WindowPlan.FixedLength(text) ?? throw new UsageException($"{flag}: '{text}' has no fixed length; use weeks or days");
    }

    // One of several words.
    public static string? Choice(Arguments arguments, string flag, params string[] words)
    {
        string? text = arguments.Value(flag);
        if (text is null || words.Contains(text))
        {
            return text;
        }

        string? nearest = NearestName.Find(text, words);
        string meant = nearest is null ? "" : $"; did you mean '{nearest}'?";
        throw new UsageException($"{flag}: '{text}' is none of {string.Join(", ", words)}{meant}");
    }

    // A whole number from least on; k, m and g stand for thousands, millions and billions, and _ and , may part digits.
    public static long? Count(Arguments arguments, string flag, long least)
    {
        if (arguments.Value(flag) is not { } text)
        {
            return null;
        }

        long unit =
            text.Length == 0 ? 1 : char.ToLowerInvariant(text[^1]) switch { 'k' => 1_000, 'm' => 1_000_000, 'g' => 1_000_000_000, _ => 1 };
        string digits =
            (unit > 1 ? text[..^1] : text).Replace("_", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        bool isNumber = long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count);
        return isNumber && count >= least && count <= long.MaxValue / unit
            ? count * unit
            : throw new UsageException($"{flag}: '{text}' is not a whole number from {least} on, such as {Example(arguments, flag)}");
    }

    // A number from 0 to 1.
    public static double Fraction(Arguments arguments, string flag)
    {
        if (arguments.Value(flag) is not { } text)
        {
            return 0;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= 0 and <= 1
            ? share
            : throw new UsageException($"{flag}: '{text}' is not a share from 0 to 1, such as {Example(arguments, flag)}");
    }

    // A size: bytes, with k, m, g or t (powers of 1024), or a share of the memory there is.
    public static long? Size(Arguments arguments, string flag)
    {
        if (arguments.Value(flag) is not { } text)
        {
            return null;
        }

        string lower = text.ToLowerInvariant();
        string number = lower.TrimEnd('b').TrimEnd('i');
        double unit = number.Length == 0 ? 0 : number[^1] switch
        {
            '%' => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 100.0,
            'k' => 1L << 10,
            'm' => 1L << 20,
            'g' => 1L << 30,
            't' => 1L << 40,
            _ => 1,
        };
        number = unit == 1 || number.Length == 0 ? number : number[..^1];
        bool isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count);
        bool fits = count > 0 && count * unit is >= 1 and < long.MaxValue && (!lower.EndsWith('%') || count <= 100);
        return isNumber && fits
            ? (long)(count * unit)
            : throw new UsageException($"{flag}: '{text}' is not a size; write bytes with k, m or g, or a share, such as 200m 2g 50%");
    }

    // One character of one byte.
    public static string? Character(Arguments arguments, string flag)
    {
        if (arguments.Value(flag) is not { } text)
        {
            return null;
        }

        string character = text switch
        {
            "tab" or "\\t" => "\t",
            "comma" => ",",
            "semicolon" => ";",
            "pipe" => "|",
            "space" => " ",
            _ => text,
        };
        return character.Length == 1 && char.IsAscii(character[0]) && character[0] is not ('"' or '\r' or '\n' or '\0')
            ? character
            : throw new UsageException($"{flag}: '{text}' is not one ASCII character other than a quote or a line end, such as ';' or tab");
    }

    // An instant.
    public static DateTimeOffset? Instant(Arguments arguments, string flag)
    {
        if (arguments.Value(flag) is not { } text)
        {
            return null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out DateTimeOffset instant)
            ? instant
            : throw new UsageException($"{flag}: '{text}' is not a time, such as {Example(arguments, flag)}");
    }

    private static string Example(Arguments arguments, string flag) =>
        Options.Of(arguments.Verb.For).First(known => known.Name == flag).Example;
}
