using System.Buffers.Binary;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc;

// A message's metadata; its body is the next thing in the input.
// Header: The table of that type. It is valid until the next message is read.
// BodyLength: The length of the body in bytes: 0 to what one piece of memory can hold.
internal readonly record struct IpcMessage(MessageType Type, FlatTable Header, int BodyLength, long Offset, MetadataVersion Version);

// Reads the messages of a stream, or one that a file's footer points to.
internal static class MessageReader
{
    // What Arrow 0.17 compressed bodies with, before the format had a place for it.
    private const string EarlyCompression = "ARROW:experimental_compression";

    // "ARRO".
    private const int ArrowFileMagicStart = 0x4F525241;

    // Reads a message's metadata; null at the end marker, or where the input ends between two messages.
    public static IpcMessage? Read(Input input) => Read(input, out _);

    // As Read.
    // isMarked: True when null is the end marker.
    public static IpcMessage? Read(Input input, out bool isMarked)
    {
        long start = input.Position;
        int? prefix = ReadPrefix(input, start);
        isMarked = prefix == 0;
        if (prefix is not { } length || isMarked)
        {
            return null;
        }

        if (length > input.MostMetadataBytes)
        {
            throw new ArrowFormatException($"a message with {length} bytes of metadata: {input.MostMetadataBytes} are supported here",
                start);
        }

        long origin = input.Position;
        input.Demand(length, "a message's metadata");
        FlatBuffer buffer = new(input.ReadBriefly(length), origin);
        FlatTable message = buffer.Root();
        short version = message.Int16(Slots.Message.Version);
        if ((MetadataVersion)version is not (MetadataVersion.V4 or MetadataVersion.V5))
        {
            throw new ArrowFormatException($"metadata version {version + 1} is not supported, only 4 and 5 are", start);
        }

        if (version == (short)MetadataVersion.V4
            && SchemaCodec.ReadMetadata(message, Slots.Message.Metadata)?.ContainsKey(EarlyCompression) == true)
        {
            throw new ArrowFormatException("a body compressed as Arrow 0.17 did, before that was part of the format, is not supported",
                start);
        }

        long bodyLength = message.Int64(Slots.Message.BodyLength);
        if (bodyLength is < 0 or > IpcReadOptions.MaxBodyBytes)
        {
            throw new ArrowFormatException($"a body of {bodyLength} bytes: 0 to 2 GiB are supported", start);
        }

        input.Demand(bodyLength, "a message's body");
        MessageType type = (MessageType)message.Byte(Slots.Message.HeaderType);
        return new IpcMessage(type, message.NeedTable(Slots.Message.Header, "the message's header"), (int)bodyLength, start,
            (MetadataVersion)version);
    }

    // The metadata's length; 0 is the end marker, null the end of the input. Before version 5 the length stood there without the marker.
    private static int? ReadPrefix(Input input, long start)
    {
        if (ReadInt32(input, start, mayEnd: true) is not { } first)
        {
            return null;
        }

        int length = first == -1 ? ReadInt32(input, start, mayEnd: false).GetValueOrDefault() : first;
        if (start == 0 && first == ArrowFileMagicStart)
        {
            throw new ArrowFormatException("no Arrow stream: it starts like an Arrow file", start);
        }

        if (length < 0)
        {
            throw new ArrowFormatException($"metadata of {length} bytes", start);
        }

        return length;
    }

    private static int? ReadInt32(Input input, long start, bool mayEnd)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        int count = input.Read(bytes);
        if (count < bytes.Length && !(mayEnd && count == 0))
        {
            throw new ArrowFormatException("the input ends inside the prefix of a message", start);
        }

        return count == 0 ? null : BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }
}
