using System.Text.Json.Nodes;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Interop;

/// <summary>A type as JSON, for the peers' side.</summary>
internal static class TypeShape
{
    public static JsonObject Of(ArrowType type) => type switch
    {
        BooleanType => new JsonObject { ["kind"] = "bool" },
        Int32Type => Number("int", 32),
        Int64Type => Number("int", 64),
        FloatType => Number("float", 32),
        DoubleType => Number("float", 64),
        StringType => new JsonObject { ["kind"] = "utf8" },
        TimestampType time => new JsonObject { ["kind"] = "timestamp", ["unit"] = Unit(time.Unit), ["timezone"] = time.Timezone },
        DictionaryType dictionary => new JsonObject { ["kind"] = "dictionary", ["value"] = Of(dictionary.ValueType) },
        _ => throw new NotSupportedException($"no shape for {type}"),
    };

    private static JsonObject Number(string kind, int bits) => new() { ["kind"] = kind, ["bits"] = bits };

    private static string Unit(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => "s",
        TimeUnit.Millisecond => "ms",
        TimeUnit.Microsecond => "us",
        _ => "ns",
    };
}
