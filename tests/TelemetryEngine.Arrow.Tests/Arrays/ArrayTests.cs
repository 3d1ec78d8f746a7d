using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Arrays;

public sealed class ArrayTests
{
    [Fact]
    public void Built_arrays_lie_on_64_bytes_and_have_no_bitmap_without_nulls()
    {
        Int64Array array = (Int64Array)new Int64Array.Builder().Append(5).AppendRange([6, 7]).Build();
        Assert.True(PinnedMemory.IsAligned(array.ValueBuffer.Span, 64));
        Assert.True(array.ValidityBuffer.IsEmpty);
        Assert.Equal([5L, 6, 7], array.Values);
    }

    [Fact]
    public void A_builder_starts_again_after_it_has_built()
    {
        StringArray.Builder builder = new();
        Assert.Equal(["a", null], Samples.Values(builder.Append("a").AppendNull().Build()));
        Assert.Equal(["b"], Samples.Values(builder.Append("b"u8).Build()));
        Assert.Empty(Samples.Values(builder.Build()));
        DictionaryArray.Builder codes = new();
        Assert.Equal(["x", "y", "x"], Samples.Values(codes.Append("x").Append("y").Append("x").Build()));
        Assert.Equal(["y"], Samples.Values(codes.Append("y").Build()));
    }

    [Fact]
    public void Nulls_are_counted_when_their_number_is_not_given()
    {
        ArrowBuffer validity = ArrowBuffer.CopyOf<byte>([0b1011_0101, 0b01]);
        Int32Array array = new(ArrowBuffer.CopyOf<int>(new int[10]), validity, 7, -1, offset: 2);
        Assert.Equal(2, array.NullCount);
        Assert.Equal([false, true, false, false, true, false, false], Enumerable.Range(0, 7).Select(array.IsNull));
        Assert.True(new Int32Array(array.ValueBuffer, validity, 7, 0).ValidityBuffer.IsEmpty);
    }

    [Fact]
    public void Buffers_that_are_too_short_are_refused()
    {
        ArrowBuffer four = ArrowBuffer.CopyOf<int>([0, 1, 2, 3]);
        Assert.Throws<ArgumentException>(() => new Int32Array(four, ArrowBuffer.Empty, 5, 0));
        Assert.Throws<ArgumentException>(() => new Int32Array(four, ArrowBuffer.Empty, 3, 0, offset: 2));
        Assert.Throws<ArgumentException>(() => new Int32Array(four, ArrowBuffer.Empty, 4, 1));
        Assert.Throws<ArgumentException>(() => new Int32Array(four, ArrowBuffer.CopyOf<byte>([1]), 4, 1, offset: 5));
        Assert.Throws<ArgumentException>(() => new BooleanArray(four, ArrowBuffer.Empty, 129, 0));
        Assert.Throws<ArgumentException>(() => new StringArray(four, ArrowBuffer.Empty, ArrowBuffer.Empty, 3, 0));
        Assert.Throws<ArgumentException>(() => new StringArray(four, four, ArrowBuffer.Empty, 4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Int32Array(four, ArrowBuffer.Empty, -1, 0));
        Assert.Throws<OverflowException>(() => new Int32Array(four, ArrowBuffer.Empty, int.MaxValue, 0, offset: 1));
    }

    [Fact]
    public void Rows_and_slices_outside_are_refused()
    {
        BooleanArray array = new BooleanArray.Builder().AppendRange([true, false, true]).Build();
        Assert.Throws<ArgumentOutOfRangeException>(() => array.IsNull(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.GetValue(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.Slice(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.Slice(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.Slice(4, 0));
        Assert.Equal(0, array.Slice(3, 0).Length);
    }

    [Fact]
    public void A_lone_surrogate_has_no_UTF8() => Assert.Throws<System.Text.EncoderFallbackException>(() => new StringArray.Builder().Append("a\uD800"));

    [Fact]
    public void A_batch_checks_its_columns_and_disposes_its_owner_once()
    {
        Schema schema = new([new Field("a", Int32Type.Default)]);
        Int32Array column = (Int32Array)new Int32Array.Builder().Append(1).Build();
        Assert.Throws<ArgumentException>(() => new RecordBatch(schema, [], 0));
        Assert.Throws<ArgumentException>(() => new RecordBatch(schema, [column], 2));
        Assert.Throws<ArgumentException>(() => new RecordBatch(schema, [new Int64Array.Builder().Append(1).Build()], 1));
        Owner owner = new();
        RecordBatch batch = new(schema, [column], 1, owner);
        batch.Slice(0, 1).Dispose();
        Assert.Equal(0, owner.Disposals);
        batch.Dispose();
        batch.Dispose();
        Assert.Equal(1, owner.Disposals);
        Assert.Throws<ArgumentException>(() => batch.Column("b"));
    }

    private sealed class Owner : IDisposable
    {
        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
