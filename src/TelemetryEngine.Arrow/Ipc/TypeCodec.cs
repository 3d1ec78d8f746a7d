using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc;

// Types as the metadata spells them: the one place that knows which tables stand for which type.
internal static class TypeCodec
{
    private const short HalfPrecision = 0;
    private const short SinglePrecision = 1;
    private const short DoublePrecision = 2;
    private const short DayUnit = 0;
    private const short MillisecondDateUnit = 1;

    // Writes the table of a type; for a dictionary, that of its values. The fields of nested types stand beside it.
    public static (FlatType Kind, int Table) Write(FlatBufferBuilder builder, IArrowType type)
    {
        type = StorageOf(type);
        int pointer = type switch
        {
            TimestampType { Timezone: { Length: > 0 } name } => builder.CreateString(name),
            UnionType union => builder.CreateStructVector(MemoryMarshal.AsBytes<int>(union.TypeIds), union.TypeIds.Length),
            _ => 0,
        };
        builder.StartTable();
        FlatType kind = Add(builder, type, pointer);
        return (kind, builder.EndTable());
    }

    // True for types that the metadata can say, beside the types of their fields.
    public static bool CanWrite(IArrowType type) => type switch
    {
        UnreadableType or Time32Type { Unit: TimeUnit.Microsecond or TimeUnit.Nanosecond }
            or Time64Type { Unit: TimeUnit.Second or TimeUnit.Millisecond } => false,
        DictionaryType coded => ArrayParts.StorageOf(coded.ValueType) is not DictionaryType && CanWrite(coded.ValueType),
        UnionType union => AreSound(union.TypeIds, union.Fields.Count),
        _ => true,
    };

    // Reads a field's type; for a dictionary, that of its values.
    public static IArrowType Read(FlatTable field, string name, Field[] children)
    {
        FlatType kind = (FlatType)field.Byte(Slots.Field.TypeType);
        FlatTable type = field.NeedTable(Slots.Field.Type, $"the type of column '{name}'");
        int? wanted = kind switch
        {
            FlatType.Struct or FlatType.Union => null,
            FlatType.List or FlatType.LargeList or FlatType.FixedSizeList or FlatType.Map or FlatType.ListView or FlatType.LargeListView =>
                1,
            FlatType.RunEndEncoded => 2,
            _ => 0,
        };
        if (wanted is { } count && children.Length != count)
        {
            throw field.Error($"column '{name}' of type {kind} has {children.Length} child fields, not {count}");
        }

        try
        {
            return ReadNested(kind, field, type, name, children) ?? ReadPlain(kind, field, type, name);
        }
        catch (ArgumentException fault)
        {
            throw field.Error($"column '{name}': {fault.Message}");
        }
    }

    // Reads the type of a dictionary's codes, which is int32 when nothing is said.
    public static IntegerType ReadIndex(FlatTable encoding, string name) =>
        encoding.Table(Slots.DictionaryEncoding.IndexType) is { } type ? ReadInt(encoding, type, name) : Int32Type.Default;

    // The type that a field's table speaks of: for a dictionary, that of its values.
    public static IArrowType StorageOf(IArrowType type) =>
        ArrayParts.StorageOf(type) is DictionaryType dictionary ? ArrayParts.StorageOf(dictionary.ValueType) : ArrayParts.StorageOf(type);

    private static FlatType Add(FlatBufferBuilder builder, IArrowType type, int pointer)
    {
        switch (type)
        {
            case NullType: return FlatType.Null;
            case BooleanType: return FlatType.Bool;
            case IntegerType integer:
                builder.AddInt32(Slots.Int.BitWidth, integer.BitWidth);
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
            case Decimal32Type value: return AddDecimal(builder, value, value.Precision, value.Scale);
            case Decimal64Type value: return AddDecimal(builder, value, value.Precision, value.Scale);
            case Decimal128Type value: return AddDecimal(builder, value, value.Precision, value.Scale);
            case Decimal256Type value: return AddDecimal(builder, value, value.Precision, value.Scale);
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
            case ListViewType: return FlatType.ListView;
            case LargeListViewType: return FlatType.LargeListView;
            case MapType value:
                builder.AddBool(Slots.Map.KeysSorted, value.KeySorted);
                return FlatType.Map;
            case StructType: return FlatType.Struct;
            case UnionType value:
                builder.AddPointer(Slots.Union.TypeIds, pointer);
                builder.AddInt16(Slots.Union.Mode, (short)value.Mode);
                return FlatType.Union;
            case RunEndEncodedType: return FlatType.RunEndEncoded;
            default: throw new NotSupportedException($"type {ArrowNames.Of(type)} can't be written");
        }
    }

    private static bool AreSound(int[] typeIds, int fields) =>
        typeIds.Length == fields && typeIds.All(static id => id is >= 0 and <= 127) && typeIds.Distinct().Count() == fields;

    private static FlatType AddDecimal(FlatBufferBuilder builder, FixedWidthType type, int precision, int scale)
    {
        builder.AddInt32(Slots.Decimal.Precision, precision);
        builder.AddInt32(Slots.Decimal.Scale, scale);
        builder.AddInt32(Slots.Decimal.BitWidth, type.BitWidth);
        return FlatType.Decimal;
    }

    private static FlatType AddTemporal(FlatBufferBuilder builder, IArrowType type, int timezone)
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

