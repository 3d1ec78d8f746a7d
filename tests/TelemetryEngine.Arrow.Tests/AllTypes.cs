using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Tests;

/// <summary>Every type of the format that the package can say, by a name that a test can carry.</summary>
internal static class AllTypes
{
    /// <summary>Codes of texts, the most common dictionary.</summary>
    public static readonly DictionaryType TextCodes = new(Int32Type.Default, StringType.Default, false);

    private static readonly Field Item = new("item", Int32Type.Default, true);
    private static readonly Field Text = new("text", StringType.Default, true, new Dictionary<string, string> { ["unit"] = "none" });
    private static readonly Field Nothing = new("none", NullType.Default, true);
    private static readonly Field Code = new("code", TextCodes, true);
    private static readonly StructType Pair = new([Item, Text]);

    public static readonly IReadOnlyList<IArrowType> Plain =
    [
        NullType.Default, BooleanType.Default,
        Int8Type.Default, Int16Type.Default, Int32Type.Default, Int64Type.Default,
        UInt8Type.Default, UInt16Type.Default, UInt32Type.Default, UInt64Type.Default,
        HalfFloatType.Default, FloatType.Default, DoubleType.Default,
        new Decimal32Type(9, 2), new Decimal64Type(18, 0), new Decimal128Type(38, 10), new Decimal128Type(20, -3), new Decimal256Type(76, 38),
        Date32Type.Default, Date64Type.Default,
        new Time32Type(TimeUnit.Second), new Time32Type(TimeUnit.Millisecond), new Time64Type(TimeUnit.Microsecond), new Time64Type(TimeUnit.Nanosecond),
        new TimestampType(TimeUnit.Second, (string?)null), new TimestampType(TimeUnit.Nanosecond, "Europe/Berlin"),
        DurationType.Second, DurationType.Millisecond, DurationType.Microsecond, DurationType.Nanosecond,
        IntervalType.YearMonth, IntervalType.DayTime, IntervalType.MonthDayNanosecond,
        new FixedSizeBinaryType(7),
        StringType.Default, LargeStringType.Default, StringViewType.Default, BinaryType.Default, LargeBinaryType.Default, BinaryViewType.Default,
    ];

    public static readonly IReadOnlyList<IArrowType> Nested =
    [
        new ListType(Item), new ListType(Text), new LargeListType(Nullable("x", new ListType(Item))), new LargeListType(Nullable("v", StringViewType.Default)),
        new ListViewType(Item), new ListViewType(Nullable("x", new ListType(Text))), new LargeListViewType(Text), new LargeListViewType(Nullable("b", BooleanType.Default)),
        new FixedSizeListType(Item, 3), new FixedSizeListType(Text, 1), new FixedSizeListType(Nullable("b", BooleanType.Default), 5),
        Pair, new StructType([Nullable("inner", Pair), Nothing, Nullable("flag", BooleanType.Default)]),
        new MapType(StringType.Default, Int64Type.Default), new MapType(Int32Type.Default, new ListType(Item), keySorted: true),
        new MapType(new Field("kv", new StructType([new Field("k", Int8Type.Default, false), Nullable("v", Pair)]), false)),
        new UnionType([Item, Text], [0, 1], UnionMode.Sparse), new UnionType([Item, Text, Nothing], [5, 127, 0], UnionMode.Sparse),
        new UnionType([Item, Text], [0, 1], UnionMode.Dense), new UnionType([Text, Nullable("list", new ListType(Item)), Item], [9, 4, 7], UnionMode.Dense),
        new RunEndEncodedType(Int16Type.Default, StringType.Default), new RunEndEncodedType(Int32Type.Default, Pair), new RunEndEncodedType(Int64Type.Default, DoubleType.Default),
    ];

    public static readonly IReadOnlyList<IArrowType> Coded =
    [
        new DictionaryType(Int8Type.Default, StringType.Default, false), new DictionaryType(Int16Type.Default, LargeStringType.Default, true),
        new DictionaryType(Int32Type.Default, StringViewType.Default, false), new DictionaryType(Int64Type.Default, StringType.Default, false),
        new DictionaryType(UInt8Type.Default, Int64Type.Default, false), new DictionaryType(UInt16Type.Default, new Decimal128Type(9, 1), false),
        new DictionaryType(UInt32Type.Default, BinaryType.Default, false), new DictionaryType(UInt64Type.Default, new ListType(Item), false),
        new DictionaryType(Int32Type.Default, Pair, false), new DictionaryType(Int32Type.Default, new ListViewType(Text), false),
        new ListType(Code), new ListViewType(Code),
        new StructType([Nullable("a", TextCodes), Nullable("b", new DictionaryType(Int8Type.Default, DoubleType.Default, false))]),
        new DictionaryType(Int8Type.Default, new ListType(Nullable("code", new DictionaryType(UInt8Type.Default, StringType.Default, false))), false),
        new RunEndEncodedType(Int32Type.Default, TextCodes),
        new UnionType([Code, Item], [0, 1], UnionMode.Dense),
    ];

    public static IEnumerable<IArrowType> All => Plain.Concat(Nested).Concat(Coded);

    /// <summary>Each type's name with its place.</summary>
    public static TheoryData<int, string> Names()
    {
        TheoryData<int, string> data = [];
        foreach ((int index, IArrowType type) in All.Index())
        {
            data.Add(index, ArrowNames.Of(type));
        }

        return data;
    }

    private static Field Nullable(string name, IArrowType type) => new(name, type, true);
}
