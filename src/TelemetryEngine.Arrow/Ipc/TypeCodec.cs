using System.Runtime.InteropServices;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>Types as the metadata spells them: the one place that knows which tables stand for which type.</summary>
internal static class TypeCodec
{
    private const short HalfPrecision = 0;
    private const short SinglePrecision = 1;
    private const short DoublePrecision = 2;
    private const short DayUnit = 0;
    private const short MillisecondDateUnit = 1;

    /// <summary>Writes the table of a type; for a dictionary, that of its values. The fields of nested types stand beside it.</summary>
    public static (FlatType Kind, int Table) Write(FlatBufferBuilder builder, ArrowType type)
    {
        type = StorageOf(type);
        int pointer = type switch
        {
            TimestampType { Timezone: { } name } => builder.CreateString(name),
            UnionType union => builder.CreateStructVector(MemoryMarshal.AsBytes<int>(union.TypeIds.ToArray()), union.TypeIds.Count),
            _ => 0,
        };
        builder.StartTable();
        FlatType kind = Add(builder, type, pointer);
        return (kind, builder.EndTable());
    }

    /// <summary>Reads a field's type; for a dictionary, that of its values.</summary>
    public static ArrowType Read(FlatTable field, string name, Field[] children)
    {
        FlatType kind = (FlatType)field.Byte(Slots.Field.TypeType);
        FlatTable type = field.NeedTable(Slots.Field.Type, $"the type of column '{name}'");
        int? wanted = kind switch
        {
            FlatType.Struct or FlatType.Union or FlatType.ListView or FlatType.LargeListView => null,
            FlatType.List or FlatType.LargeList or FlatType.FixedSizeList or FlatType.Map => 1,
            FlatType.RunEndEncoded => 2,
            _ => 0,
        };
        if (wanted is { } count && children.Length != count)
        {
            throw field.Error($"column '{name}' of type {kind} has {children.Length} child fields, not {count}");
        }

        try
        {
            return ReadNested(kind, type, children) ?? ReadPlain(kind, field, type, name);
        }
        catch (ArgumentException fault)
        {
            throw field.Error($"column '{name}': {fault.Message}");
        }
    }

    /// <summary>Reads the type of a dictionary's codes, which is int32 when nothing is said.</summary>
    public static IntegerType ReadIndex(FlatTable encoding, string name) =>
        encoding.Table(Slots.DictionaryEncoding.IndexType) is { } type ? ReadInt(encoding, type, name) : Int32Type.Default;

    /// <summary>The type that a field's table speaks of: for a dictionary, that of its values.</summary>
    public static ArrowType StorageOf(ArrowType type) => type is DictionaryType dictionary ? dictionary.ValueType : type;

    private static FlatType Add(FlatBufferBuilder builder, ArrowType type, int pointer)
    {
        switch (type)
        {
            case NullType: return FlatType.Null;
            case BooleanType: return FlatType.Bool;
            case IntegerType integer:
                builder.AddInt32(Slots.Int.BitWidth, integer.ByteWidth * 8);
                builder.AddBool(Slots.Int.IsSigned, integer.IsSigned);
                return FlatType.Int;
            case HalfFloatType or FloatType or DoubleType:
                builder.AddInt16(Slots.FloatingPoint.Precision, type switch
                {
                    HalfFloatType => HalfPrecision,
                    FloatType => SinglePrecision,
                    _ => DoublePrecision,
                });
                return FlatType.FloatingPoint;
            case DecimalType value:
                builder.AddInt32(Slots.Decimal.Precision, value.Precision);
                builder.AddInt32(Slots.Decimal.Scale, value.Scale);
                builder.AddInt32(Slots.Decimal.BitWidth, value.ByteWidth * 8);
                return FlatType.Decimal;
            case FixedSizeBinaryType value:
                builder.AddInt32(Slots.FixedSizeBinary.ByteWidth, value.ByteWidth);
                return FlatType.FixedSizeBinary;
            case FixedWidthType: return AddTemporal(builder, type, pointer);
            case BinaryType: return FlatType.Binary;
            case LargeBinaryType: return FlatType.LargeBinary;
            case BinaryViewType: return FlatType.BinaryView;
            case StringType: return FlatType.Utf8;
            case LargeStringType: return FlatType.LargeUtf8;
            case StringViewType: return FlatType.Utf8View;
            case ListType: return FlatType.List;
            case LargeListType: return FlatType.LargeList;
            case FixedSizeListType value:
                builder.AddInt32(Slots.FixedSizeList.ListSize, value.ListSize);
                return FlatType.FixedSizeList;
            case MapType value:
                builder.AddBool(Slots.Map.KeysSorted, value.KeysSorted);
                return FlatType.Map;
            case StructType: return FlatType.Struct;
            case UnionType value:
                builder.AddPointer(Slots.Union.TypeIds, pointer);
                builder.AddInt16(Slots.Union.Mode, (short)value.Mode);
                return FlatType.Union;
            case RunEndEncodedType: return FlatType.RunEndEncoded;
            default: throw new NotSupportedException($"type {type} can't be written");
        }
    }

