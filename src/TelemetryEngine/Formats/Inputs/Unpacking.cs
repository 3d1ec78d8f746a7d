using System.Runtime.CompilerServices;

namespace TelemetryEngine.Formats.Inputs;

/// <summary>Compressed inputs, by the end of their names.</summary>
internal static class Unpacking
{
    /// <summary>Without this the runtime takes a file that was cut off for one that is whole, and rows would be lost in silence. What the host says stands.</summary>
    static Unpacking()
    {
        const string Strict = "System.IO.Compression.UseStrictValidation";
        if (!AppContext.TryGetSwitch(Strict, out _))
        {
            AppContext.SetSwitch(Strict, true);
        }
    }

    /// <summary>
    /// What is packed in a stream, or the stream itself. Reading it fails where anything is left that nobody would read: bytes behind the end of what is packed. It is closed by its reader, the stream by the caller.
    /// </summary>
    public static Stream Unpack(Stream raw, string name) => FormatCatalog.CompressionOf(name) switch
    {
        FileCompression.Gzip => Gunzip(raw),
        FileCompression.Brotli => Unbrotli(raw),
        _ => raw,
    };

    /// <summary>What is wrong when something follows, and what to do about it.</summary>
    public static InvalidDataException Trailing(string kind, long at, string remedy) =>
        new(string.Create(null, $"its {kind} data ends at byte {at}, and what stands behind would be lost; {remedy}"));

    // methods of their own: whoever runs one that names their types loads the libraries, used or not
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GzipText Gunzip(Stream raw) => new(raw);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BrotliText Unbrotli(Stream raw) => new(raw);
}
