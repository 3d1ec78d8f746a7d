namespace TelemetryEngine.ApacheArrow;

/// <summary>Our types as those of Apache.Arrow.</summary>
internal static class ApacheTypes
{
    public static Theirs.Field Of(Field field) =>
        new(field.Name, Of(field.DataType), field.IsNullable, field.Metadata.Count == 0 ? null : field.Metadata);

    public static TheirTypes.IArrowType Of(ArrowType type) => type switch
    {
        BooleanType => TheirTypes.BooleanType.Default,
        Int32Type => TheirTypes.Int32Type.Default,
        Int64Type => TheirTypes.Int64Type.Default,
        FloatType => TheirTypes.FloatType.Default,
        DoubleType => TheirTypes.DoubleType.Default,
        TimestampType time => new TheirTypes.TimestampType(Of(time.Unit), time.Timezone),
        StringType => TheirTypes.StringType.Default,
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
}
