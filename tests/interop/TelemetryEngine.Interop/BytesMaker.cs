using System.Buffers.Binary;
using System.Text;
using Apache.Arrow;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Interop;

/// <summary>The buffers of texts and bytes in their several layouts.</summary>
internal static class BytesMaker
{
    private const int ViewBytes = 16;
    private const int InlineBytes = 12;

    public static ArrowBuffer Offsets(IReadOnlyList<object?> values) => NestedMaker.Offsets(values.Select(value => Bytes(value).Length));

    public static ArrowBuffer LargeOffsets(IReadOnlyList<object?> values) => NestedMaker.LargeOffsets(values.Select(value => Bytes(value).Length));

    public static ArrowBuffer Data(IReadOnlyList<object?> values) => ArrowArrays.CopyOf<byte>(values.SelectMany(Bytes).ToArray());

    /// <summary>Views, and two data buffers in which the long values lie in turn. There is none where no value is long.</summary>
    public static ArrowBuffer[] Views(IReadOnlyList<object?> values)
    {
        List<byte>[] buffers = [[], []];
        int turn = 0;
        byte[] views = new byte[values.Count * ViewBytes];
        for (int i = 0; i < values.Count; i++)
        {
            byte[] bytes = Bytes(values[i]);
            Span<byte> view = views.AsSpan(i * ViewBytes, ViewBytes);
            BinaryPrimitives.WriteInt32LittleEndian(view, bytes.Length);
            if (bytes.Length <= InlineBytes)
            {
                bytes.CopyTo(view[4..]);
                continue;
            }

            bytes.AsSpan(0, 4).CopyTo(view[4..]);
            BinaryPrimitives.WriteInt32LittleEndian(view[8..], turn);
            BinaryPrimitives.WriteInt32LittleEndian(view[12..], buffers[turn].Count);
            buffers[turn].AddRange(bytes);
            turn = 1 - turn;
        }

        return [ArrowArrays.CopyOf<byte>(views), .. buffers.Where(buffer => buffer.Count > 0).Select(buffer => ArrowArrays.CopyOf<byte>(buffer.ToArray()))];
    }

    private static byte[] Bytes(object? value) => value switch
    {
        null => [],
        string text => Encoding.UTF8.GetBytes(text),
        _ => (byte[])value,
    };
}
