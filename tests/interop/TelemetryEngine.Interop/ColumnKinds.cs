using System.Globalization;
using System.Numerics;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;

namespace TelemetryEngine.Interop;

/// <summary>Every kind of column in the matrix.</summary>
internal static class ColumnKinds
{
    private static readonly string[] Texts =
        ["", "a", "meter-0001", "meter-0002", "twelve bytes", "thirteen byte", "naïve café", "日本語", "𝄞 clef", "line\nbreak, \"quotes\" and \\", "\u0001", new('x', 300)];

    private static readonly Field Int = new("item", Int32Type.Default, nullable: true);
    private static readonly Field Word = new("word", StringType.Default, nullable: true);

    public static IReadOnlyList<ColumnKind> All { get; } =
    [
        .. Numbers(),
        .. Times(),
        .. Bytes(),
        .. Dictionaries(),
        .. Nested(),
    ];

    private static IEnumerable<ColumnKind> Numbers() =>
    [
        new("null", NullType.Default, _ => throw new InvalidOperationException("there is no value")),
        new("bool", BooleanType.Default, values => values.Below(2) == 0),
        Of("int8", Int8Type.Default, values => (sbyte)values.Next(), (sbyte)0, (sbyte)-1, sbyte.MaxValue, sbyte.MinValue),
        Of("int16", Int16Type.Default, values => (short)values.Next(), (short)0, (short)-1, short.MaxValue, short.MinValue),
        Of("int32", Int32Type.Default, values => (int)values.Next(), 0, 1, -1, int.MaxValue, int.MinValue),
        Of("int64", Int64Type.Default, values => (long)values.Next(), 0, 1, -1, long.MaxValue, long.MinValue),
        Of("uint8", UInt8Type.Default, values => (byte)values.Next(), (byte)0, (byte)1, byte.MaxValue),
        Of("uint16", UInt16Type.Default, values => (ushort)values.Next(), (ushort)0, (ushort)1, ushort.MaxValue),
        Of("uint32", UInt32Type.Default, values => (uint)values.Next(), 0u, 1u, uint.MaxValue),
        Of("uint64", UInt64Type.Default, values => values.Next(), 0ul, 1ul, ulong.MaxValue),
        Of("halffloat", HalfFloatType.Default, values => BitConverter.UInt16BitsToHalf((ushort)values.Next()),
            Half.Zero, Half.NegativeZero, Half.One, Half.NaN, Half.PositiveInfinity, Half.NegativeInfinity, Half.Epsilon, Half.MaxValue),
        Of("float", FloatType.Default, values => BitConverter.UInt32BitsToSingle((uint)values.Next()),
            0f, -0f, 1.5f, -0.1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue),
        Of("double", DoubleType.Default, values => BitConverter.UInt64BitsToDouble(values.Next()),
            0d, -0d, 1.5, -0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue),
        Of("decimal32", new Decimal32Type(9, 2), values => values.Below(1_000_000_000), 0, 1, -1, 999_999_999, -999_999_999),
        Of("decimal64", new Decimal64Type(18, 4), values => (long)(values.Next() >> 5), 0L, 1L, -1L, 999_999_999_999_999_999, -999_999_999_999_999_999),
        Of("decimal128", new Decimal128Type(38, 10), values => (Int128)(long)values.Next() * 1_000_000_007,
            Int128.Zero, Int128.One, Int128.NegativeOne, Int128.Parse(new string('9', 38), CultureInfo.InvariantCulture), -Int128.Parse(new string('9', 38), CultureInfo.InvariantCulture)),
        Of("decimal256", new Decimal256Type(76, 20), values => BigInteger.Pow((long)values.Next(), 3),
            BigInteger.Zero, BigInteger.One, BigInteger.MinusOne, BigInteger.Pow(10, 76) - 1, 1 - BigInteger.Pow(10, 76)),
    ];

    private static IEnumerable<ColumnKind> Times() =>
    [
        Of("date32", Date32Type.Default, values => values.Below(100_000) - 25_567, 0, 1, -1, 19_723),
        Of("date64", Date64Type.Default, values => (values.Below(100_000) - 25_567) * 86_400_000L, 0L, 86_400_000L, -86_400_000L),
        Of("time32-s", new Time32Type(TimeUnit.Second), values => values.Below(86_400), 0, 1, 86_399),
        Of("time32-ms", new Time32Type(TimeUnit.Millisecond), values => values.Below(86_400_000), 0, 1, 86_399_999),
        Of("time64-us", new Time64Type(TimeUnit.Microsecond), values => (long)(values.Next() % 86_400_000_000), 0L, 1L, 86_399_999_999),
        Of("time64-ns", new Time64Type(TimeUnit.Nanosecond), values => (long)(values.Next() % 86_400_000_000_000), 0L, 1L, 86_399_999_999_999),
        Timestamp("timestamp-s", new TimestampType(TimeUnit.Second, (string?)null), 1),
        Timestamp("timestamp-ms-utc", new TimestampType(TimeUnit.Millisecond, "UTC"), 1_000),
        Timestamp("timestamp-us", new TimestampType(TimeUnit.Microsecond, (string?)null), 1_000_000),
        Timestamp("timestamp-us-berlin", new TimestampType(TimeUnit.Microsecond, "Europe/Berlin"), 1_000_000),
        Timestamp("timestamp-ns-utc", new TimestampType(TimeUnit.Nanosecond, "UTC"), 1_000_000_000),
        Of("duration-s", DurationType.Second, values => (long)values.Next() >> 20, 0L, 1L, -1L),
        Of("duration-ms", DurationType.Millisecond, values => (long)values.Next() >> 20, 0L, 1L, -1L),
        Of("duration-us", DurationType.Microsecond, values => (long)values.Next() >> 20, 0L, 1L, -1L),
        Of("duration-ns", DurationType.Nanosecond, values => (long)values.Next() >> 20, 0L, 1L, -1L),
        Of("interval-year-month", IntervalType.YearMonth, values => values.Below(1000), 0, 1, -1),
        Of("interval-day-time", IntervalType.DayTime, values => new DayTimeInterval(values.Below(100), values.Below(1000)), new DayTimeInterval(-1, 1)),
        Of("interval-month-day-nano", IntervalType.MonthDayNanosecond,
            values => new MonthDayNanosecondInterval(values.Below(100), -values.Below(100), (long)values.Next() >> 12), new MonthDayNanosecondInterval(1, -1, 1)),
    ];

