using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats;

// Tells the format of files by their first bytes, unpacked. What no binary format marks is text; of which format, if of any, is seen when
// it is decoded.
internal static class FoundFormat
{
    // How many first bytes tell it.
    public static readonly int LookBytes =
        FormatCatalog.All.Where(static format => format.IsBinary).SelectMany(static format => format.Marks).Max(static mark => mark.Length);

    // The format, as plans call it, and a stream for standard input that still has the bytes that were looked at.
    // throws InputException: The files have two formats, or one can't be read.
    public static (string Format, Stream? StandardInput) Of(IReadOnlyList<string> paths, InputFiles files, Func<Stream> standardInput)
    {
        Stream? input = null;
        Format? format = null;
        foreach (string path in paths.Where(static path => path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal)))
        {
            Format found = path == "-" ? Of(standardInput(), out input) : Of(path, files);
            if (format is not null && format != found)
            {
                throw new InputException($"{paths[0]} is {format.Content} and {path} is {found.Content}; read them in two runs", path);
            }

            format = found;
        }

        return ((format ?? Text).Name, input);
    }

    private static Format Text => FormatCatalog.FindByName("csv")!;

    // The format of a stream, and a stream that still has the bytes that were looked at.
    public static Format Of(Stream once, out Stream whole)
    {
        byte[] head = new byte[LookBytes];
        int length = once.ReadAtLeast(head, LookBytes, throwOnEndOfStream: false);
        whole = new PrefixedStream(head[..length], once);
        return Of(head.AsSpan(0, length));
    }

    // what can't be read twice, such as a FIFO, is not looked at: it is text; nor is what is not there, which the reader of text says
    private static Format Of(string path, InputFiles files)
    {
        if (FileIdentity.Of(path).Nature != FileNature.Regular)
        {
            return Text;
        }

        try
        {
            if (files.Open(path, out Stream? once) is not { } file)
            {
                once?.Dispose();
                return Text;
            }

            using InputStream raw = new(file);
            using Stream unpacked = Unpacking.UnpackFound(raw, path);
            byte[] head = new byte[LookBytes];
            return Of(head.AsSpan(0, unpacked.ReadAtLeast(head, LookBytes, throwOnEndOfStream: false)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException($"{path} can't be read: {error.Message}", path, inner: error);
        }
    }

    // The format of what begins with these bytes.
    public static Format Of(ReadOnlySpan<byte> head) => FormatCatalog.FindByMark(head, isBinary: true) ?? Text;
}
