using System.Runtime.CompilerServices;

namespace TelemetryEngine.Formats.Inputs;

// How an input is packed.
internal enum Packing
{
    None,
    Gzip,
    Brotli,
    Zstd,
}

// Compressed inputs, by the end of their names, and by their first bytes where the name says nothing.
internal static class Unpacking
{
    // First bytes that tell how an input is packed. Brotli has none.
    public const int LookBytes = 4;

    // Without this the runtime takes a file that was cut off for one that is whole, and rows would be lost in silence. What the host says
    // stands.
    static Unpacking()
    {
        const string Strict = "System.IO.Compression.UseStrictValidation";
        if (!AppContext.TryGetSwitch(Strict, out _))
        {
            AppContext.SetSwitch(Strict, true);
        }
    }

    // How an input is packed.
    public static Packing Of(string name, ReadOnlySpan<byte> head) => FormatCatalog.CompressionOf(name) switch
    {
        FileCompression.Gzip => Packing.Gzip,
        FileCompression.Brotli => Packing.Brotli,
        _ when head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]) => Packing.Gzip,
        _ when head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD])
            || name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) => Packing.Zstd,
        _ => Packing.None,
    };

    // What is packed in a stream, or the stream itself. Reading it fails where anything is left unread: bytes behind the end of what is
    // packed. It is closed by its reader, the stream by the caller.
    public static Stream Unpack(Stream raw, Packing packing) => packing switch
    {
        Packing.Gzip => Gunzip(raw),
        Packing.Brotli => Unbrotli(raw),
        Packing.Zstd => Unzstd(raw),
        _ => raw,
    };

    // A stream that is read once, unpacked. Its first bytes are waited for.
    public static Stream UnpackOnce(Stream raw, string name)
    {
        byte[] head = new byte[LookBytes];
        int length = raw.ReadAtLeast(head, LookBytes, throwOnEndOfStream: false);
        return Unpack(new PrefixedStream(head[..length], raw), Of(name, head.AsSpan(0, length)));
    }

    // A stream from its place on, unpacked as its first bytes and its name say; where it can't seek, so that they can't be looked at twice,
    // as the name alone says.
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

    // What is wrong when something follows, and what to do about it.
    public static InvalidDataException Trailing(string kind, long at, string remedy) =>
        new(string.Create(null, $"its {kind} data ends at byte {at}, and what stands behind would be lost; {remedy}"));

    // methods of their own: running one that names their types loads the libraries, used or not
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GzipText Gunzip(Stream raw) => new(raw);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BrotliText Unbrotli(Stream raw) => new(raw);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ZstdText Unzstd(Stream raw) => new(raw);
}
