using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Interop;

/// <summary>Makes arrays of any type from plain values: boxed numbers, texts, bytes, lists of values for lists and structs.</summary>
internal static class ArrayMaker
{
    /// <summary>An array of values; a null is a null row.</summary>
    public static IArrowArray Make(IArrowType type, IReadOnlyList<object?> values) => ArrowArrayFactory.BuildArray(Data(type, values));

    /// <inheritdoc cref="Make"/>
    public static ArrayData Data(IArrowType type, IReadOnlyList<object?> values) => type switch
    {
        NullType => new ArrayData(type, values.Count, values.Count, 0, System.Array.Empty<ArrowBuffer>(), []),
        BooleanType => Rows(type, values, [Bits(values, value => value is true)]),
        Int8Type => Rows(type, values, [Fixed<sbyte>(values)]),
        Int16Type => Rows(type, values, [Fixed<short>(values)]),
        Int32Type or Date32Type or Time32Type or Decimal32Type => Rows(type, values, [Fixed<int>(values)]),
        Int64Type or Date64Type or Time64Type or TimestampType or DurationType or Decimal64Type => Rows(type, values, [Fixed<long>(values)]),
        UInt8Type => Rows(type, values, [Fixed<byte>(values)]),
        UInt16Type => Rows(type, values, [Fixed<ushort>(values)]),
        UInt32Type => Rows(type, values, [Fixed<uint>(values)]),
        UInt64Type => Rows(type, values, [Fixed<ulong>(values)]),
        HalfFloatType => Rows(type, values, [Fixed<Half>(values)]),
        FloatType => Rows(type, values, [Fixed<float>(values)]),
        DoubleType => Rows(type, values, [Fixed<double>(values)]),
        Decimal128Type => Rows(type, values, [Fixed<Int128>(values)]),
        Decimal256Type => Rows(type, values, [Fixed(values, 32, Bytes)]),
        IntervalType { Unit: IntervalUnit.YearMonth } => Rows(type, values, [Fixed<int>(values)]),
        IntervalType { Unit: IntervalUnit.DayTime } => Rows(type, values, [Fixed<DayTimeInterval>(values)]),
        IntervalType => Rows(type, values, [Fixed<MonthDayNanosecondInterval>(values)]),
        FixedSizeBinaryType bytes => Rows(type, values, [Fixed(values, bytes.ByteWidth, value => (byte[])value)]),
        StringType or BinaryType => Rows(type, values, [BytesMaker.Offsets(values), BytesMaker.Data(values)]),
        LargeStringType or LargeBinaryType => Rows(type, values, [BytesMaker.LargeOffsets(values), BytesMaker.Data(values)]),
        StringViewType or BinaryViewType => Rows(type, values, BytesMaker.Views(values)),
        DictionaryType dictionary => Dictionary(dictionary, values),
        _ => NestedMaker.Data(type, values),
    };

    /// <summary>Rows with bits of validity: those of fixed width say how many nulls there are, and leave out the bits where there is none; others do neither.</summary>
    public static ArrayData Rows(IArrowType type, IReadOnlyList<object?> values, ArrowBuffer[] buffers, params ArrayData[] children)
    {
        int nulls = type is FixedWidthType ? values.Count(value => value is null) : -1;
        ArrowBuffer validity = nulls == 0 ? ArrowBuffer.Empty : Bits(values, value => value is not null);
        return new ArrayData(type, values.Count, nulls, 0, [validity, .. buffers], children);
    }

    /// <summary>A bit for each value, set where something is so.</summary>
    private static ArrowBuffer Bits(IReadOnlyList<object?> values, Func<object?, bool> isSet)
    {
        byte[] bits = new byte[Bitmap.ByteCount(values.Count)];
        for (int i = 0; i < values.Count; i++)
        {
            Bitmap.Set(bits, i, isSet(values[i]));
        }

        return ArrowArrays.CopyOf<byte>(bits);
    }

    private static ArrowBuffer Fixed<T>(IReadOnlyList<object?> values)
        where T : unmanaged => ArrowArrays.CopyOf<T>([.. values.Select(value => value is null ? default : (T)value)]);

    private static ArrowBuffer Fixed(IReadOnlyList<object?> values, int width, Func<object, byte[]> bytes) =>
        ArrowArrays.CopyOf<byte>(values.SelectMany(value => value is null ? new byte[width] : bytes(value)).ToArray());

    private static byte[] Bytes(object number)
    {
        byte[] bytes = new byte[32];
        bytes.AsSpan().Fill((byte)(((BigInteger)number).Sign < 0 ? 0xFF : 0));
        ((BigInteger)number).ToByteArray().CopyTo(bytes, 0);
        return bytes;
    }

    private static ArrayData Dictionary(DictionaryType type, IReadOnlyList<object?> values)
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

        ArrayData indices = Data(type.IndexType, codes);
        return new ArrayData(type, indices.Length, indices.NullCount, 0, indices.Buffers, [], Data(type.ValueType, distinct));
    }

    private static object Code(IArrowType type, int code) => type switch
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
