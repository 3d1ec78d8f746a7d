using System.Numerics;
using TelemetryEngine.Arrow;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Interop;

/// <summary>Makes arrays of any type from plain values: boxed numbers, texts, bytes, lists of values for lists and structs.</summary>
internal static class ArrayMaker
{
    /// <summary>An array of values; a null is a null row.</summary>
    public static ArrowArray Make(ArrowType type, IReadOnlyList<object?> values) => type switch
    {
        NullType => new NullArray(values.Count),
        BooleanType => Booleans(values),
        Int8Type => Primitive(new Int8Array.Builder(), values),
        Int16Type => Primitive(new Int16Array.Builder(), values),
        Int32Type => Primitive(new Int32Array.Builder(), values),
        Int64Type => Primitive(new Int64Array.Builder(), values),
        UInt8Type => Primitive(new UInt8Array.Builder(), values),
        UInt16Type => Primitive(new UInt16Array.Builder(), values),
        UInt32Type => Primitive(new UInt32Array.Builder(), values),
        UInt64Type => Primitive(new UInt64Array.Builder(), values),
        HalfFloatType => Primitive(new HalfFloatArray.Builder(), values),
        FloatType => Primitive(new FloatArray.Builder(), values),
        DoubleType => Primitive(new DoubleArray.Builder(), values),
        Decimal32Type number => Primitive(new Decimal32Array.Builder(number), values),
        Decimal64Type number => Primitive(new Decimal64Array.Builder(number), values),
        Decimal128Type number => Primitive(new Decimal128Array.Builder(number), values),
        Decimal256Type number => new Decimal256Array(number, Fixed(values, 32, Bytes), Validity(values), values.Count, -1),
        Date32Type => Primitive(new Date32Array.Builder(), values),
        Date64Type => Primitive(new Date64Array.Builder(), values),
        Time32Type time => Primitive(new Time32Array.Builder(time), values),
        Time64Type time => Primitive(new Time64Array.Builder(time), values),
        TimestampType time => Primitive(new TimestampArray.Builder(time), values),
        DurationType duration => Primitive(new DurationArray.Builder(duration), values),
        IntervalType { Unit: IntervalUnit.YearMonth } => Primitive(new YearMonthIntervalArray.Builder(), values),
        IntervalType { Unit: IntervalUnit.DayTime } => Primitive(new DayTimeIntervalArray.Builder(), values),
        IntervalType => Primitive(new MonthDayNanosecondIntervalArray.Builder(), values),
        FixedSizeBinaryType bytes => new FixedSizeBinaryArray(bytes, Fixed(values, bytes.ByteWidth, value => (byte[])value), Validity(values), values.Count, -1),
        StringType => new StringArray.Builder().AppendRange(values.Cast<string?>()).Build(),
        BinaryType => BytesMaker.Binary(values),
        LargeStringType => new LargeStringArray(BytesMaker.LargeOffsets(values), BytesMaker.Data(values), Validity(values), values.Count, -1),
        LargeBinaryType => new LargeBinaryArray(BytesMaker.LargeOffsets(values), BytesMaker.Data(values), Validity(values), values.Count, -1),
        StringViewType => new StringViewArray(BytesMaker.Views(values, out ArrowBuffer[] data), data, Validity(values), values.Count, -1),
        BinaryViewType => new BinaryViewArray(BytesMaker.Views(values, out ArrowBuffer[] data), data, Validity(values), values.Count, -1),
        DictionaryType dictionary => Dictionary(dictionary, values),
        _ => NestedMaker.Make(type, values),
    };

    /// <summary>A bit for each value, set where there is one.</summary>
    public static ArrowBuffer Validity(IReadOnlyList<object?> values)
    {
        byte[] bits = new byte[Bitmap.ByteCount(values.Count)];
        for (int i = 0; i < values.Count; i++)
        {
            Bitmap.Set(bits, i, values[i] is not null);
        }

        return ArrowBuffer.CopyOf<byte>(bits);
    }

    private static TArray Primitive<T, TArray>(PrimitiveArrayBuilder<T, TArray> rows, IReadOnlyList<object?> values)
        where T : unmanaged
        where TArray : PrimitiveArray<T>
    {
        foreach (object? value in values)
        {
            _ = value is null ? rows.AppendNull() : rows.Append((T)value);
        }

        return rows.Build();
    }

    private static BooleanArray Booleans(IReadOnlyList<object?> values)
    {
        BooleanArray.Builder rows = new();
        foreach (object? value in values)
        {
            _ = value is bool truth ? rows.Append(truth) : rows.AppendNull();
        }

        return rows.Build();
    }

    private static ArrowBuffer Fixed(IReadOnlyList<object?> values, int width, Func<object, byte[]> bytes) =>
        ArrowBuffer.CopyOf<byte>(values.SelectMany(value => value is null ? new byte[width] : bytes(value)).ToArray());

    private static byte[] Bytes(object number)
    {
        byte[] bytes = new byte[32];
        bytes.AsSpan().Fill((byte)(((BigInteger)number).Sign < 0 ? 0xFF : 0));
        ((BigInteger)number).ToByteArray().CopyTo(bytes, 0);
        return bytes;
    }

    private static DictionaryArray Dictionary(DictionaryType type, IReadOnlyList<object?> values)
    {
        List<object> distinct = [];
        object?[] codes = new object?[values.Count];
        for (int i = 0; i < codes.Length; i++)
        {
            if (values[i] is { } value)
            {
                int code = distinct.IndexOf(value);
                codes[i] = Code(type.IndexType, code >= 0 ? code : distinct.Count);
                distinct.AddRange(code >= 0 ? [] : [value]);
            }
        }

        return new DictionaryArray(type, Make(type.IndexType, codes), Make(type.ValueType, distinct));
    }

    private static object Code(IntegerType type, int code) => type switch
    {
        Int8Type => checked((sbyte)code),
        Int16Type => (short)code,
        Int32Type => code,
        Int64Type => (long)code,
        UInt8Type => checked((byte)code),
        UInt16Type => (ushort)code,
        UInt32Type => (uint)code,
        _ => (ulong)code,
    };
}
