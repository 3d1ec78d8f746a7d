using TelemetryEngine.Arrow;
using Theirs = Apache.Arrow;
using TheirTypes = Apache.Arrow.Types;

namespace TelemetryEngine.Formats.ArrowIpc.Conversion;

/// <summary>Our types as those of Apache.Arrow.</summary>
internal static class ApacheTypes
{
    public static Theirs.Field Of(Field field) =>
        new(field.Name, Of(field.DataType), field.IsNullable, field.Metadata.Count == 0 ? null : field.Metadata);

    public static TheirTypes.IArrowType Of(ArrowType type) => type switch
    {
        NullType => TheirTypes.NullType.Default,
        BooleanType => TheirTypes.BooleanType.Default,
        Int8Type => TheirTypes.Int8Type.Default,
        Int16Type => TheirTypes.Int16Type.Default,
        Int32Type => TheirTypes.Int32Type.Default,
        Int64Type => TheirTypes.Int64Type.Default,
        UInt8Type => TheirTypes.UInt8Type.Default,
        UInt16Type => TheirTypes.UInt16Type.Default,
        UInt32Type => TheirTypes.UInt32Type.Default,
        UInt64Type => TheirTypes.UInt64Type.Default,
        HalfFloatType => TheirTypes.HalfFloatType.Default,
        FloatType => TheirTypes.FloatType.Default,
        DoubleType => TheirTypes.DoubleType.Default,
        Decimal32Type number => new TheirTypes.Decimal32Type(number.Precision, number.Scale),
        Decimal64Type number => new TheirTypes.Decimal64Type(number.Precision, number.Scale),
        Decimal128Type number => new TheirTypes.Decimal128Type(number.Precision, number.Scale),
        Decimal256Type number => new TheirTypes.Decimal256Type(number.Precision, number.Scale),
        Date32Type => TheirTypes.Date32Type.Default,
        Date64Type => TheirTypes.Date64Type.Default,
        Time32Type time => new TheirTypes.Time32Type(Of(time.Unit)),
        Time64Type time => new TheirTypes.Time64Type(Of(time.Unit)),
        TimestampType time => new TheirTypes.TimestampType(Of(time.Unit), time.Timezone),
        DurationType duration => TheirTypes.DurationType.FromTimeUnit(Of(duration.Unit)),
        IntervalType interval => new TheirTypes.IntervalType(Of(interval.Unit)),
        StringType => TheirTypes.StringType.Default,
        LargeStringType => TheirTypes.LargeStringType.Default,
        StringViewType => TheirTypes.StringViewType.Default,
        BinaryType => TheirTypes.BinaryType.Default,
        LargeBinaryType => TheirTypes.LargeBinaryType.Default,
        BinaryViewType => TheirTypes.BinaryViewType.Default,
        FixedSizeBinaryType { ByteWidth: 0 } or FixedSizeListType { ListSize: 0 } or StructType { Fields.Count: 0 } => new UnreadableType(type),
        FixedSizeBinaryType bytes => new TheirTypes.FixedSizeBinaryType(bytes.ByteWidth),
        ListType list => new TheirTypes.ListType(Of(list.ValueField)),
        LargeListType list => new TheirTypes.LargeListType(Of(list.ValueField)),
        FixedSizeListType list => new TheirTypes.FixedSizeListType(Of(list.ValueField), list.ListSize),
        MapType map => new TheirTypes.MapType(Of(map.ValueField), map.KeysSorted),
        StructType fields => new TheirTypes.StructType([.. fields.Fields.Select(Of)]),
        UnionType union => new TheirTypes.UnionType(union.Fields.Select(Of), union.TypeIds, Of(union.Mode)),
        RunEndEncodedType runs => new TheirTypes.RunEndEncodedType(Of(runs.RunEndsField), Of(runs.ValuesField)),
        DictionaryType dictionary => new TheirTypes.DictionaryType(Of(dictionary.IndexType), Of(dictionary.ValueType), dictionary.Ordered),
        _ => throw new NotSupportedException($"Apache.Arrow has no type for {type}"),
    };

    private static TheirTypes.TimeUnit Of(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => TheirTypes.TimeUnit.Second,
        TimeUnit.Millisecond => TheirTypes.TimeUnit.Millisecond,
        TimeUnit.Microsecond => TheirTypes.TimeUnit.Microsecond,
        _ => TheirTypes.TimeUnit.Nanosecond,
    };

    private static TheirTypes.IntervalUnit Of(IntervalUnit unit) => unit switch
    {
        IntervalUnit.YearMonth => TheirTypes.IntervalUnit.YearMonth,
        IntervalUnit.DayTime => TheirTypes.IntervalUnit.DayTime,
        _ => TheirTypes.IntervalUnit.MonthDayNanosecond,
    };

    private static TheirTypes.UnionMode Of(UnionMode mode) => mode == UnionMode.Dense ? TheirTypes.UnionMode.Dense : TheirTypes.UnionMode.Sparse;
}
