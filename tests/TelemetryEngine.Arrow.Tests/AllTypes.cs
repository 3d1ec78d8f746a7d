namespace TelemetryEngine.Arrow.Tests;

/// <summary>Every type of the format, by a name that a test can carry.</summary>
internal static class AllTypes
{
    private static readonly Field Item = new("item", Int32Type.Default);
    private static readonly Field Text = new("text", StringType.Default, metadata: new Dictionary<string, string> { ["unit"] = "none" });
    private static readonly StructType Pair = new([Item, Text]);

    public static readonly IReadOnlyList<ArrowType> Plain =
    [
        NullType.Default, BooleanType.Default,
        Int8Type.Default, Int16Type.Default, Int32Type.Default, Int64Type.Default,
        UInt8Type.Default, UInt16Type.Default, UInt32Type.Default, UInt64Type.Default,
        HalfFloatType.Default, FloatType.Default, DoubleType.Default,
        new Decimal32Type(9, 2), new Decimal64Type(18, 0), new Decimal128Type(38, 10), new Decimal128Type(20, -3), new Decimal256Type(76, 38),
        Date32Type.Default, Date64Type.Default,
        new Time32Type(TimeUnit.Second), new Time32Type(TimeUnit.Millisecond), new Time64Type(TimeUnit.Microsecond), new Time64Type(TimeUnit.Nanosecond),
        new TimestampType(TimeUnit.Second), new TimestampType(TimeUnit.Nanosecond, "Europe/Berlin"),
        new DurationType(TimeUnit.Second), new DurationType(TimeUnit.Millisecond), new DurationType(TimeUnit.Microsecond), new DurationType(TimeUnit.Nanosecond),
        new IntervalType(IntervalUnit.YearMonth), new IntervalType(IntervalUnit.DayTime), new IntervalType(IntervalUnit.MonthDayNanosecond),
        new FixedSizeBinaryType(7), new FixedSizeBinaryType(0),
        StringType.Default, LargeStringType.Default, StringViewType.Default, BinaryType.Default, LargeBinaryType.Default, BinaryViewType.Default,
    ];

    public static readonly IReadOnlyList<ArrowType> Nested =
    [
        new ListType(Item), new ListType(Text), new LargeListType(new Field("x", new ListType(Item))), new LargeListType(new Field("v", StringViewType.Default)),
        new FixedSizeListType(Item, 3), new FixedSizeListType(Text, 0), new FixedSizeListType(new Field("b", BooleanType.Default), 5),
        Pair, new StructType([]), new StructType([new Field("inner", Pair), new Field("none", NullType.Default), new Field("flag", BooleanType.Default)]),
        new MapType(StringType.Default, Int64Type.Default), new MapType(Int32Type.Default, new ListType(Item), keysSorted: true),
        new MapType(new Field("kv", new StructType([new Field("k", Int8Type.Default, false), new Field("v", Pair)]), false), keysSorted: false),
        new UnionType([Item, Text], null, UnionMode.Sparse), new UnionType([Item, Text, new Field("none", NullType.Default)], [5, 127, 0], UnionMode.Sparse),
        new UnionType([Item, Text], null, UnionMode.Dense), new UnionType([Text, new Field("list", new ListType(Item)), Item], [9, 4, 7], UnionMode.Dense),
        new RunEndEncodedType(Int16Type.Default, StringType.Default), new RunEndEncodedType(Int32Type.Default, Pair), new RunEndEncodedType(Int64Type.Default, DoubleType.Default),
    ];

    public static readonly IReadOnlyList<ArrowType> Coded =
    [
        new DictionaryType(Int8Type.Default, StringType.Default, false), new DictionaryType(Int16Type.Default, LargeStringType.Default, true),
        new DictionaryType(Int32Type.Default, StringViewType.Default, false), new DictionaryType(Int64Type.Default, StringType.Default, false),
        new DictionaryType(UInt8Type.Default, Int64Type.Default, false), new DictionaryType(UInt16Type.Default, new Decimal128Type(9, 1), false),
        new DictionaryType(UInt32Type.Default, BinaryType.Default, false), new DictionaryType(UInt64Type.Default, new ListType(Item), false),
        new DictionaryType(Int32Type.Default, Pair, false),
        new ListType(new Field("code", DictionaryType.Default)),
        new StructType([new Field("a", DictionaryType.Default), new Field("b", new DictionaryType(Int8Type.Default, DoubleType.Default, false))]),
        new DictionaryType(Int8Type.Default, new ListType(new Field("code", new DictionaryType(UInt8Type.Default, StringType.Default, false))), false),
        new RunEndEncodedType(Int32Type.Default, DictionaryType.Default),
        new UnionType([new Field("code", DictionaryType.Default), Item], null, UnionMode.Dense),
    ];

    public static IEnumerable<ArrowType> All => Plain.Concat(Nested).Concat(Coded);

    /// <summary>Each type's name with its place, since names may repeat.</summary>
    public static TheoryData<int, string> Names()
    {
        TheoryData<int, string> data = [];
        foreach ((int index, ArrowType type) in All.Index())
        {
            data.Add(index, type.Name);
        }

        return data;
    }
}
