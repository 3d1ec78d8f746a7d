using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow;

// Arrow types as text with all their parameters, as in timestamp[us, UTC] and list<item: int32>. Two types are the same when their texts
// are.
internal static class ArrowNames
{
    // The text of a type.
    public static string Of(IArrowType type) => type switch
    {
        BooleanType => "bool",
        StringType => "utf8",
        LargeStringType => "large_utf8",
        StringViewType => "utf8_view",
        LargeBinaryType => "large_binary",
        BinaryViewType => "binary_view",
        Decimal32Type number => Decimal(32, number.Precision, number.Scale),
        Decimal64Type number => Decimal(64, number.Precision, number.Scale),
        Decimal128Type number => Decimal(128, number.Precision, number.Scale),
        Decimal256Type number => Decimal(256, number.Precision, number.Scale),
        FixedSizeBinaryType bytes => string.Create(CultureInfo.InvariantCulture, $"fixed_size_binary[{bytes.ByteWidth}]"),
        TimestampType { Timezone: null or "" } time => $"timestamp[{time.Unit.Symbol()}]",
        TimestampType time => $"timestamp[{time.Unit.Symbol()}, {time.Timezone}]",
        Time32Type time => $"time32[{time.Unit.Symbol()}]",
        Time64Type time => $"time64[{time.Unit.Symbol()}]",
        DurationType duration => $"duration[{duration.Unit.Symbol()}]",
        IntervalType interval => IntervalName(interval.Unit),
        DictionaryType coded => $"dictionary<{Of(coded.IndexType)}, {Of(coded.ValueType)}{(coded.Ordered ? ", ordered" : "")}>",
        MapType map => $"map<{Of(map.KeyField.DataType)}, {Of(map.ValueField.DataType)}{(map.KeySorted ? ", sorted" : "")}>",
        FixedSizeListType list => string.Create(CultureInfo.InvariantCulture, $"fixed_size_list<{Fields(list)}>[{list.ListSize}]"),
        UnionType union =>
            $"{(union.Mode == UnionMode.Dense ? "dense" : "sparse")}_union<{string.Join(", ", union.Fields.Zip(union.TypeIds, static (field, id) => string.Create(CultureInfo.InvariantCulture, $"{id}={Of(field)}")))}>",
        RunEndEncodedType runs => $"run_end_encoded<{Of(runs.RunEndsDataType)}, {Of(runs.ValuesDataType)}>",
        LargeListType list => $"large_list<{Fields(list)}>",
        NestedType nested => $"{nested.Name}<{Fields(nested)}>",
        _ => type.Name,
    };

    // A field's name, type and nullability.
    public static string Of(Field field) => $"{field.Name}: {Of(field.DataType)}{(field.IsNullable ? "" : " not null")}";

    // A unit of time as types spell it.
    public static string Symbol(this TimeUnit unit) => unit switch
    {
        TimeUnit.Second => "s",
        TimeUnit.Millisecond => "ms",
        TimeUnit.Microsecond => "us",
        _ => "ns",
    };

    // The names, types and nullability of all fields.
    public static string Of(Schema schema) => string.Join(", ", schema.FieldsList.Select(Of));

    // True for types with the same parameters. Metadata of nested fields does not count.
    public static bool AreSame(IArrowType one, IArrowType other) =>
        ReferenceEquals(one, other) || (one.TypeId == other.TypeId && Of(one) == Of(other));

    private static string Fields(NestedType type) => string.Join(", ", type.Fields.Select(Of));

    private static string Decimal(int bits, int precision, int scale) =>
        string.Create(CultureInfo.InvariantCulture, $"decimal{bits}({precision}, {scale})");

    private static string IntervalName(IntervalUnit unit) => unit switch
    {
        IntervalUnit.YearMonth => "interval[year_month]",
        IntervalUnit.DayTime => "interval[day_time]",
        _ => "interval[month_day_nano]",
    };
}
