using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;
using TelemetryEngine.Arrow.Tests.Memory;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>What other writers do, and what is refused by name.</summary>
[Collection(NativeMemoryCollection.Name)]
public sealed class ReaderTests
{
    private static readonly RecordBatch Batch = Batches.Of("a", Samples.Numbers<long>(Int64Type.Default, 1, null, 3));

    // Places in the golden stream, see GoldenLayoutTests.
    private const int SchemaVersion = 30;
    private const int BatchVersion = 162;
    private const int FieldKind = 83;
    private const int IntWidth = 116;
    private const int NodeNulls = 264;
    private const int ValuesOffset = 232;

    private static byte[] Stream() => Samples.Write(asFile: false, Batch.Schema, [Batch]);

    [Fact]
    public void Version_4_is_read()
    {
        byte[] bytes = Stream();
        bytes[SchemaVersion] = bytes[BatchVersion] = 3;
        Assert.Equal(Samples.Values(Batch), Samples.Read(asFile: false, bytes).Batches[0]);
        bytes[BatchVersion] = 2;
        Assert.Equal("byte 128: metadata version 3 is not supported, only 4 and 5 are", Error(bytes).Message);
    }

    [Fact]
    public void Prefixes_without_the_marker_are_read()
    {
        byte[] bytes = Stream();
        byte[] old = [.. bytes[4..128], .. bytes[132..448], 0, 0, 0, 0];
        Assert.Equal(Samples.Values(Batch), Samples.Read(asFile: false, old).Batches[0]);
    }

    [Fact]
    public void A_stream_without_its_end_marker_is_whole_between_messages()
    {
        Assert.Equal(Samples.Values(Batch), Samples.Read(asFile: false, Stream()[..448]).Batches[0]);
        Assert.Empty(Samples.Read(asFile: false, Stream()[..128]).Batches);
        Assert.Equal("byte 0: the stream ends before its schema", Error([]).Message);
        Assert.Equal("byte 448: the input ends inside the prefix of a message", Error(Stream()[..450]).Message);
    }

    [Fact]
    public void What_follows_the_end_marker_is_not_read() =>
        Assert.Single(Samples.Read(asFile: false, [.. Stream(), 1, 2, 3]).Batches);

    [Fact]
    public void Types_that_are_not_supported_are_named()
    {
        byte[] bytes = Stream();
        bytes[IntWidth] = 24;
        Assert.Equal("byte 76: flatbuffer: column 'a' has the type int24, which is not supported", Error(bytes).Message);
        bytes[FieldKind] = 12;
        Assert.Equal("byte 76: flatbuffer: column 'a' of type List has 0 child fields, not 1", Error(bytes).Message);
        bytes[FieldKind] = 25;
        Assert.Equal("byte 76: flatbuffer: column 'a' of type ListView has 0 child fields, not 1", Error(bytes).Message);
        bytes[FieldKind] = 26;
        Assert.Equal("byte 76: flatbuffer: column 'a' of type LargeListView has 0 child fields, not 1", Error(bytes).Message);
        bytes[FieldKind] = 99;
        Assert.Equal("byte 76: flatbuffer: column 'a' has the type number 99, which is not supported", Error(bytes).Message);
    }

    [Fact]
    public void Announced_nulls_must_be_those_of_the_bitmap()
    {
        byte[] bytes = Stream();
        bytes[NodeNulls] = 2;
        Assert.Equal("byte 320: column 'a': 2 nulls are announced, the validity bitmap has 1", Error(bytes).Message);
        bytes[NodeNulls] = 0;
        Assert.Equal([1L, 0L, 3L], Samples.Read(asFile: false, bytes).Batches[0]);
        bytes.AsSpan(NodeNulls, 8).Fill(0xFF);
        Assert.Equal([1L, null, 3L], Samples.Read(asFile: false, bytes).Batches[0]);
    }

