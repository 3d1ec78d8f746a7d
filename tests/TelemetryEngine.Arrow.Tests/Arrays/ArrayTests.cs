using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Arrays;

public sealed class ArrayTests
{
    public static TheoryData<int, string> Types => AllTypes.Names();

    [Fact]
    public void Copied_values_lie_on_64_bytes()
    {
        Int64Array array = (Int64Array)ArrowArrays.Make(Int64Type.Default, 3, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<long>([5, 6, 7]));
        Assert.True(PinnedMemory.IsAligned(array.ValueBuffer.Span, 64));
        Assert.Equal([5L, 6, 7], array.Values);
    }

    [Fact]
    public void Nulls_are_counted_when_their_number_is_not_given()
    {
        Schema schema = new([new Field("x", Int32Type.Default, true)], null);
        ArrayData data = new(Int32Type.Default, 7, -1, 2, [ArrowArrays.CopyOf<byte>([0b1011_0101, 0b01]), ArrowArrays.CopyOf<int>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])]);
        int?[] expected = [2, null, 4, 5, null, 7, 8];
        Assert.Equal(expected, (Int32Array)new RowCopier().Copy(new Int32Array(data), RowSelection.All(7)));
        foreach (bool asFile in (bool[])[false, true])
        {
            byte[] bytes = Samples.Write(asFile, schema, [new RecordBatch(schema, [new Int32Array(data)], 7)]);
            Assert.Equal(expected.Cast<object?>(), Assert.Single(Samples.Read(asFile, bytes).Batches));
        }
    }

    [Fact]
    public void Buffers_that_are_too_short_are_not_written()
    {
        ArrowBuffer four = ArrowArrays.CopyOf<int>([0, 1, 2, 3]);
        Assert.Multiple(
            () => AssertRefused(Int32Type.Default, 5, 0, 0, ArrowBuffer.Empty, four),
            () => AssertRefused(Int32Type.Default, 3, 0, 2, ArrowBuffer.Empty, four),
            () => AssertRefused(Int32Type.Default, 4, 1, 5, ArrowArrays.CopyOf<byte>([1]), four),
            () => AssertRefused(Int32Type.Default, 4, 4, 5, ArrowArrays.CopyOf<byte>([0]), ArrowArrays.CopyOf<int>(new int[9])),
            () => AssertRefused(BooleanType.Default, 129, 0, 0, ArrowBuffer.Empty, four),
            () => AssertRefused(StringType.Default, 3, 0, 0, ArrowBuffer.Empty, four, ArrowBuffer.Empty),
            () => AssertRefused(StringType.Default, 4, 0, 0, ArrowBuffer.Empty, four, four));

        static void AssertRefused(IArrowType type, int rows, int nulls, int offset, params ArrowBuffer[] buffers)
        {
            Schema schema = new([new Field("x", type, true)], null);
            IArrowArray array = ArrowArrayFactory.BuildArray(new ArrayData(type, rows, nulls, offset, buffers));
            Assert.ThrowsAny<ArgumentException>(() => Samples.Write(asFile: false, schema, [new RecordBatch(schema, [array], rows)]));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Bytes_and_texts_of_any_layout_and_of_any_slice_are_found(int index, string name)
    {
        IArrowType type = AllTypes.All.ElementAt(index);
        Assert.Equal(name, ArrowNames.Of(type));
        IArrowArray array = new RandomArrays(index, nulls: true).Make(type, 50).Slice(13, 30);
        bool isText = (type is DictionaryType codes ? codes.ValueType : type) is StringType or LargeStringType or StringViewType;
        bool hasBytes = isText || (type is DictionaryType other ? other.ValueType : type) is BinaryType or LargeBinaryType or BinaryViewType or FixedSizeBinaryType;
        for (int row = 0; row < array.Length; row++)
        {
            if (array.IsValid(row) && !hasBytes)
            {
                Assert.Throws<ArgumentException>(() => array.BytesAt(row).Length);
            }
            else if (PlainValues.At(array, row) is { } value)
            {
                Assert.Equal(value, Convert.ToHexString(array.BytesAt(row)));
                Assert.Equal(isText ? Samples.Value(array, row) : null, isText ? array.TextAt(row) : null);
            }
            else if (array.IsNull(row))
            {
                Assert.Null(array.TextAt(row));
            }
        }
    }

    [Fact]
    public void A_batch_disposes_its_owner_once()
    {
        Schema schema = new([new Field("a", Int32Type.Default, true)], null);
        Owner owner = new();
        PooledBatch batch = new(schema, [Samples.Numbers<int>(Int32Type.Default, 1)], 1, owner);
        batch.Slice(0, 1).Dispose();
        Assert.Equal(0, owner.Disposals);
        batch.Dispose();
        batch.Dispose();
        Assert.Equal(1, owner.Disposals);
    }

    private sealed class Owner : IDisposable
    {
        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
