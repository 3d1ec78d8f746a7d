namespace TelemetryEngine.ApacheArrow;

/// <summary>Apache.Arrow's types as ours.</summary>
internal static class TelemetryTypes
{
    public static Field Of(Theirs.Field field) => new(field.Name, Of(field.DataType), field.IsNullable, field.Metadata);

    public static ArrowType Of(TheirTypes.IArrowType type) => type switch
    {
        TheirTypes.BooleanType => BooleanType.Default,
        TheirTypes.Int32Type => Int32Type.Default,
        TheirTypes.Int64Type => Int64Type.Default,
        TheirTypes.FloatType => FloatType.Default,
        TheirTypes.DoubleType => DoubleType.Default,
        TheirTypes.TimestampType time => new TimestampType(Of(time.Unit), time.Timezone),
        TheirTypes.StringType => StringType.Default,
        TheirTypes.DictionaryType dictionary => new DictionaryType(Of(dictionary.IndexType), Of(dictionary.ValueType), dictionary.Ordered),
        _ => throw new NotSupportedException($"there is no type for Apache.Arrow's {type.Name}"),
    };

    private static TimeUnit Of(TheirTypes.TimeUnit unit) => unit switch
    {
        TheirTypes.TimeUnit.Second => TimeUnit.Second,
        TheirTypes.TimeUnit.Millisecond => TimeUnit.Millisecond,
        TheirTypes.TimeUnit.Microsecond => TimeUnit.Microsecond,
        TheirTypes.TimeUnit.Nanosecond => TimeUnit.Nanosecond,
        _ => throw new NotSupportedException($"there is no time unit for Apache.Arrow's {unit}"),
    };
}