    [Fact]
    public void Buffers_must_lie_inside_the_body_at_multiples_of_8()
    {
        byte[] bytes = Stream();
        bytes[ValuesOffset] = 104;
        Assert.Equal([0L, null, 0L], Samples.Read(asFile: false, bytes).Batches[0]);
        bytes[ValuesOffset] = 112;
        Assert.Contains("buffer of 24 bytes at 112 in a body of 128", Error(bytes).Message, StringComparison.Ordinal);
        bytes[ValuesOffset] = 65;
        Assert.Contains("at a multiple of 8", Error(bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_checked()
    {
        RecordBatch batch = Batches.Of("t", Samples.Texts("abc", "é", "x"));
        byte[] bytes = Samples.Write(asFile: false, batch.Schema, [batch]);
        int data = bytes.AsSpan().IndexOf("abcéx"u8);
        int offsets = data - 64;
        Assert.Equal(5, BitConverter.ToInt32(bytes, offsets + 8));

        bytes[offsets + 8] = 4;
        Assert.Equal($"byte {data + 3}: column 't': row 1 is not UTF-8", Error(bytes).Message);
        bytes[offsets + 8] = 2;
        Assert.Equal($"byte {offsets + 8}: column 't': text offset 2 after 3", Error(bytes).Message);
        bytes[offsets + 8] = 5;
        bytes[offsets + 12] = 7;
        Assert.Equal($"byte {offsets + 12}: column 't': texts end at 7, the data holds 6 bytes", Error(bytes).Message);
    }

    [Fact]
    public void Shared_texts_may_not_unfold_without_bound()
    {
        // Each of many fields points to one long name: flatbuffers allow it, but 4 bytes would become 100,000.
        const int fields = 2000;
        FlatBufferBuilder builder = new();
        int name = builder.CreateString(new string('n', 100_000));
        (_, int type) = TypeCodec.Write(builder, BooleanType.Default);
        int[] tables = new int[fields];
        for (int i = 0; i < fields; i++)
        {
            builder.StartTable();
            builder.AddPointer(Slots.Field.Name, name);
            builder.AddPointer(Slots.Field.Type, type);
            builder.AddByte(Slots.Field.TypeType, (byte)FlatType.Bool);
            tables[i] = builder.EndTable();
        }

        int vector = builder.CreateTableVector(tables);
        builder.StartTable();
        builder.AddPointer(Slots.Schema.Fields, vector);
        byte[] bytes = Message(builder, MessageType.Schema, builder.EndTable());
        Assert.Contains("unfolds to more than 16 times its size", Error(bytes).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 1)]
    [InlineData(255, 255)]
    public void Other_compressions_are_refused_by_number(byte codec, byte method)
    {
        FlatBufferBuilder builder = new();
        builder.StartTable();
        builder.AddByte(Slots.BodyCompression.Codec, codec);
        builder.AddByte(Slots.BodyCompression.Method, method);
        int compression = builder.EndTable();
        builder.StartTable();
        builder.AddPointer(Slots.RecordBatch.Compression, compression);
        byte[] batch = Message(builder, MessageType.RecordBatch, builder.EndTable());
        ArrowFormatException error = Error([.. Stream()[..128], .. batch]);
        Assert.Contains($"a body compressed with codec {codec}, method {method}: only", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Offset, 128, 128 + batch.Length);
    }

    [Fact]
    public void Bodies_compressed_before_the_format_had_a_place_for_it_are_refused()
    {
        FlatBufferBuilder builder = new();
        int key = builder.CreateString("ARROW:experimental_compression");
        int value = builder.CreateString("lz4");
        builder.StartTable();
        builder.AddPointer(Slots.KeyValue.Key, key);
        builder.AddPointer(Slots.KeyValue.Value, value);
        int metadata = builder.CreateTableVector([builder.EndTable()]);
        builder.StartTable();
        builder.AddPointer(Slots.Message.Metadata, metadata);
        builder.AddInt16(Slots.Message.Version, (short)MetadataVersion.V4);
        builder.AddByte(Slots.Message.HeaderType, (byte)MessageType.RecordBatch);
        byte[] message = builder.Finish(builder.EndTable());
        byte[] batch = [255, 255, 255, 255, .. BitConverter.GetBytes(message.Length), .. message];
        Assert.Equal(
            "byte 128: a body compressed as Arrow 0.17 did, before that was part of the format, is not supported",
            Error([.. Stream()[..128], .. batch]).Message);
    }

    [Fact]
    public void Big_endian_data_is_refused()
    {
        FlatBufferBuilder builder = new();
        builder.StartTable();
        builder.AddInt16(Slots.Schema.Endianness, 1);
        byte[] bytes = Message(builder, MessageType.Schema, builder.EndTable());
        Assert.EndsWith("big-endian data is not supported", Error(bytes).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Only_batches_follow_a_schema(byte number)
    {
        MessageType type = (MessageType)number;
        FlatBufferBuilder builder = new();
        builder.StartTable();
        byte[] bytes = Message(builder, type, builder.EndTable());
        Assert.Equal($"byte 128: a message of type {type} where a batch belongs", Error([.. Stream()[..128], .. bytes]).Message);
    }

    [Fact]
    public void A_disposed_batch_gives_its_memory_back_and_can_not_be_read()
    {
        byte[] bytes = Samples.Write(asFile: false, Samples.Schema, [.. Enumerable.Repeat(Samples.Batch(5000, nulls: true), 4)]);
        long before = AlignedMemory.LiveBytes;
        ArrowStreamReader reader = new(new MemoryStream(bytes));
        RecordBatch first = reader.ReadNextRecordBatch()!;
        RecordBatch second = reader.ReadNextRecordBatch()!;
        Int64Array column = (Int64Array)first.Column("int64");
        object?[] expected = Samples.Values(second);
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => column.Values[0]);
        using (RecordBatch third = reader.ReadNextRecordBatch()!)
        {
            Assert.Equal(expected, Samples.Values(third));
        }

        reader.Dispose();
        Assert.Equal(expected, Samples.Values(second));
        Assert.True(AlignedMemory.LiveBytes > before);
        second.Dispose();
        Assert.Equal(before, AlignedMemory.LiveBytes);
    }

    private static byte[] Message(FlatBufferBuilder builder, MessageType type, int header)
    {
        builder.StartTable();
        builder.AddPointer(Slots.Message.Header, header);
        builder.AddInt16(Slots.Message.Version, (short)MetadataVersion.V5);
        builder.AddByte(Slots.Message.HeaderType, (byte)type);
        byte[] metadata = builder.Finish(builder.EndTable());
        return [255, 255, 255, 255, .. BitConverter.GetBytes(metadata.Length), .. metadata];
    }

    private static ArrowFormatException Error(byte[] bytes) => Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: false, bytes));
}
