using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats;

/// <summary>Tells the format of files by their first bytes, unpacked. What is no Arrow data is text: whether that is NEM12 or no text at all, its reader says.</summary>
internal static class FoundFormat
{
    /// <summary>How many first bytes tell it.</summary>
    public const int LookBytes = 6;

    /// <summary>The format, as plans call it, and a stream for standard input that still has the bytes that were looked at.</summary>
    /// <exception cref="InputException">The files have two formats, or one can't be read.</exception>
    public static (string Format, Stream? StandardInput) Of(IReadOnlyList<string> paths, InputFiles files, Func<Stream> standardInput)
    {
        Stream? input = null;
        bool? isArrow = null;
        foreach (string path in paths.Where(static path => path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal)))
        {
            bool found = path == "-" ? IsArrow(standardInput(), out input) : IsArrow(path, files);
            if (isArrow is { } known && known != found)
            {
                throw new InputException($"{paths[0]} is {Describe(known)} and {path} is {Describe(found)}; read them in two runs", path);
            }

            isArrow = found;
        }

        return (isArrow is true ? "arrow" : "csv", input);
    }

    private static string Describe(bool isArrow) => isArrow ? "Arrow data" : "text";

    /// <summary>True for a stream that holds Arrow data, and a stream that still has the bytes that were looked at.</summary>
    public static bool IsArrow(Stream once, out Stream whole)
    {
        byte[] head = new byte[LookBytes];
        int length = once.ReadAtLeast(head, LookBytes, throwOnEndOfStream: false);
        whole = new PrefixedStream(head[..length], once);
        return IsArrow(head.AsSpan(0, length));
    }

    // what can't be read twice, such as a FIFO, is not looked at: it is text; nor is what is not there, which the reader of text says
    private static bool IsArrow(string path, InputFiles files)
    {
        if (FileIdentity.Of(path).Nature != FileNature.Regular)
        {
            return false;
        }

        try
        {
            if (files.Open(path, out Stream? once) is not { } file)
            {
                once?.Dispose();
                return false;
            }

            using InputStream raw = new(file);
            using Stream unpacked = Unpacking.UnpackFound(raw, path);
            byte[] head = new byte[LookBytes];
            return IsArrow(head.AsSpan(0, unpacked.ReadAtLeast(head, LookBytes, throwOnEndOfStream: false)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException($"{path} can't be read: {error.Message}", path, inner: error);
        }
    }

    /// <summary>True for the first bytes of Arrow data: a file begins with its name, a stream with the mark of a message.</summary>
    public static bool IsArrow(ReadOnlySpan<byte> head) =>
        head.StartsWith("ARROW1"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF]);
}
