using TelemetryEngine.Arrow;
using Theirs = Apache.Arrow;
using TheirTypes = Apache.Arrow.Types;

namespace TelemetryEngine.Formats.ArrowIpc.Conversion;

/// <summary>Apache.Arrow's types as ours.</summary>
internal static class TelemetryTypes
{
    private const string ExtensionName = "ARROW:extension:name";
    private const string ExtensionMetadata = "ARROW:extension:metadata";

    public static Field Of(Theirs.Field field) => new(field.Name, Of(field.DataType), field.IsNullable, MetadataOf(field));

    public static ArrowType Of(TheirTypes.IArrowType type) => type switch
    {
        TheirTypes.NullType => NullType.Default,
        TheirTypes.BooleanType => BooleanType.Default,
        TheirTypes.Int8Type => Int8Type.Default,
        TheirTypes.Int16Type => Int16Type.Default,
        TheirTypes.Int32Type => Int32Type.Default,
        TheirTypes.Int64Type => Int64Type.Default,
        TheirTypes.UInt8Type => UInt8Type.Default,
        TheirTypes.UInt16Type => UInt16Type.Default,
        TheirTypes.UInt32Type => UInt32Type.Default,
        TheirTypes.UInt64Type => UInt64Type.Default,
        TheirTypes.HalfFloatType => HalfFloatType.Default,
        TheirTypes.FloatType => FloatType.Default,
        TheirTypes.DoubleType => DoubleType.Default,
        TheirTypes.Decimal32Type number => new Decimal32Type(number.Precision, number.Scale),
        TheirTypes.Decimal64Type number => new Decimal64Type(number.Precision, number.Scale),
        TheirTypes.Decimal128Type number => new Decimal128Type(number.Precision, number.Scale),
        TheirTypes.Decimal256Type number => new Decimal256Type(number.Precision, number.Scale),
        TheirTypes.Date32Type => Date32Type.Default,
        TheirTypes.Date64Type => Date64Type.Default,
        TheirTypes.Time32Type time => new Time32Type(Of(time.Unit)),
        TheirTypes.Time64Type time => new Time64Type(Of(time.Unit)),
        TheirTypes.TimestampType time => new TimestampType(Of(time.Unit), time.Timezone),
        TheirTypes.DurationType duration => new DurationType(Of(duration.Unit)),
        TheirTypes.IntervalType interval => new IntervalType(Of(interval.Unit)),
        TheirTypes.StringType => StringType.Default,
        TheirTypes.LargeStringType => LargeStringType.Default,
        TheirTypes.StringViewType => StringViewType.Default,
        TheirTypes.BinaryType => BinaryType.Default,
        TheirTypes.LargeBinaryType => LargeBinaryType.Default,
        TheirTypes.BinaryViewType => BinaryViewType.Default,
        TheirTypes.FixedSizeBinaryType bytes => new FixedSizeBinaryType(bytes.ByteWidth),
        TheirTypes.MapType map => new MapType(Of(map.Fields[0]), map.KeySorted),
        TheirTypes.ListType list => new ListType(Of(list.ValueField)),
        TheirTypes.LargeListType list => new LargeListType(Of(list.ValueField)),
        TheirTypes.FixedSizeListType list => new FixedSizeListType(Of(list.ValueField), list.ListSize),
        TheirTypes.StructType fields => new StructType([.. fields.Fields.Select(Of)]),
        TheirTypes.UnionType union => new UnionType([.. union.Fields.Select(Of)], union.TypeIds, Of(union.Mode)),
        TheirTypes.RunEndEncodedType runs => new RunEndEncodedType(Of(runs.RunEndsField), Of(runs.ValuesField)),
        TheirTypes.DictionaryType dictionary => new DictionaryType(Of(dictionary.IndexType), Of(dictionary.ValueType), dictionary.Ordered),
        UnreadableType other => other.Type,
        Theirs.ExtensionType extension => Of(extension.StorageType),
        _ => throw new NotSupportedException($"there is no type for Apache.Arrow's {type.Name}"),
    };

    // what IPC writes of an extension type beside its storage
    private static IReadOnlyDictionary<string, string>? MetadataOf(Theirs.Field field) => field.DataType is Theirs.ExtensionType extension and not UnreadableType
        ? new Dictionary<string, string>(field.Metadata ?? new Dictionary<string, string>()) { [ExtensionName] = extension.Name, [ExtensionMetadata] = extension.ExtensionMetadata ?? "" }
        : field.Metadata;

    private static TimeUnit Of(TheirTypes.TimeUnit unit) => unit switch
    {
        TheirTypes.TimeUnit.Second => TimeUnit.Second,
        TheirTypes.TimeUnit.Millisecond => TimeUnit.Millisecond,
        TheirTypes.TimeUnit.Microsecond => TimeUnit.Microsecond,
        TheirTypes.TimeUnit.Nanosecond => TimeUnit.Nanosecond,
        _ => throw new NotSupportedException($"there is no time unit for Apache.Arrow's {unit}"),
    };

    private static IntervalUnit Of(TheirTypes.IntervalUnit unit) => unit switch
    {
        TheirTypes.IntervalUnit.YearMonth => IntervalUnit.YearMonth,
        TheirTypes.IntervalUnit.DayTime => IntervalUnit.DayTime,
        TheirTypes.IntervalUnit.MonthDayNanosecond => IntervalUnit.MonthDayNanosecond,
        _ => throw new NotSupportedException($"there is no interval unit for Apache.Arrow's {unit}"),
    };

    private static UnionMode Of(TheirTypes.UnionMode mode) => mode == TheirTypes.UnionMode.Dense ? UnionMode.Dense : UnionMode.Sparse;
}
