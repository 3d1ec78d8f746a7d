using System.Buffers.Binary;
using System.Text;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Interop;

/// <summary>The buffers of texts and bytes in their several layouts.</summary>
internal static class BytesMaker
{
    private const int ViewBytes = 16;
    private const int InlineBytes = 12;

    public static BinaryArray Binary(IReadOnlyList<object?> values)
    {
        BinaryArray.Builder rows = new();
        foreach (object? value in values)
        {
            _ = value is null ? rows.AppendNull() : rows.Append(Bytes(value));
        }

        return rows.Build();
    }

    public static ArrowBuffer LargeOffsets(IReadOnlyList<object?> values)
    {
        long[] offsets = new long[values.Count + 1];
        for (int i = 0; i < values.Count; i++)
        {
            offsets[i + 1] = offsets[i] + Bytes(values[i]).Length;
        }

        return ArrowBuffer.CopyOf<long>(offsets);
    }

    public static ArrowBuffer Data(IReadOnlyList<object?> values) => ArrowBuffer.CopyOf<byte>(values.SelectMany(Bytes).ToArray());

    /// <summary>Views whose long values lie in two data buffers in turn. There is none where no value is long.</summary>
    public static ArrowBuffer Views(IReadOnlyList<object?> values, out ArrowBuffer[] data)
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

        data = [.. buffers.Where(buffer => buffer.Count > 0).Select(buffer => ArrowBuffer.CopyOf<byte>(buffer.ToArray()))];
        return ArrowBuffer.CopyOf<byte>(views);
    }

    private static byte[] Bytes(object? value) => value switch
    {
        null => [],
        string text => Encoding.UTF8.GetBytes(text),
        _ => (byte[])value,
    };
}