    private static IEnumerable<ColumnKind> Bytes() =>
    [
        new("utf8", StringType.Default, Text),
        new("large-utf8", LargeStringType.Default, Text),
        new("utf8-view", StringViewType.Default, Text),
        new("binary", BinaryType.Default, Binary),
        new("large-binary", LargeBinaryType.Default, Binary),
        new("binary-view", BinaryViewType.Default, Binary),
        new("fixed-size-binary", new FixedSizeBinaryType(16), values => new Guid(values.Below(50), 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]).ToByteArray()),
    ];

    private static IEnumerable<ColumnKind> Dictionaries() =>
    [
        new("dictionary", new DictionaryType(Int32Type.Default, StringType.Default, false), Text, BatchKind.OneDictionary),
        new("dictionary-int8", new DictionaryType(Int8Type.Default, StringType.Default, false), values => Texts[values.Below(Texts.Length)], BatchKind.OneDictionary),
        new("dictionary-uint16", new DictionaryType(UInt16Type.Default, StringType.Default, false), Text, BatchKind.OneDictionary),
        new("dictionary-uint32-view", new DictionaryType(UInt32Type.Default, StringViewType.Default, false), Text, BatchKind.OneDictionary),
        new("dictionary-int64-values", new DictionaryType(Int32Type.Default, Int64Type.Default, false), values => (long)values.Below(40), BatchKind.OneDictionary),
        new("dictionary-replaced", new DictionaryType(Int32Type.Default, StringType.Default, false), Text, BatchKind.Replacing),
    ];

    private static IEnumerable<ColumnKind> Nested() =>
    [
        new("list", new ListType(Int), values => Items(values, values.Below(4))),
        new("list-utf8", new ListType(Word), values => Repeat(values.Below(4), () => MaybeNull(values, Text))),
        new("large-list", new LargeListType(Int), values => Items(values, values.Below(4))),
        new("fixed-size-list", new FixedSizeListType(Int, 3), values => Items(values, 3)),
        new("list-list", new ListType(new ListType(Int)), values => Repeat(values.Below(3), () => Items(values, values.Below(3)))),
        new("struct", new StructType([new Field("a", Int64Type.Default, nullable: true), Word]), values => (object?[])[MaybeNull(values, random => (long)random.Next()), MaybeNull(values, Text)]),
        new("map", new MapType(StringType.Default, Int32Type.Default), values => Repeat(values.Below(4), (i) => (object?[])[$"key {i}", MaybeNull(values, Number)])),
        new("dense-union", new UnionType([Int, Word], [5, 7], UnionMode.Dense), Either),
        new("sparse-union", new UnionType([Int, Word], [0, 1], UnionMode.Sparse), Either),
        new("run-end-encoded", new RunEndEncodedType(Int32Type.Default, StringType.Default), values => Texts[values.Below(2)]),
        new("list-view", new ListViewType(Int), values => Items(values, values.Below(4))),
        new("large-list-view", new LargeListViewType(Word), values => Repeat(values.Below(4), () => MaybeNull(values, Text))),
    ];

    private static ColumnKind Of<T>(string name, IArrowType type, Func<SeededValues, T> random, params T[] edges)
        where T : notnull => new(name, type, values => values.Mixed(random, edges));

    /// <summary>Instants of the years 1900 to 2260: all that every peer's unit can hold.</summary>
    private static ColumnKind Timestamp(string name, TimestampType type, long perSecond) => Of(
        name, type, values => (long)(values.Next() % (ulong)(9_151_000_000 * perSecond)), 0, 1, -1, 1_700_000_000 * perSecond, -2_208_988_800 * perSecond);

    private static object Text(SeededValues values) => values.Mixed(random => $"text {random.Below(1000)}", Texts);

    private static object Binary(SeededValues values) =>
        values.Below(2) == 0 ? BitConverter.GetBytes(values.Next()) : Encoding.UTF8.GetBytes((string)Text(values));

    private static object Number(SeededValues values) => (int)values.Next();

    private static object? MaybeNull(SeededValues values, Func<SeededValues, object> value) => values.Below(4) == 0 ? null : value(values);

    private static object?[] Items(SeededValues values, int count) => Repeat(count, () => MaybeNull(values, Number));

    private static object?[] Repeat(int count, Func<object?> value) => Repeat(count, _ => value());

    private static object?[] Repeat(int count, Func<int, object?> value) => [.. Enumerable.Range(0, count).Select(value)];

    private static UnionValue Either(SeededValues values) => values.Below(2) == 0 ? new UnionValue(0, Number(values)) : new UnionValue(1, Text(values));
}
