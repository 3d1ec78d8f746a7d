using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Sources;

/// <summary>Batches that are not what they say end in an error that names them: never in wrong values, and never in a crash.</summary>
public sealed class BatchCheckTests
{
    [Theory]
    [InlineData("values", "its values are 16 long, and its rows need 24")]
    [InlineData("bits", "its values are 0 long, and its rows need 1")]
    [InlineData("days", "its values are 4 long, and its rows need 12")]
    [InlineData("decimals", "its values are 32 long, and its rows need 48")]
    [InlineData("validity", "its bytes of validity are 1 long, and its rows need 2")]
    [InlineData("nulls", "it says that 0 rows are null, and its validity says 2")]
    [InlineData("no validity", "it says that 1 rows are null, and has no validity that says which")]
    [InlineData("offset", "its values are 24 long, and its rows need 32")]
    [InlineData("short offsets", "its offsets are 3 long, and its rows need 4")]
    [InlineData("falling offsets", "the offset 1 of row 2 lies before 2")]
    [InlineData("negative offsets", "the offset -1 of row 0 lies before 0")]
    [InlineData("far offsets", "its offsets end at 4, and it has 3 bytes")]
    [InlineData("wide offsets", "its offsets end at 9223372036854775807, and it has 3 bytes")]
    [InlineData("short views", "its values are 16 long, and its rows need 48")]
    [InlineData("far view", "the text of row 1 is said to be 20 bytes from byte 0 of buffer 0, which there are not")]
    [InlineData("long view", "the text of row 1 is said to be -5 bytes from byte 0 of buffer 0, which there are not")]
    [InlineData("codes", "its values are 8 long, and its rows need 12")]
    [InlineData("dictionary", "its dictionary: its offsets end at 9, and it has 3 bytes")]
    [InlineData("length", "it has 3 rows, and the batch has 4")]
    [InlineData("type", "it is int64, and the schema says double")]
    public void WhatIsWrongIsSaid(string what, string fault)
    {
        (IArrowArray array, int rows, IArrowType? said) = Hostile(what);
        RecordBatch good = Batch(Arrays.Of<long>(Int64Type.Default, 1, 2, 3), 3);
        Field[] fields = [new("x", said ?? array.Data.DataType, nullable: true), new("y", Int64Type.Default, nullable: true)];
        RecordBatch bad = new(new Schema(fields, null), [array, rows == 3 ? good.Column(0) : Arrays.Of<long>(Int64Type.Default, 1, 2, 3, 4)], rows);
        RecordBatch first = new(new Schema(fields, null), [Empty(fields[0].DataType), Arrays.Of<long>(Int64Type.Default)], 0);
        RecordBatch[] batches = said is null && what != "length" ? [bad] : [first, bad];
        string message = $"batch {batches.Length - 1}, column 'x': {fault}";
        Assert.Equal(message, Assert.Throws<InputException>(() => Telemetry.From(batches).Aggregate(Count("x")).ToTable()).Message);
        Assert.Equal(message, Assert.Throws<InputException>(() => Telemetry.From(batches).ToTable()).Message);
        Assert.Equal(message, Assert.Throws<InputException>(() => Telemetry.From(batches.Where(_ => true)).GroupBy("x").Aggregate(Count()).ToTable()).Message);

        // of columns that nobody looks at nothing is checked
        Assert.Equal([$"{rows}"], TableText.Rows(Telemetry.From(batches).Aggregate(Count("y")).ToTable()));
    }

    [Fact]
    public void NoBatchAndNoArrayAreSaid() => Assert.Equal(
        "batch 1 is null",
        Assert.Throws<InputException>(() => Telemetry.From([Batch(Arrays.Of<long>(Int64Type.Default, 1), 1), null!]).ToTable()).Message);

    [Fact]
    public void CodesOutsideTheDictionaryAreSaidWhoeverReadsThem()
    {
        DictionaryArray wide = new(new DictionaryType(Int64Type.Default, StringType.Default, false), Arrays.Of<long>(Int64Type.Default, 0, null, -1), new StringArray.Builder().Append("a").Build());
        DictionaryArray codes = new(VectorArrays.CodedText, new Int32Array.Builder().AppendRange([0, 7]).Build(), new StringArray.Builder().Append("a").Build());
        Assert.Equal("batch 0, column 'x': code 7 of row 1 lies outside its dictionary of 1 values", Assert.Throws<InputException>(() => Telemetry.From([Batch(codes, 2)]).ToTable()).Message);
        Assert.Equal("batch 0, column 'x': code -1 of row 2 lies outside its dictionary of 1 values", Assert.Throws<InputException>(() => Telemetry.From([Batch(wide, 3)]).ToTable()).Message);
        Assert.Equal("column 'x': code 7 lies outside its dictionary of 1 texts", Assert.Throws<InputException>(() => Telemetry.From([Batch(codes, 2)]).GroupBy("x").Aggregate(Count()).ToTable()).Message);
    }

