using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>Types as the metadata spells them: the one place that knows which tables stand for which type.</summary>
internal static class TypeCodec
{
    private const short SinglePrecision = 1;
    private const short DoublePrecision = 2;

    /// <summary>Writes the table of a type; for a dictionary, that of its values.</summary>
    public static (FlatType Kind, int Table) Write(FlatBufferBuilder builder, ArrowType type)
    {
        int timezone = type is TimestampType { Timezone: { } name } ? builder.CreateString(name) : 0;
        builder.StartTable();
        FlatType kind = type switch
        {
            DictionaryType => FlatType.Utf8,
            StringType => FlatType.Utf8,
            BooleanType => FlatType.Bool,
            Int32Type => AddInt(builder, 32),
            Int64Type => AddInt(builder, 64),
            FloatType => AddFloat(builder, SinglePrecision),
            DoubleType => AddFloat(builder, DoublePrecision),
            TimestampType timestamp => AddTimestamp(builder, timestamp.Unit, timezone),
            _ => throw new NotSupportedException($"type {type} can't be written"),
        };
        return (kind, builder.EndTable());
    }

    /// <summary>Reads a field's type; for a dictionary, that of its values.</summary>
    public static ArrowType Read(FlatTable field, string name)
    {
        FlatType kind = (FlatType)field.Byte(Slots.Field.TypeType);
        FlatTable type = field.NeedTable(Slots.Field.Type, $"the type of column '{name}'");
        return kind switch
        {
            FlatType.Utf8 => StringType.Default,
            FlatType.Bool => BooleanType.Default,
            FlatType.Int => ReadInt(type) ?? throw Unsupported(field, name, IntName(type)),
            FlatType.FloatingPoint => type.Int16(Slots.FloatingPoint.Precision) switch
            {
                SinglePrecision => FloatType.Default,
                DoublePrecision => DoubleType.Default,
                short precision => throw Unsupported(field, name, precision == 0 ? "float16" : $"floating point of precision {precision}"),
            },
            FlatType.Timestamp => new TimestampType(ReadUnit(type, name), type.String(Slots.Timestamp.Timezone)),
            _ => throw Unsupported(field, name, Enum.IsDefined(kind) ? kind.ToString() : $"number {(byte)kind}"),
        };
    }

    /// <summary>Reads the type of a dictionary's codes, which is int32 when nothing is said.</summary>
    public static ArrowType ReadIndex(FlatTable encoding, string name)
    {
        if (encoding.Table(Slots.DictionaryEncoding.IndexType) is not { } type)
        {
            return Int32Type.Default;
        }

        return ReadInt(type) is Int32Type int32 ? int32 : throw Unsupported(encoding, name, $"dictionary with codes of {IntName(type)}");
    }

    public static ArrowFormatException Unsupported(FlatTable at, string name, string type) =>
        at.Error($"column '{name}' has the type {type}, which is not supported");

    private static FlatType AddInt(FlatBufferBuilder builder, int bits)
    {
        builder.AddInt32(Slots.Int.BitWidth, bits);
        builder.AddBool(Slots.Int.IsSigned, true);
        return FlatType.Int;
    }

    private static FlatType AddFloat(FlatBufferBuilder builder, short precision)
    {
        builder.AddInt16(Slots.FloatingPoint.Precision, precision);
        return FlatType.FloatingPoint;
    }

    private static FlatType AddTimestamp(FlatBufferBuilder builder, TimeUnit unit, int timezone)
    {
        builder.AddPointer(Slots.Timestamp.Timezone, timezone);
        builder.AddInt16(Slots.Timestamp.Unit, (short)unit);
        return FlatType.Timestamp;
    }

    private static ArrowType? ReadInt(FlatTable type) => (type.Int32(Slots.Int.BitWidth), type.Bool(Slots.Int.IsSigned)) switch
    {
        (32, true) => Int32Type.Default,
        (64, true) => Int64Type.Default,
        _ => null,
    };

    private static string IntName(FlatTable type) => $"{(type.Bool(Slots.Int.IsSigned) ? "int" : "uint")}{type.Int32(Slots.Int.BitWidth)}";

    private static TimeUnit ReadUnit(FlatTable type, string name)
    {
        short unit = type.Int16(Slots.Timestamp.Unit);
        return unit is >= 0 and <= (short)TimeUnit.Nanosecond ? (TimeUnit)unit : throw type.Error($"column '{name}' has the time unit {unit}");
    }
}