    private static IArrowType? ReadNested(FlatType kind, FlatTable field, FlatTable type, string name, Field[] children) => kind switch
    {
        FlatType.List => new ListType(children[0]),
        FlatType.LargeList => new LargeListType(children[0]),
        FlatType.ListView => new ListViewType(children[0]),
        FlatType.LargeListView => new LargeListViewType(children[0]),
        FlatType.FixedSizeList => type.Int32(Slots.FixedSizeList.ListSize) switch
        {
            0 => new UnreadableType($"fixed_size_list<{ArrowNames.Of(children[0])}>[0]", buffers: 1),
            int size => new FixedSizeListType(children[0], size),
        },
        FlatType.Map => ReadMap(field, type, name, children[0]),
        FlatType.Struct => children.Length == 0 ? new UnreadableType("struct<>", buffers: 1) : new StructType(children),
        FlatType.RunEndEncoded => new RunEndEncodedType(children[0], children[1]),
        FlatType.Union => ReadUnion(field, type, name, children),
        _ => null,
    };

    private static MapType ReadMap(FlatTable field, FlatTable type, string name, Field entries) =>
        entries.DataType is StructType { Fields.Count: 2 }
        ? new MapType(entries, type.Bool(Slots.Map.KeysSorted))
        : throw field.Error($"column '{name}': the entries of a map are structs of two fields, not {ArrowNames.Of(entries.DataType)}");

    private static IArrowType ReadUnion(FlatTable field, FlatTable type, string name, Field[] children)
    {
        int[] ids = ReadTypeIds(type) ?? [.. Enumerable.Range(0, children.Length)];
        UnionMode mode = ReadUnit<UnionMode>(type, Slots.Union.Mode);
        return AreSound(ids, children.Length)
            ? children.Length == 0
                ? new UnreadableType("union<>", buffers: mode == UnionMode.Dense ? 2 : 1)
                : new UnionType(children, ids, mode)
            : throw field.Error($"column '{name}': the type ids {string.Join(", ", ids)} for {children.Length} fields");
    }

    private static IArrowType ReadPlain(FlatType kind, FlatTable field, FlatTable type, string name) => kind switch
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
        FlatType.Duration => DurationType.FromTimeUnit(ReadUnit<TimeUnit>(type, Slots.Duration.Unit, (short)TimeUnit.Millisecond)),
        FlatType.Interval => new IntervalType(ReadUnit<IntervalUnit>(type, Slots.Interval.Unit)),
        FlatType.FixedSizeBinary => type.Int32(Slots.FixedSizeBinary.ByteWidth) switch
        {
            0 => new UnreadableType("fixed_size_binary[0]", buffers: 2),
            int width and > 0 and <= int.MaxValue / 8 => new FixedSizeBinaryType(width),
            int width => throw Unsupported(field, name, $"fixed_size_binary[{width}]"),
        },
        FlatType.Binary => BinaryType.Default,
        FlatType.LargeBinary => LargeBinaryType.Default,
        FlatType.BinaryView => BinaryViewType.Default,
        FlatType.Utf8 => StringType.Default,
        FlatType.LargeUtf8 => LargeStringType.Default,
        FlatType.Utf8View => StringViewType.Default,
        _ => throw Unsupported(field, name, Enum.IsDefined(kind) ? kind.ToString() : $"number {(byte)kind}"),
    };

    private static IntegerType ReadInt(FlatTable field, FlatTable type, string name) =>
        (type.Int32(Slots.Int.BitWidth), type.Bool(Slots.Int.IsSigned)) switch
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

    private static FixedWidthType ReadDecimal(FlatTable field, FlatTable type, string name)
    {
        (int precision, int scale, int bits) = (type.Int32(Slots.Decimal.Precision), type.Int32(Slots.Decimal.Scale),
            type.Int32(Slots.Decimal.BitWidth, absent: 128));
        int most = bits switch
        {
            32 => 9,
            64 => 18,
            128 => 38,
            256 => 76,
            _ => throw Unsupported(field, name, $"decimal of {bits} bits"),
        };
        if (precision < 1 || precision > most)
        {
            throw field.Error($"column '{name}': a decimal of {bits} bits has 1 to {most} digits, not {precision}");
        }

        return bits switch
        {
            32 => new Decimal32Type(precision, scale),
            64 => new Decimal64Type(precision, scale),
            128 => new Decimal128Type(precision, scale),
            _ => new Decimal256Type(precision, scale),
        };
    }

    private static FixedWidthType ReadTime(FlatTable field, FlatTable type, string name)
    {
        TimeUnit unit = ReadUnit<TimeUnit>(type, Slots.Time.Unit, (short)TimeUnit.Millisecond);
        return (type.Int32(Slots.Time.BitWidth, absent: 32), unit) switch
        {
            (32, TimeUnit.Second or TimeUnit.Millisecond) => new Time32Type(unit),
            (64, TimeUnit.Microsecond or TimeUnit.Nanosecond) => new Time64Type(unit),
            (32, _) => throw field.Error($"column '{name}': a time on 32 bits counts seconds or milliseconds, not {unit}"),
            (64, _) => throw field.Error($"column '{name}': a time on 64 bits counts microseconds or nanoseconds, not {unit}"),
            (int bits, _) => throw Unsupported(field, name, $"time of {bits} bits"),
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

    // A member of an enumeration that counts from 0.
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
