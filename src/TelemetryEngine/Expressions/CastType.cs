using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// The type behind a value that is to be converted.
// Text: The type as plans write it, or null for one that is unknown.
internal readonly record struct CastType(string? Text, string Written, SourceAt At)
{
    public static CastType Of(string written, SourceAt at)
    {
        string lower = written.ToLowerInvariant();
        string meant = lower switch
        {
            "bigint" => "int64",
            "integer" => "int32",
            "real" => "float32",
            "varchar" => "utf8",
            _ => lower,
        };
        string? text = !ColumnType.TryParse(meant, out ColumnType type) ? null
            : type.Kind == ColumnKind.Timestamp ? "timestamp" : type.ToString();
        return new CastType(text, written, at);
    }

    // What is said of something that is no type of a cast.
    public static string Unknown(string shown) => $"cast knows the types int64, float64 and utf8, not {shown},";
}