    private static FlatType AddTemporal(FlatBufferBuilder builder, ArrowType type, int timezone)
    {
        const short milliseconds = (short)TimeUnit.Millisecond;
        switch (type)
        {
            case Date32Type or Date64Type:
                builder.AddInt16(Slots.Date.Unit, type is Date32Type ? DayUnit : MillisecondDateUnit, absent: MillisecondDateUnit);
                return FlatType.Date;
            case Time32Type time:
                builder.AddInt32(Slots.Time.BitWidth, 32);
                builder.AddInt16(Slots.Time.Unit, (short)time.Unit, absent: milliseconds);
                return FlatType.Time;
            case Time64Type time:
                builder.AddInt32(Slots.Time.BitWidth, 64);
                builder.AddInt16(Slots.Time.Unit, (short)time.Unit, absent: milliseconds);
                return FlatType.Time;
            case TimestampType timestamp:
                builder.AddPointer(Slots.Timestamp.Timezone, timezone);
                builder.AddInt16(Slots.Timestamp.Unit, (short)timestamp.Unit);
                return FlatType.Timestamp;
            case DurationType duration:
                builder.AddInt16(Slots.Duration.Unit, (short)duration.Unit, absent: milliseconds);
                return FlatType.Duration;
            default:
                builder.AddInt16(Slots.Interval.Unit, (short)((IntervalType)type).Unit);
                return FlatType.Interval;
        }
    }

    private static NestedType? ReadNested(FlatType kind, FlatTable type, Field[] children) => kind switch
    {
        FlatType.List => new ListType(children[0]),
        FlatType.LargeList => new LargeListType(children[0]),
        FlatType.FixedSizeList => new FixedSizeListType(children[0], type.Int32(Slots.FixedSizeList.ListSize)),
        FlatType.Map => new MapType(children[0], type.Bool(Slots.Map.KeysSorted)),
        FlatType.Struct => new StructType(children),
        FlatType.RunEndEncoded => new RunEndEncodedType(children[0], children[1]),
        FlatType.Union => new UnionType(children, ReadTypeIds(type), ReadUnit<UnionMode>(type, Slots.Union.Mode)),
        _ => null,
    };

