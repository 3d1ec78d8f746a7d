using System.Text.Json.Nodes;
using Apache.Arrow.Types;

namespace TelemetryEngine.Interop;

/// <summary>A type as JSON, for the peers' side.</summary>
internal static class TypeShape
{
    public static JsonObject Of(IArrowType type) => type switch
    {
        NullType => Kind("null"),
        BooleanType => Kind("bool"),
        IntegerType number => Kind("int", ("bits", number.BitWidth), ("signed", number.IsSigned)),
        FloatingPointType number => Kind("float", ("bits", number.BitWidth)),
        Decimal32Type number => Decimal(number, number.Precision, number.Scale),
        Decimal64Type number => Decimal(number, number.Precision, number.Scale),
        Decimal128Type number => Decimal(number, number.Precision, number.Scale),
        Decimal256Type number => Decimal(number, number.Precision, number.Scale),
        Date32Type => Kind("date", ("unit", "day")),
        Date64Type => Kind("date", ("unit", "ms")),
        Time32Type time => Kind("time", ("unit", Unit(time.Unit)), ("bits", 32)),
        Time64Type time => Kind("time", ("unit", Unit(time.Unit)), ("bits", 64)),
        TimestampType time => Kind("timestamp", ("unit", Unit(time.Unit)), ("timezone", time.Timezone)),
        DurationType duration => Kind("duration", ("unit", Unit(duration.Unit))),
        IntervalType interval => Kind("interval", ("unit", interval.Unit.ToString())),
        StringType => Kind("utf8", ("form", "")),
        LargeStringType => Kind("utf8", ("form", "large")),
        StringViewType => Kind("utf8", ("form", "view")),
        BinaryType => Kind("binary", ("form", "")),
        LargeBinaryType => Kind("binary", ("form", "large")),
        BinaryViewType => Kind("binary", ("form", "view")),
        FixedSizeBinaryType bytes => Kind("binary", ("form", "fixed"), ("width", bytes.ByteWidth)),
        DictionaryType dictionary => Kind("dictionary", ("index", Of(dictionary.IndexType)), ("value", Of(dictionary.ValueType))),
        MapType map => Kind("map", ("fields", Fields(map.KeyValueType))),
        FixedSizeListType list => Kind("list", ("form", "fixed"), ("size", list.ListSize), ("value", Of(list.ValueDataType))),
        ListType list => Kind("list", ("form", ""), ("value", Of(list.ValueDataType))),
        LargeListType list => Kind("list", ("form", "large"), ("value", Of(list.ValueDataType))),
        ListViewType list => Kind("list", ("form", "view"), ("value", Of(list.ValueDataType))),
        LargeListViewType list => Kind("list", ("form", "large-view"), ("value", Of(list.ValueDataType))),
        StructType fields => Kind("struct", ("fields", Fields(fields)), ("names", new JsonArray([.. fields.Fields.Select(field => (JsonNode)field.Name)]))),
        UnionType union => Kind("union", ("mode", union.Mode.ToString()), ("fields", Fields(union))),
        RunEndEncodedType runs => Kind("run-end-encoded", ("value", Of(runs.ValuesDataType))),
        _ => throw new NotSupportedException($"no shape for {type.Name}"),
    };

    private static JsonArray Fields(NestedType type) => new([.. type.Fields.Select(field => Of(field.DataType))]);

    private static JsonObject Decimal(FixedSizeBinaryType type, int precision, int scale) => Kind("decimal", ("bits", type.BitWidth), ("precision", precision), ("scale", scale));

    private static JsonObject Kind(string kind, params (string Name, JsonNode? Value)[] more) =>
        new([new KeyValuePair<string, JsonNode?>("kind", kind), .. more.Select(part => new KeyValuePair<string, JsonNode?>(part.Name, part.Value))]);

    private static string Unit(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => "s",
        TimeUnit.Millisecond => "ms",
        TimeUnit.Microsecond => "us",
        _ => "ns",
    };
}
