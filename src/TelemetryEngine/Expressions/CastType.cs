namespace TelemetryEngine.Expressions;

// The type behind a value that is to be converted: a function of the catalogue, and its arguments behind the value.
// Function: null for a type that is unknown.
internal sealed record CastType(string? Function, IReadOnlyList<object> Arguments, string Written, SourceAt At)
{
    // digits: The numbers in brackets behind the word.
    public static CastType Of(string word, IReadOnlyList<long> digits, SourceAt at)
    {
        string written = digits.Count == 0 ? word : $"{word}({string.Join(", ", digits)})";
        (string? function, object[] arguments) = (word.ToLowerInvariant(), digits) switch
        {
            ("bool" or "boolean", []) => ("bool", []),
            ("int32" or "int" or "integer", []) => ("int32", []),
            ("int64" or "long" or "bigint", []) => ("int64", []),
            ("float32" or "float" or "real", []) => ("float32", []),
            ("float64" or "double", []) => ("float64", []),
            ("decimal" or "numeric", [var all, var behind]) => ("decimal", [all, behind]),
            ("utf8" or "text" or "string" or "varchar", _) => digits.Count == 0 ? ("utf8", []) : (null, []),
            ("timestamp" or "timestamptz" or "timestamp_us" or "datetime", []) or ("timestamp", [6]) => (Casts.TimestampName, ["us"]),
            ("timestamp_s", []) or ("timestamp", [0]) => (Casts.TimestampName, ["s"]),
            ("timestamp_ms", []) or ("timestamp", [3]) => (Casts.TimestampName, ["ms"]),
            ("timestamp_ns", []) or ("timestamp", [9]) => (Casts.TimestampName, ["ns"]),
            _ => ((string?)null, Array.Empty<object>()),
        };
        return new CastType(function, arguments, written, at);
    }

    // What is said of something that is no type of a cast.
    public static string Unknown(string shown)
    {
        string what = shown.ToLowerInvariant();
        return what.StartsWith("'date", StringComparison.Ordinal) ? Rather("dates", "date(x) is the date as text, and date_trunc('day', x) the start of the day")
            : what.StartsWith("'time", StringComparison.Ordinal) ? Rather("times of day", "time_of_day(x) is that as text")
            : what.StartsWith("'decimal", StringComparison.Ordinal) || what.StartsWith("'numeric", StringComparison.Ordinal)
                ? "a decimal is written decimal(p, s): p digits, of which s are behind the point,"
            : $"cast knows the types bool, int32, int64, float32, float64, decimal(p, s), timestamp and utf8, not {shown},";
    }

    private static string Rather(string what, string instead) => $"there is no type of {what}; {instead},";
}