    private static ArrowType ReadPlain(FlatType kind, FlatTable field, FlatTable type, string name) => kind switch
    {
        FlatType.Null => NullType.Default,
        FlatType.Bool => BooleanType.Default,
        FlatType.Int => ReadInt(field, type, name),
        FlatType.FloatingPoint => type.Int16(Slots.FloatingPoint.Precision) switch
        {
            HalfPrecision => HalfFloatType.Default,
            SinglePrecision => FloatType.Default,
            DoublePrecision => DoubleType.Default,
            short precision => throw Unsupported(field, name, $"floating point of precision {precision}"),
        },
        FlatType.Decimal => ReadDecimal(field, type, name),
        FlatType.Date => type.Int16(Slots.Date.Unit, MillisecondDateUnit) switch
        {
            DayUnit => Date32Type.Default,
            MillisecondDateUnit => Date64Type.Default,
            short unit => throw Unsupported(field, name, $"date of unit {unit}"),
        },
        FlatType.Time => ReadTime(field, type, name),
        FlatType.Timestamp => new TimestampType(ReadUnit<TimeUnit>(type, Slots.Timestamp.Unit), type.String(Slots.Timestamp.Timezone)),
        FlatType.Duration => new DurationType(ReadUnit<TimeUnit>(type, Slots.Duration.Unit, (short)TimeUnit.Millisecond)),
        FlatType.Interval => new IntervalType(ReadUnit<IntervalUnit>(type, Slots.Interval.Unit)),
        FlatType.FixedSizeBinary => new FixedSizeBinaryType(type.Int32(Slots.FixedSizeBinary.ByteWidth)),
        FlatType.Binary => BinaryType.Default,
        FlatType.LargeBinary => LargeBinaryType.Default,
        FlatType.BinaryView => BinaryViewType.Default,
        FlatType.Utf8 => StringType.Default,
        FlatType.LargeUtf8 => LargeStringType.Default,
        FlatType.Utf8View => StringViewType.Default,
        _ => throw Unsupported(field, name, Enum.IsDefined(kind) ? kind.ToString() : $"number {(byte)kind}"),
    };

    private static IntegerType ReadInt(FlatTable field, FlatTable type, string name) => (type.Int32(Slots.Int.BitWidth), type.Bool(Slots.Int.IsSigned)) switch
    {
        (8, true) => Int8Type.Default,
        (16, true) => Int16Type.Default,
        (32, true) => Int32Type.Default,
        (64, true) => Int64Type.Default,
        (8, false) => UInt8Type.Default,
        (16, false) => UInt16Type.Default,
        (32, false) => UInt32Type.Default,
        (64, false) => UInt64Type.Default,
        (int bits, bool isSigned) => throw Unsupported(field, name, $"{(isSigned ? "int" : "uint")}{bits}"),
    };

    private static DecimalType ReadDecimal(FlatTable field, FlatTable type, string name)
    {
        (int precision, int scale) = (type.Int32(Slots.Decimal.Precision), type.Int32(Slots.Decimal.Scale));
        return type.Int32(Slots.Decimal.BitWidth, absent: 128) switch
        {
            32 => new Decimal32Type(precision, scale),
            64 => new Decimal64Type(precision, scale),
            128 => new Decimal128Type(precision, scale),
            256 => new Decimal256Type(precision, scale),
            int bits => throw Unsupported(field, name, $"decimal of {bits} bits"),
        };
    }

    private static FixedWidthType ReadTime(FlatTable field, FlatTable type, string name)
    {
        TimeUnit unit = ReadUnit<TimeUnit>(type, Slots.Time.Unit, (short)TimeUnit.Millisecond);
        return type.Int32(Slots.Time.BitWidth, absent: 32) switch
        {
            32 => new Time32Type(unit),
            64 => new Time64Type(unit),
            int bits => throw Unsupported(field, name, $"time of {bits} bits"),
        };
    }

    private static int[]? ReadTypeIds(FlatTable type)
    {
        if (!type.Has(Slots.Union.TypeIds))
        {
            return null;
        }

        FlatVector ids = type.Vector(Slots.Union.TypeIds, sizeof(int));
        return [.. Enumerable.Range(0, Math.Min(ids.Count, 129)).Select(i => ids.Int32(i, 0))];
    }

    /// <summary>A member of an enumeration that counts from 0.</summary>
    private static TUnit ReadUnit<TUnit>(FlatTable type, int slot, short absent = 0)
        where TUnit : struct, Enum
    {
        short unit = type.Int16(slot, absent);
        return unit >= 0 && Enum.IsDefined(typeof(TUnit), (int)unit)
            ? (TUnit)(object)(int)unit
            : throw type.Error($"there is no {typeof(TUnit).Name} {unit}");
    }

    private static ArrowFormatException Unsupported(FlatTable at, string name, string type) =>
        at.Error($"column '{name}' has the type {type}, which is not supported");
}
