namespace TelemetryEngine.Formats.Csv;

// Words by which lines above a table can be told apart: names of times, units, kinds of values.
internal static class HeaderWords
{
    private static readonly string[] TimeNames =
        ["time", "date", "datum", "zeit", "fecha", "hora", "heure", "horodat", "uhr", "tijd", "timestamp", "epoch", "day", "hour",
            "created_at", "last_changed"];

    // Units and kinds that are no name of a column.
    private static readonly string[] Units =
    [
        "kw", "mw", "gw", "wh", "kwh", "mwh", "gwh", "var", "kvar", "varh", "kvarh", "va", "kva", "kv", "mv", "ma", "hz", "ohm", "pf",
        "°c", "°f", "degc", "degf", "deg c", "deg f", "celsius", "fahrenheit", "%", "% rh", "%rh", "rh", "hpa", "pa", "kpa", "mbar", "bar",
        "psi", "mm", "cm", "km", "ft",
        "m3", "m³", "m^3", "l/h", "l/min", "m3/h", "m³/h", "m/s", "km/h", "mph", "kt", "kn", "w/m2", "w/m²", "w/m^2", "deg", "°",
        "degrees", "ppm", "ppb", "µg/m3", "µg/m³", "ug/m3", "lux", "lx", "db", "dba",
        "rpm", "sec", "ms", "eur", "usd", "€", "$", "ct/kwh", "€/mwh", "eur/mwh", "volts", "amps", "watts", "ts", "rn", "n/a",
        "avg", "smp", "tot", "std", "analog", "digital", "counter",
        "string", "long", "double", "float", "int", "int32", "int64", "integer", "float32", "float64", "numeric", "bool", "boolean",
        "char", "varchar", "datetime:rfc3339", "datetime64",
        "datetime", "yyyy-mm-dd", "hh:mm", "hh:mm:ss",
    ];

    // Units and kinds that may also be names of columns.
    private static readonly string[] WeakUnits =
        ["w", "v", "a", "k", "s", "h", "l", "in", "min", "meter", "text", "number", "sample", "mean", "none", "time", "date", "timestamp",
            "value", "min", "max", "total", "sum", "average", "minimum", "maximum", "id"];

    // True when one of the names is that of a time.
    public static bool HasTimeName(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            foreach (string word in TimeNames)
            {
                if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // True for a line of units or kinds: each of its texts is one, and half of them could be nothing else.
    public static bool AreUnits(IReadOnlyList<string> texts)
    {
        int strong = 0;
        int all = 0;
        foreach (string text in texts)
        {
            if (text.Length == 0)
            {
                continue;
            }

            bool isStrong = IsUnit(text);
            if (!isStrong && !Contains(WeakUnits, text))
            {
                return false;
            }

            strong += isStrong ? 1 : 0;
            all++;
        }

        return all > 0 && strong * 2 >= all;
    }

    private static bool IsUnit(string text) =>
        (text[0] == '[' && text[^1] == ']') || (text[0] == '(' && text[^1] == ')') || Contains(Units, text) || IsLayout(text)
            || IsWidth(text);

    // True for a layout of times, such as dd.MM.yyyy hh:mm:ss.
    private static bool IsLayout(string text) =>
        text.Length > 4 && text.AsSpan().IndexOfAnyExcept("dDmMyYhHsStTzZ.-/: _") < 0
            && text.Contains("mm", StringComparison.OrdinalIgnoreCase);

    // True for the width and kind of a column as tables of water gauges have them: 14n, 20d.
    private static bool IsWidth(string text) =>
        text.Length is 2 or 3 && text[^1] is 's' or 'd' or 'n' && text.AsSpan(0, text.Length - 1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool Contains(string[] words, string text)
    {
        foreach (string word in words)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
