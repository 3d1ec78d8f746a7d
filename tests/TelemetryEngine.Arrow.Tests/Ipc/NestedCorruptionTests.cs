using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>What nested values point at is checked, and named with its place.</summary>
public sealed class NestedCorruptionTests
{
    private static readonly Field Item = new("item", Int32Type.Default, nullable: true);
    private static readonly ArrowBuffer None = ArrowBuffer.Empty;

    [Fact]
    public void List_offsets_must_rise_and_stay_inside()
    {
        Assert.EndsWith(": column 'x': list offset 1 after 2", Message(Lists(0, 1, 2, 3), Ints(0, 1, 2, 3), Ints(0, 2, 1, 3)), StringComparison.Ordinal);
        IArrowArray large = Make(new LargeListType(Item), 2, [None, Longs(0, 1, 3)], Values(3));
        Assert.EndsWith(": column 'x': lists end at 4, the data holds 3 values", Message(large, Longs(3), Longs(4)), StringComparison.Ordinal);
        AssertNotWritten("the offset 1 of row 2 lies before 2", Lists(0, 2, 1, 3));
        AssertNotWritten("its offsets end at 4, and it has 3 rows", Lists(0, 4));

        static IArrowArray Lists(params int[] offsets) => Make(new ListType(Item), offsets.Length - 1, [None, Ints(offsets)], Values(3));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void List_views_must_point_into_their_values(bool isLarge)
    {
        IArrowArray views = Views(5, 6);
        (long, long)[] wrong = [(-1, 1), (0, -1), (11, 1), (6, 6), (12, 0), (int.MaxValue, 1), (1, int.MaxValue), (int.MinValue, int.MinValue)];
        (long, long)[] wrongToo = [(1L << 32, 1), (1, 1L << 32), (long.MaxValue, 1), (1, long.MaxValue), (long.MinValue, long.MinValue)];
        foreach ((long start, long size) in isLarge ? wrong.Concat(wrongToo) : wrong)
        {
            Assert.EndsWith($": column 'x': row 1 has {size} values from {start} on, of 11", Message(views, Places(5, 6), Places(start, size)), StringComparison.Ordinal);
            AssertNotWritten($"the list of row 1 is said to be {size} rows from row {start}, and it has 11 rows", Views(start, size));
        }

        // in any order, over each other, and with values that no row shows
        foreach ((int start, int size) in ((int, int)[])[(0, 11), (11, 0), (3, 4), (2, 9)])
        {
            byte[] bytes = Bytes(views, Places(5, 6), Places(start, size));
            Assert.Equal([Shown(0, 5), Shown(start, size)], Samples.Read(asFile: false, bytes).Batches[0]);
        }

        static object?[] Shown(int start, int size) => [.. Enumerable.Range(start, size).Select(value => $"{value:X2}000000")];

        IArrowArray Views(long start, long size) =>
            Make(isLarge ? new LargeListViewType(Item) : new ListViewType(Item), 2, [None, Numbers(0, start), Numbers(5, size)], Values([.. Enumerable.Range(0, 11)]));

        // the starts and, at the next border of 64 bytes, the sizes
        ArrowBuffer Places(long start, long size)
        {
            ReadOnlySpan<byte> starts = Numbers(0, start).Span;
            return new ArrowBuffer((byte[])[.. starts, .. new byte[64 - starts.Length], .. Numbers(5, size).Span]);
        }

        ArrowBuffer Numbers(long first, long second) => isLarge ? Longs(first, second) : Ints((int)first, (int)second);
    }

    [Fact]
    public void Type_ids_must_be_the_unions_and_offsets_inside_the_child()
    {
        UnionType dense = new([Item, new Field("y", Int32Type.Default, nullable: true)], [3, 5], UnionMode.Dense);
        Assert.EndsWith(
            ": column 'x': row 1 has the type id 4, which the union does not have",
            Message(Sparse(3, 5, 5), Ids(3, 5, 5, 0, 0, 0, 0, 0), Ids(3, 4, 5, 0, 0, 0, 0, 0)),
            StringComparison.Ordinal);
        Assert.EndsWith(": column 'x': row 1 is value 2 of a child of 2", Message(Dense(0, 1, 0), Ints(0, 1, 0), Ints(0, 2, 0)), StringComparison.Ordinal);
        AssertNotWritten("row 1 has the type id 4, which the union does not have", Sparse(3, 4, 5));
        AssertNotWritten("row 1 has the type id 3 and the place 2, where its child has 2 rows", Dense(0, 2, 0));

        IArrowArray Sparse(params byte[] ids) => Make(new UnionType(dense.Fields, [3, 5], UnionMode.Sparse), 3, [Ids(ids)], Values(3), Values(3));

        IArrowArray Dense(params int[] places) => Make(dense, 3, [Ids(3, 3, 5), Ints(places)], Values(2), Values(1));
    }

    [Fact]
    public void Run_ends_must_rise_from_more_than_0_to_the_last_row()
    {
        RunEndEncodedType type = new(Int32Type.Default, Int32Type.Default);
        Assert.EndsWith(": column 'x': run 1 ends at 2, after 5", Message(Runs(5, 6, 7), Ints(5, 6, 7), Ints(5, 2, 7)), StringComparison.Ordinal);
        Assert.EndsWith(": column 'x': the runs end at 6 of 7 rows, or at null", Message(Runs(5, 7), Ints(5, 7), Ints(5, 6)), StringComparison.Ordinal);
        Assert.EndsWith(": column 'x': run 0 ends at 0, after 0", Message(Runs(5, 7), Ints(5, 7), Ints(0, 7)), StringComparison.Ordinal);
        AssertNotWritten("run 1 ends at 2, after 5", Runs(5, 2, 7));
        AssertNotWritten("its runs end at row 6, and it has 7 rows", Runs(5, 6));
        AssertNotWritten("run 0 ends at 0, after 0", Runs(0, 7));

        IArrowArray Runs(params int[] ends) => Make(type, 7, [], Values(ends), Values(ends.Length));
    }

    [Fact]
    public void Views_must_point_into_their_buffers()
    {
        byte[] text = "0123456789abcdef"u8.ToArray();
        BinaryView view = new(text.Length, text.AsSpan(0, BinaryView.PrefixLength), bufferIndex: 0, bufferOffset: 0);
        ArrowBuffer good = ArrowArrays.CopyOf<BinaryView>([view]);
        (int, byte, string)[] wrong =
        [
            (0, 17, "a view of 17 bytes at 0 of buffer 0, of 1"), (8, 1, "at 0 of buffer 1, of 1"), (12, 1, "a view of 16 bytes at 1"),
            (3, 255, "a view of -"), (4, 0, "does not start as its view says"),
        ];
        foreach ((int at, byte value, string reason) in wrong)
        {
            byte[] bad = good.Span.ToArray();
            bad[at] = value;
            Assert.Contains(reason, Message(Views(good), good, new ArrowBuffer(bad)), StringComparison.Ordinal);
            if (at != 4)
            {
                AssertNotWritten("the text of row 0 is said to be ", Views(new ArrowBuffer(bad)));
            }
        }

        IArrowArray Views(ArrowBuffer views) => Make(StringViewType.Default, 1, [None, views, new ArrowBuffer(text)]);
    }

    [Fact]
    public void Maps_have_no_null_keys()
    {
        MapType type = new(Int32Type.Default, Int32Type.Default);
        IArrowArray entries = Make(type.KeyValueType, 1, [None], Samples.Numbers<int>(Int32Type.Default, [null]), Values(1));
        Assert.EndsWith("column 'x': a map with null keys or entries", Message(Make(type, 1, [None, Ints(0, 1)], entries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Types_may_be_nested_64_deep_and_no_deeper()
    {
        IArrowArray array = Values(2);
        for (int depth = 1; depth < 64; depth++)
        {
            array = Make(new StructType([new Field("f", array.Data.DataType, nullable: true)]), 2, [None], array);
        }

        RecordBatch batch = Batches.Of("x", array);
        byte[] bytes = Samples.Write(asFile: false, batch.Schema, [batch]);
        Assert.Equal(Samples.Values(array), Samples.Read(asFile: false, bytes).Batches[0]);
        Schema deeper = Batches.SchemaOf(("x", new StructType(batch.Schema.FieldsList)));
        Assert.Contains("nested deeper than 64", Assert.Throws<NotSupportedException>(() => Samples.Write(asFile: false, deeper, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_that_nests_a_field_in_itself_too_deep_is_an_error()
    {
        Field field = new("x", Int32Type.Default, nullable: true);
        for (int depth = 1; depth < 64; depth++)
        {
            field = new Field("x", new ListType(field), nullable: true);
        }

        IpcField deepest = IpcSchema.Number(new Schema([field], null)).Fields[0];
        Field outer = new("x", new ListType(field), nullable: true);
        byte[] metadata = new MessageEncoder(IpcOptions.Default, compressor: null).Schema(new IpcSchema(new Schema([outer], null), [new IpcField(outer, null, [deepest])])).Metadata;
        byte[] stream = [255, 255, 255, 255, .. BitConverter.GetBytes(metadata.Length), .. metadata];
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: false, stream));
        Assert.EndsWith("column 'x' is nested deeper than 64 types", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unions_are_written_in_metadata_version_4_too()
    {
        foreach (UnionMode mode in Enum.GetValues<UnionMode>())
        {
            UnionType type = new([Item, new Field("y", StringType.Default, nullable: true)], [0, 1], mode);
            IArrowArray array = new RandomArrays(4, nulls: true).Make(type, 30);
            RecordBatch batch = Batches.Of("x", array);
            byte[] bytes = Samples.Write(asFile: true, batch.Schema, [batch], new IpcOptions { MetadataVersion = MetadataVersion.V4 });
            Assert.Equal(PlainValues.Of(array), Samples.Read(asFile: true, bytes).Batches[0]);
        }
    }

    [Theory]
    [InlineData(0b11, 0, null)]
    [InlineData(0b01, 1, "column 'x': nulls of a union itself, which only metadata before version 5 has, are not supported")]
    public void Unions_of_metadata_version_4_have_a_bitmap(byte bitmap, int nulls, string? error)
    {
        Schema schema = Batches.SchemaOf(("x", new UnionType([Item], [0], UnionMode.Sparse)));
        BodyBuilder body = new(sizeof(long), null);
        body.AddNode(2, nulls);
        body.AddBuffer(new byte[] { bitmap });
        body.AddBuffer(new byte[2]);
        ArrayEncoder.Add(body, Values([5, 6]).Data);
        FlatBufferBuilder builder = new();
        int nodes = builder.CreateStructVector(body.Nodes, body.NodeCount);
        int buffers = builder.CreateStructVector(body.Buffers, body.BufferCount);
        builder.StartTable();
        builder.AddInt64(Slots.RecordBatch.Length, 2);
        builder.AddPointer(Slots.RecordBatch.Nodes, nodes);
        builder.AddPointer(Slots.RecordBatch.Buffers, buffers);
        int header = builder.EndTable();
        builder.StartTable();
        builder.AddInt64(Slots.Message.BodyLength, body.Length);
        builder.AddPointer(Slots.Message.Header, header);
        builder.AddInt16(Slots.Message.Version, (short)MetadataVersion.V4);
        builder.AddByte(Slots.Message.HeaderType, (byte)MessageType.RecordBatch);
        OutputPlan plan = new(0);
        plan.AddMessage(new MessageEncoder(IpcOptions.Default, null).Schema(IpcSchema.Number(schema)));
        plan.AddMessage(new EncodedMessage(builder.Finish(builder.EndTable()), body));
        byte[] bytes = [.. plan.Segments().SelectMany(segment => segment.ToArray())];
        if (error is null)
        {
            Assert.Equal([new object?[] { (sbyte)0, "05000000" }, new object?[] { (sbyte)0, "06000000" }], Samples.Read(asFile: false, bytes).Batches[0]);
            return;
        }

        Assert.EndsWith(error, Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: false, bytes)).Message, StringComparison.Ordinal);
    }

    private static ArrowBuffer Ids(params byte[] values) => ArrowArrays.CopyOf<byte>(values);

    private static ArrowBuffer Ints(params int[] values) => ArrowArrays.CopyOf<int>(values);

    private static ArrowBuffer Longs(params long[] values) => ArrowArrays.CopyOf<long>(values);

    private static IArrowArray Values(int[] values) => Make(Int32Type.Default, values.Length, [None, Ints(values)]);

    private static IArrowArray Values(int count) => Values(new int[count]);

    /// <summary>An array without nulls of its own.</summary>
    private static IArrowArray Make(IArrowType type, int rows, ArrowBuffer[] buffers, params IArrowArray[] children) =>
        ArrowArrayFactory.BuildArray(new ArrayData(type, rows, 0, 0, buffers, [.. children.Select(child => child.Data)]));

    private static void AssertNotWritten(string reason, IArrowArray array) =>
        Assert.StartsWith($"column 'x': {reason}", Assert.Throws<ArgumentException>(() => Bytes(array)).Message, StringComparison.Ordinal);

    /// <summary>Writes an array as a stream, and changes its bytes if asked to.</summary>
    private static byte[] Bytes(IArrowArray array, ArrowBuffer before = default, ArrowBuffer after = default)
    {
        RecordBatch batch = Batches.Of("x", array);
        byte[] bytes = Samples.Write(asFile: false, batch.Schema, [batch]);
        if (!before.IsEmpty)
        {
            int at = bytes.AsSpan().LastIndexOf(before.Span);
            Assert.True(at > 0);
            after.Span.CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    /// <summary>The message of the error that reading such a stream is.</summary>
    private static string Message(IArrowArray array, ArrowBuffer before = default, ArrowBuffer after = default)
    {
        byte[] bytes = Bytes(array, before, after);
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: false, bytes));
        Assert.InRange(error.Offset, 0, bytes.Length);
        return error.Message;
    }
}
