using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Sources;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Sources;

/// <summary>Which Arrow types the engine computes with, and as what.</summary>
public sealed class ArrowKindsTests
{
    [Fact]
    public void IntegersOfAllWidthsAreSummed()
    {
        RecordBatch batch = Batch(
            ("i8", new Int8Array.Builder().Append(-128).Append(127).AppendNull().Build()),
            ("i16", new Int16Array.Builder().Append(-5).Append(2).AppendNull().Build()),
            ("u8", new UInt8Array.Builder().Append(255).Append(255).AppendNull().Build()),
            ("u16", new UInt16Array.Builder().Append(65535).Append(1).AppendNull().Build()),
            ("u32", new UInt32Array.Builder().Append(uint.MaxValue).Append(uint.MaxValue).AppendNull().Build()),
            ("u64", new UInt64Array.Builder().Append(long.MaxValue).Append(0).AppendNull().Build()),
            ("took", Arrays.Of<long>(DurationType.Millisecond, 1500, -1, null)));
        Assert.Equal(
            ["-1|-3|510|65536|8589934590|9223372036854775807|1499"],
            TableText.Rows(Telemetry.From([batch]).Aggregate([.. batch.Schema.FieldsList.Select(field => Sum(field.Name))]).ToTable()));
    }

    [Fact]
    public void AnUnsignedIntegerBeyondInt64IsNamedUnlessItsRowIsNull()
    {
        UInt64Array values = new(ArrowArrays.CopyOf<ulong>([1, ulong.MaxValue]), ArrowArrays.CopyOf<byte>([0b01]), 2, 1, 0);
        Assert.Equal(["1"], TableText.Rows(Telemetry.From([Batch(("x", values))]).Aggregate(Sum("x")).ToTable()));
        UInt64Array valid = new(values.ValueBuffer, ArrowBuffer.Empty, 2, 0, 0);
        InputException error = Assert.Throws<InputException>(() => Telemetry.From([Batch(("x", valid))]).Aggregate(Sum("x")).ToTable());
        Assert.Contains("column 'x': 18446744073709551615 is more than an int64 can hold", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HalvesAndBooleansAreValues()
    {
        RecordBatch batch = Batch(
            ("h", new HalfFloatArray.Builder().Append((Half)0.5).Append((Half)2).AppendNull().Build()),
            ("b", new BooleanArray.Builder().Append(true).Append(false).AppendNull().Build()));
        Assert.Equal(["2.5|0.5|2|true"], TableText.Rows(Telemetry.From([batch]).Aggregate(Sum("h"), Min("h"), Count("b"), Max("b")).ToTable()));
    }

    [Fact]
    public void DatesAreTheirFirstInstants()
    {
        RecordBatch batch = Batch(
            ("d32", Arrays.Of<int>(Date32Type.Default, 1, -1, null)),
            ("d64", Arrays.Of<long>(Date64Type.Default, 86_400_000, 0, null)));
        Table table = Telemetry.From([batch]).Aggregate(Min("d32"), Max("d32"), Max("d64")).ToTable();
        Assert.Equal("min_d32: timestamp[s, UTC], max_d32: timestamp[s, UTC], max_d64: timestamp[ms, UTC]", ArrowNames.Of(table.Batches[0].Schema));
        Assert.Equal(["-86400|86400|86400000"], TableText.Rows(table));
    }

    [Fact]
    public void DecimalsOfAllWidthsAreExact()
    {
        Int128 large = Int128.Parse("12345678901234567890123456789012345678", System.Globalization.CultureInfo.InvariantCulture);
        byte[] wide = new byte[3 * 32];
        BigInteger.Pow(10, 60).TryWriteBytes(wide, out _);
        wide.AsSpan(32, 32).Fill(0xFF);
        RecordBatch batch = Batch(
            ("d32", Arrays.Of<int>(new Decimal32Type(9, 1), 1, 2, null)),
            ("d64", Arrays.Of<long>(new Decimal64Type(18, 2), long.MaxValue, long.MaxValue, null)),
            ("d128", Arrays.Of<Int128>(new Decimal128Type(38, 2), large, -large + 5, null)),
            ("tiny", Arrays.Of<Int128>(new Decimal128Type(38, 30), 1, 2, null)),
            ("huge", Arrays.Of<long>(new Decimal64Type(18, -20), 1, 2, null)),
            ("d256", ArrowArrays.Make(new Decimal256Type(76, 10), 3, 1, ArrowArrays.CopyOf<byte>([0b011]), new ArrowBuffer(wide))));
        Assert.Equal(
            ["0.3|1.8446744073709552E+17|0.05|3E-30|3E+20|1E+50"],
            TableText.Rows(Telemetry.From([batch]).Aggregate([.. batch.Schema.FieldsList.Select(field => Sum(field.Name))]).ToTable()));
    }

    [Fact]
    public void WideDecimalsStayWithTheirRowsWhenRowsWithoutATimeAreLeftOut()
    {
        RecordBatch batch = Batch(
            ("at", Arrays.Times(Arrays.Microseconds, null, 1, null, 2)),
            ("x", Arrays.Of<Int128>(new Decimal128Type(38, 30), 1, 2, 4, 8)));
        using BatchSource source = new BatchSource([batch]);
        Assert.Equal(
            ["2E-30", "8E-30"],
            SourceRows.Read(source, 1, SourceRows.All(source, requiredTime: 0)).Select(row => $"{row.Values[1]}"));
    }

    [Theory]
    [InlineData("utf8")]
    [InlineData("large_utf8")]
    [InlineData("utf8_view")]
    public void TextsOfAnyLayoutAndCodesOfAnyWidthAreKeys(string layout)
    {
        string?[] texts = ["a", "a text of more than twelve bytes", null, "a"];
        IArrowArray plain = Texts(layout, texts);
        IArrowArray[] indices =
        [
            new Int8Array.Builder().Append(0).Append(1).Append(2).AppendNull().Build(), new Int16Array.Builder().Append(0).Append(1).Append(2).AppendNull().Build(),
            new Int32Array.Builder().Append(0).Append(1).Append(2).AppendNull().Build(), new Int64Array.Builder().Append(0).Append(1).Append(2).AppendNull().Build(),
            new UInt8Array.Builder().Append(0).Append(1).Append(2).AppendNull().Build(), new UInt16Array.Builder().Append(0).Append(1).Append(2).AppendNull().Build(),
            new UInt32Array.Builder().Append(0).Append(1).Append(2).AppendNull().Build(), new UInt64Array.Builder().Append(0).Append(1).Append(2).AppendNull().Build(),
        ];
        Assert.Equal(["a|2", "a text of more than twelve bytes|1", "∅|1"], Grouped(plain));
        Assert.All(indices, codes => Assert.Equal(
            ["a|1", "a text of more than twelve bytes|1", "∅|2"],
            Grouped(new DictionaryArray(new DictionaryType(codes.Data.DataType, plain.Data.DataType, false), codes, plain))));

        static IReadOnlyList<string> Grouped(IArrowArray key) => TableText.Rows(Telemetry.From([Batch(("k", key))]).GroupBy("k").Aggregate(Count()).ToTable());
    }

    [Fact]
    public void ACodeThatIsNoInt32LiesOutsideItsDictionary()
    {
        UInt64Array codes = new UInt64Array.Builder().Append((1UL << 32) + 1).Build();
        DictionaryArray array = new(new DictionaryType(UInt64Type.Default, StringType.Default, false), codes, new StringArray.Builder().Append("a").Append("b").Build());
        Assert.Contains(
            "lies outside its dictionary of 2 texts",
            Assert.Throws<InputException>(() => Telemetry.From([Batch(("k", array))]).GroupBy("k").Aggregate(Count()).ToTable()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnOfAnotherTypeMayBeThereAndIsNamedWhenItIsUsed()
    {
        IArrowArray bytes = Arrays.Of<byte>(new FixedSizeBinaryType(1), 0, 0);
        StructArray pair = new(new StructType([new Field("b", bytes.Data.DataType, nullable: true)]), 2, [bytes], ArrowBuffer.Empty);
        RecordBatch batch = Batch(("x", new Int64Array.Builder().Append(1).Append(2).Build()), ("pair", pair));
        Assert.Equal(["3"], TableText.Rows(Telemetry.From([batch]).Aggregate(Sum("x")).ToTable()));
        Assert.Equal(["1.5"], TableText.Rows(Telemetry.From([batch]).Aggregate(Avg("*")).ToTable()));
        foreach (Pipeline pipeline in (Pipeline[])
            [Telemetry.From([batch]).Aggregate(Count("pair")), Telemetry.From([batch]).GroupBy("pair").Aggregate(Count()), Telemetry.From([batch]).Aggregate(Sum("pair"))])
        {
            PlanException error = Assert.Throws<PlanException>(() => pipeline.ToTable());
            Assert.Contains("'pair'", error.Message, StringComparison.Ordinal);
            Assert.Contains("struct<b: fixed_size_binary[1]>", error.Message, StringComparison.Ordinal);
        }
    }

    private static RecordBatch Batch(params (string Name, IArrowArray Array)[] columns) =>
        new(new Schema([.. columns.Select(column => new Field(column.Name, column.Array.Data.DataType, nullable: true))], null), [.. columns.Select(column => column.Array)], columns[0].Array.Length);

    private static IArrowArray Texts(string layout, string?[] texts)
    {
        StringArray plain = new StringArray.Builder().AppendRange(texts).Build();
        switch (layout)
        {
            case "utf8":
                return plain;
            case "large_utf8":
                long[] offsets = [.. plain.ValueOffsets.ToArray().Select(offset => (long)offset)];
                return ArrowArrays.Make(LargeStringType.Default, plain.Length, plain.NullCount, plain.NullBitmapBuffer, ArrowArrays.CopyOf<long>(offsets), plain.ValueBuffer);
            default:
                return new StringViewArray.Builder().AppendRange(texts).Build();
        }
    }
}