    [Fact]
    public void SlicesAndForeignArraysAreSound()
    {
        List<RecordBatch> batches = [.. ArrowRows.Make(nulls: true, 100).Select(batch => batch.Slice(13, 50))];
        Assert.Equal(batches.SelectMany(TableText.Rows), TableText.Rows(Telemetry.From(batches).ToTable()));
        StringViewArray views = new StringViewArray.Builder().Append("short").AppendNull().Append("a text that is longer than twelve bytes").Build();
        Assert.Equal(["2"], TableText.Rows(Telemetry.From([Batch(views, 3)]).Aggregate(Count("x")).ToTable()));
    }

    private static IArrowArray Empty(IArrowType type) => type is DoubleType ? new DoubleArray.Builder().Build() : Arrays.Of<long>(Int64Type.Default);

    private static (IArrowArray Array, int Rows, IArrowType? Said) Hostile(string what)
    {
        ArrowBuffer longs = ArrowArrays.CopyOf<long>([1, 2, 3]);
        ArrowBuffer texts = ArrowArrays.CopyOf<byte>([65, 66, 67]);
        return what switch
        {
            "values" => Of(Int64Type.Default, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<long>([1, 2])),
            "bits" => Of(BooleanType.Default, 0, ArrowBuffer.Empty, ArrowBuffer.Empty),
            "days" => Of(Date32Type.Default, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<int>([1])),
            "decimals" => Of(new Decimal128Type(10, 2), 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<Int128>([1, 2])),
            "validity" => (new Int64Array(new ArrayData(Int64Type.Default, 3, 1, 6, [ArrowArrays.CopyOf<byte>([1]), ArrowArrays.CopyOf(new long[9].AsSpan())])), 3, null),
            "nulls" => Of(Int64Type.Default, 0, ArrowArrays.CopyOf<byte>([0b010]), longs),
            "no validity" => Of(Int64Type.Default, 1, ArrowBuffer.Empty, longs),
            "offset" => (new Int64Array(new ArrayData(Int64Type.Default, 3, 0, 1, [ArrowBuffer.Empty, longs])), 3, null),
            "short offsets" => Of(StringType.Default, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<int>([0, 1, 2]), texts),
            "falling offsets" => Of(StringType.Default, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<int>([0, 2, 1, 3]), texts),
            "negative offsets" => Of(StringType.Default, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<int>([-1, 0, 1, 3]), texts),
            "far offsets" => Of(StringType.Default, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<int>([0, 1, 2, 4]), texts),
            "wide offsets" => Of(LargeStringType.Default, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<long>([0, 1, 2, long.MaxValue]), texts),
            "short views" => Of(StringViewType.Default, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<int>([1, 65, 0, 0])),
            "far view" => Of(StringViewType.Default, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<int>([1, 65, 0, 0, 20, 65, 0, 0, 1, 65, 0, 0]), texts),
            "long view" => Of(StringViewType.Default, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<int>([1, 65, 0, 0, -5, 65, 0, 0, 1, 65, 0, 0]), texts),
            "codes" => Coded(ArrowArrays.CopyOf<int>([0, 0]), [0, 3]),
            "dictionary" => Coded(ArrowArrays.CopyOf<int>([0, 0, 0]), [0, 9]),
            "length" => (new Int64Array(new ArrayData(Int64Type.Default, 3, 0, 0, [ArrowBuffer.Empty, longs])), 4, null),
            "type" => (new Int64Array(new ArrayData(Int64Type.Default, 3, 0, 0, [ArrowBuffer.Empty, longs])), 3, DoubleType.Default),
            _ => throw new ArgumentException(what, nameof(what)),
        };

        static (IArrowArray, int, IArrowType?) Of(IArrowType type, int nulls, params ArrowBuffer[] buffers) => (ArrowArrays.Make(type, 3, nulls, buffers), 3, null);

        (IArrowArray, int, IArrowType?) Coded(ArrowBuffer codes, int[] offsets)
        {
            IArrowArray dictionary = ArrowArrays.Make(StringType.Default, 1, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<int>(offsets), texts);
            DictionaryType type = new(Int32Type.Default, StringType.Default, false);
            return (ArrowArrayFactory.BuildArray(new ArrayData(type, 3, 0, 0, [ArrowBuffer.Empty, codes], null, dictionary.Data)), 3, null);
        }
    }

    private static RecordBatch Batch(IArrowArray array, int rows) => new(new Schema([new Field("x", array.Data.DataType, nullable: true)], null), [array], rows);
}
