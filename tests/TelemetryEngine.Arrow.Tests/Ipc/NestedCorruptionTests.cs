using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>What nested values point at is checked, and named with its place.</summary>
public sealed class NestedCorruptionTests
{
    private static readonly Field Item = new("item", Int32Type.Default);
    private static readonly ArrowBuffer None = ArrowBuffer.Empty;

    [Fact]
    public void List_offsets_must_rise_and_stay_inside()
    {
        ListArray lists = new(new ListType(Item), Ints(0, 2, 1, 3), Values(3), None, 3, 0);
        Assert.EndsWith(": column 'x': list offset 1 after 2", Message(lists), StringComparison.Ordinal);
        LargeListArray large = new(new LargeListType(Item), Longs(0, 1, 3), Values(3), None, 2, 0);
        Assert.EndsWith(": column 'x': lists end at 4, the data holds 3 values", Message(large, before: [3, 0, 0, 0, 0, 0, 0, 0], after: [4, 0, 0, 0, 0, 0, 0, 0]), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ListArray(new ListType(Item), Ints(0, 4), Values(3), None, 1, 0));
    }

    [Fact]
    public void Type_ids_must_be_the_unions_and_offsets_inside_the_child()
    {
        UnionType dense = new([Item, new Field("y", Int32Type.Default)], [3, 5], UnionMode.Dense);
        UnionArray wrongId = new(new UnionType(dense.Fields, [3, 5], UnionMode.Sparse), ArrowBuffer.CopyOf<sbyte>([3, 4, 5]), None, [Values(3), Values(3)], 3);
        Assert.EndsWith(": column 'x': row 1 has the type id 4, which the union does not have", Message(wrongId), StringComparison.Ordinal);
        UnionArray union = new(dense, ArrowBuffer.CopyOf<sbyte>([3, 3, 5]), Ints(0, 1, 0), [Values(2), Values(1)], 3);
        Assert.EndsWith(
            ": column 'x': row 1 is value 2 of a child of 2",
            Message(union, before: [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], after: [0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ends_must_rise_from_more_than_0_to_the_last_row()
    {
        RunEndEncodedType type = new(Int32Type.Default, Int32Type.Default);
        Assert.EndsWith(": column 'x': run 1 ends at 2, after 5", Message(Runs(5, 2, 7)), StringComparison.Ordinal);
        Assert.EndsWith(": column 'x': the runs end at 6 of 7 rows, or at null", Message(Runs(5, 7), before: [5, 0, 0, 0, 7, 0, 0, 0], after: [5, 0, 0, 0, 6, 0, 0, 0]), StringComparison.Ordinal);
        Assert.EndsWith(": column 'x': run 0 ends at 0, after 0", Message(Runs(5, 7), before: [5, 0, 0, 0, 7, 0, 0, 0], after: [0, 0, 0, 0, 7, 0, 0, 0]), StringComparison.Ordinal);

        RunEndEncodedArray Runs(params int[] ends) => new(type, Values(ends), Values(ends.Length), 7);
    }

    [Fact]
    public void Views_must_point_into_their_buffers()
    {
        byte[] text = "0123456789abcdef"u8.ToArray();
        BinaryView view = new(text, 0, 0);
        StringViewArray array = new(ArrowBuffer.CopyOf<BinaryView>([view]), [new ArrowBuffer(text)], None, 1, 0);
        byte[] good = array.ViewBuffer.Span.ToArray();
        foreach ((int at, byte value, string reason) in ((int, byte, string)[])
            [(0, 17, "a view of 17 bytes at 0 of buffer 0, of 1"), (8, 1, "at 0 of buffer 1, of 1"), (12, 1, "a view of 16 bytes at 1"), (3, 255, "a view of -"), (4, 0, "does not start as its view says")])
        {
            byte[] bad = [.. good];
            bad[at] = value;
            Assert.Contains(reason, Message(array, good, bad), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Maps_have_no_null_keys()
    {
        MapType type = new(Int32Type.Default, Int32Type.Default);
        Int32Array keys = new Int32Array.Builder().AppendNull().Build();
        StructArray entries = new((StructType)type.ValueField.DataType, [keys, Values(1)], None, 1, 0);
        Assert.EndsWith("column 'x': a map with null keys or entries", Message(new MapArray(type, Ints(0, 1), entries, None, 1, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Types_may_be_nested_64_deep_and_no_deeper()
    {
        ArrowArray array = Values(2);
        for (int depth = 1; depth < 64; depth++)
        {
            array = new StructArray(new StructType([new Field("f", array.DataType)]), [array], None, 2, 0);
        }

        Schema schema = new([new Field("x", array.DataType)]);
        byte[] bytes = Samples.Write(asFile: false, schema, [new RecordBatch(schema, [array], 2)]);
        Assert.Equal(Samples.Values(array), Samples.Read(asFile: false, bytes).Batches[0]);
        Schema deeper = new([new Field("x", new StructType(schema.FieldsList))]);
        Assert.Contains("nested deeper than 64", Assert.Throws<NotSupportedException>(() => Samples.Write(asFile: false, deeper, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_that_nests_a_field_in_itself_too_deep_is_an_error()
    {
        Field field = new("x", Int32Type.Default);
        for (int depth = 1; depth < 64; depth++)
        {
            field = new Field("x", new ListType(field));
        }

        IpcField deepest = IpcSchema.Number(new Schema([field])).Fields[0];
        Field outer = new("x", new ListType(field));
        byte[] metadata = new MessageEncoder(IpcOptions.Default, null).Schema(new IpcSchema(new Schema([outer]), [new IpcField(outer, null, [deepest])])).Metadata;
        byte[] stream = [255, 255, 255, 255, .. BitConverter.GetBytes(metadata.Length), .. metadata];
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: false, stream));
        Assert.EndsWith("column 'x' is nested deeper than 64 types", error.Message, StringComparison.Ordinal);
    }

    private static ArrowBuffer Ints(params int[] values) => ArrowBuffer.CopyOf<int>(values);

    private static ArrowBuffer Longs(params long[] values) => ArrowBuffer.CopyOf<long>(values);

    private static Int32Array Values(int[] values) => new(Ints(values), None, values.Length, 0);

    private static Int32Array Values(int count) => Values(new int[count]);

    /// <summary>Writes an array, changes its bytes if asked to, and gives the message of the error that reading it is.</summary>
    private static string Message(ArrowArray array, byte[]? before = null, byte[]? after = null)
    {
        Schema schema = new([new Field("x", array.DataType)]);
        byte[] bytes = Samples.Write(asFile: false, schema, [new RecordBatch(schema, [array], array.Length)]);
        if (before is not null)
        {
            int at = bytes.AsSpan().LastIndexOf(before);
            Assert.True(at > 0);
            after!.CopyTo(bytes, at);
        }

        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: false, bytes));
        Assert.InRange(error.Offset, 0, bytes.Length);
        return error.Message;
    }
}
