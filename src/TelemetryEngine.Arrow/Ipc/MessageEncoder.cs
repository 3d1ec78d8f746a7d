using System.Runtime.InteropServices;
using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc.Compression;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc;

// A message: its flatbuffer, and the buffers of its body.
internal sealed record EncodedMessage(byte[] Metadata, BodyBuilder? Body)
{
    public long BodyLength => Body?.Length ?? 0;
}

// Makes messages of schemas, dictionaries and batches, and the footer of a file.
// compressor: Packs the bodies; null: they are not packed.
internal sealed class MessageEncoder(IpcOptions options, BodyCompressor? compressor)
{
    public EncodedMessage Schema(IpcSchema schema)
    {
        FlatBufferBuilder builder = new();
        return Message(builder, MessageType.Schema, SchemaCodec.Write(builder, schema), body: null);
    }

    public EncodedMessage RecordBatch(IReadOnlyList<ArrayData> columns, int rows)
    {
        BodyBuilder body = new(options.Alignment, compressor) { HasUnionValidity = options.MetadataVersion == MetadataVersion.V4 };
        foreach (ArrayData column in columns)
        {
            ArrayEncoder.Add(body, column);
        }

        FlatBufferBuilder builder = new();
        return Message(builder, MessageType.RecordBatch, RecordBatchTable(builder, rows, body), body);
    }

    public EncodedMessage DictionaryBatch(long id, ArrayData values, bool isDelta)
    {
        BodyBuilder body = new(options.Alignment, compressor) { HasUnionValidity = options.MetadataVersion == MetadataVersion.V4 };
        ArrayEncoder.Add(body, values);
        FlatBufferBuilder builder = new();
        int data = RecordBatchTable(builder, values.Length, body);
        builder.StartTable();
        builder.AddInt64(Slots.DictionaryBatch.Id, id);
        builder.AddPointer(Slots.DictionaryBatch.Data, data);
        builder.AddBool(Slots.DictionaryBatch.IsDelta, isDelta);
        return Message(builder, MessageType.DictionaryBatch, builder.EndTable(), body);
    }

    public byte[] Footer(IpcSchema schema, BlockList dictionaries, BlockList batches)
    {
        FlatBufferBuilder builder = new();
        return Footer(builder, SchemaCodec.Write(builder, schema), dictionaries, batches);
    }

    public byte[] Footer(FlatBufferBuilder builder, int schemaTable, BlockList dictionaries, BlockList batches)
    {
        int dictionaryVector = builder.CreateStructVector(dictionaries.Bytes, dictionaries.Count);
        int batchVector = builder.CreateStructVector(batches.Bytes, batches.Count);
        builder.StartTable();
        builder.AddPointer(Slots.Footer.Schema, schemaTable);
        builder.AddPointer(Slots.Footer.Dictionaries, dictionaryVector);
        builder.AddPointer(Slots.Footer.RecordBatches, batchVector);
        builder.AddInt16(Slots.Footer.Version, (short)options.MetadataVersion);
        return builder.Finish(builder.EndTable());
    }

    public static int RecordBatchTable(FlatBufferBuilder builder, long length, BodyBuilder body)
    {
        int nodes = builder.CreateStructVector(body.Nodes, body.NodeCount);
        int buffers = builder.CreateStructVector(body.Buffers, body.BufferCount);
        int compression = body.Codec is { } codec ? CompressionTable(builder, codec) : 0;
        int variadicCounts = body.VariadicCounts.Count == 0
            ? 0
            : builder.CreateStructVector(MemoryMarshal.AsBytes<long>(body.VariadicCounts.ToArray()), body.VariadicCounts.Count);
        builder.StartTable();
        builder.AddInt64(Slots.RecordBatch.Length, length);
        builder.AddPointer(Slots.RecordBatch.Nodes, nodes);
        builder.AddPointer(Slots.RecordBatch.Buffers, buffers);
        builder.AddPointer(Slots.RecordBatch.Compression, compression);
        builder.AddPointer(Slots.RecordBatch.VariadicBufferCounts, variadicCounts);
        return builder.EndTable();
    }

    private static int CompressionTable(FlatBufferBuilder builder, byte codec)
    {
        builder.StartTable();
        builder.AddByte(Slots.BodyCompression.Codec, codec);
        return builder.EndTable();
    }

    public EncodedMessage Message(FlatBufferBuilder builder, MessageType type, int header, BodyBuilder? body)
    {
        builder.StartTable();
        builder.AddInt64(Slots.Message.BodyLength, body?.Length ?? 0);
        builder.AddPointer(Slots.Message.Header, header);
        builder.AddInt16(Slots.Message.Version, (short)options.MetadataVersion);
        builder.AddByte(Slots.Message.HeaderType, (byte)type);
        return new EncodedMessage(builder.Finish(builder.EndTable()), body);
    }
}
