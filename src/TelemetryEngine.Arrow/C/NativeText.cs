using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace TelemetryEngine.Arrow.C;

/// <summary>Texts and metadata in native memory.</summary>
internal static unsafe class NativeText
{
    private const int MostPairs = 1 << 16;
    private const int MostBytes = 1 << 28;

    /// <summary>UTF-8 with a zero byte behind it, to be freed with <see cref="NativeMemory.Free"/>. A zero inside cuts the text, as C has it.</summary>
    public static byte* Allocate(string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        byte* start = (byte*)NativeMemory.Alloc((nuint)bytes + 1);
        // SAFETY: the span is the allocation less its last byte, which becomes 0.
        Encoding.UTF8.GetBytes(text, new Span<byte>(start, bytes));
        start[bytes] = 0;
        return start;
    }

    /// <summary>The text at an address; empty at null.</summary>
    public static string Read(byte* text) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>Pairs as the C data interface has them, or null when there are none; to be freed with <see cref="NativeMemory.Free"/>.</summary>
    public static byte* AllocateMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
        {
            return null;
        }

        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write(metadata.Count);
        foreach ((string key, string value) in metadata)
        {
            WriteText(writer, key);
            WriteText(writer, value);
        }

        writer.Flush();
        byte* start = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
        // SAFETY: as many bytes as were allocated.
        bytes.GetBuffer().AsSpan(0, (int)bytes.Length).CopyTo(new Span<byte>(start, (int)bytes.Length));
        return start;
    }

    /// <summary>The pairs at an address; null at null. Of a key that repeats, the last value counts.</summary>
    /// <exception cref="ArrowFormatException">A negative or absurd count or length.</exception>
    public static Dictionary<string, string>? ReadMetadata(byte* metadata)
    {
        if (metadata == null)
        {
            return null;
        }

        long at = 0;
        int count = ReadCount(metadata, ref at, MostPairs, "pairs");
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            string key = ReadText(metadata, ref at);
            pairs[key] = ReadText(metadata, ref at);
        }

        return pairs;
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static string ReadText(byte* metadata, ref long at)
    {
        int length = ReadCount(metadata, ref at, MostBytes, "bytes");
        // SAFETY: the format says nothing about where the metadata ends; the length is the producer's word, as the address is.
        string text = Encoding.UTF8.GetString(new ReadOnlySpan<byte>(metadata + at, length));
        at += length;
        return text;
    }

    private static int ReadCount(byte* metadata, ref long at, int most, string unit)
    {
        // SAFETY: as in ReadText.
        int count = BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(metadata + at, sizeof(int)));
        if (count < 0 || count > most)
        {
            throw new ArrowFormatException($"metadata of {count} {unit}", at);
        }

        at += sizeof(int);
        return count;
    }
}
