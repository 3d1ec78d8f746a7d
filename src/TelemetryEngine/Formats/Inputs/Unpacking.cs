using System.Runtime.CompilerServices;

namespace TelemetryEngine.Formats.Inputs;

/// <summary>How an input is packed.</summary>
internal enum Packing
{
    None,
    Gzip,
    Brotli,
    Zstd,
}

/// <summary>Compressed inputs, by the end of their names, and by their first bytes where the name says nothing.</summary>
internal static class Unpacking
{
    /// <summary>First bytes that tell how an input is packed. Brotli has none.</summary>
    public const int LookBytes = 4;

    /// <summary>Without this the runtime takes a file that was cut off for one that is whole, and rows would be lost in silence. What the host says stands.</summary>
    static Unpacking()
    {
        const string Strict = "System.IO.Compression.UseStrictValidation";
        if (!AppContext.TryGetSwitch(Strict, out _))
        {
            AppContext.SetSwitch(Strict, true);
        }
    }

    /// <summary>How an input is packed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="head">Its first <see cref="LookBytes"/> bytes.</param>
    public static Packing Of(string name, ReadOnlySpan<byte> head) => FormatCatalog.CompressionOf(name) switch
    {
        FileCompression.Gzip => Packing.Gzip,
        FileCompression.Brotli => Packing.Brotli,
        _ when head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]) => Packing.Gzip,
        _ when head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) || name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) => Packing.Zstd,
        _ => Packing.None,
    };

    /// <summary>
    /// What is packed in a stream, or the stream itself. Reading it fails where anything is left that nobody would read: bytes behind the end of what is packed. It is closed by its reader, the stream by the caller.
    /// </summary>
    public static Stream Unpack(Stream raw, Packing packing) => packing switch
    {
        Packing.Gzip => Gunzip(raw),
        Packing.Brotli => Unbrotli(raw),
        Packing.Zstd => Unzstd(raw),
        _ => raw,
    };

    /// <summary>A stream that is read once, unpacked. Its first bytes are waited for.</summary>
    public static Stream UnpackOnce(Stream raw, string name)
    {
        byte[] head = new byte[LookBytes];
        int length = raw.ReadAtLeast(head, LookBytes, throwOnEndOfStream: false);
        return Unpack(new PrefixedStream(head[..length], raw), Of(name, head.AsSpan(0, length)));
    }

    /// <summary>A stream from its place on, unpacked as its first bytes and its name say; where it can't seek, so that they can't be looked at twice, as the name alone says.</summary>
    public static Stream UnpackFound(Stream raw, string name)
    {
        byte[] head = new byte[LookBytes];
        int length = 0;
        if (raw.CanSeek)
        {
            long start = raw.Position;
            length = raw.ReadAtLeast(head, LookBytes, throwOnEndOfStream: false);
            raw.Position = start;
        }

        return Unpack(raw, Of(name, head.AsSpan(0, length)));
    }

    /// <summary>What is wrong when something follows, and what to do about it.</summary>
    public static InvalidDataException Trailing(string kind, long at, string remedy) =>
        new(string.Create(null, $"its {kind} data ends at byte {at}, and what stands behind would be lost; {remedy}"));

    // methods of their own: whoever runs one that names their types loads the libraries, used or not
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GzipText Gunzip(Stream raw) => new(raw);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BrotliText Unbrotli(Stream raw) => new(raw);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ZstdText Unzstd(Stream raw) => new(raw);
}
