using TelemetryEngine.Formats;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>Guesses what stands between the fields of a file whose first line has no comma.</summary>
internal static class DelimiterGuess
{
    private const int LookBytes = 64 * 1024;
    private const int MostLines = 20;

    private static readonly byte[] Candidates = [(byte)';', (byte)'\t', (byte)'|'];

    /// <summary>The character that parts the first lines into equally many fields, more than one; null when none does, when the plan names a
    /// delimiter, or when the file can be read only once.</summary>
    public static char? Of(Plan plan, InputFiles files)
    {
        if (plan.Source is not { Format: "csv", Paths: [var path, ..], Text.Delimiter: null }
            || FileIdentity.Of(path).Nature != FileNature.Regular || files.Open(path, out _) is not { } file)
        {
            return null;
        }

        byte[] head = new byte[LookBytes];
        int length;
        using (InputStream packed = new(file))
        using (Stream text = Unpacking.Unpack(packed, path))
        {
            length = text.ReadAtLeast(head, LookBytes, throwOnEndOfStream: false);
        }

        return Of(head.AsSpan(0, length), isWhole: length < LookBytes);
    }

    /// <summary>How the flag --delimiter takes the character.</summary>
    public static string Name(char delimiter) => delimiter == '\t' ? "tab" : delimiter.ToString();

    internal static char? Of(ReadOnlySpan<byte> text, bool isWhole)
    {
        int firstEnd = text.IndexOf((byte)'\n');
        if ((firstEnd < 0 ? text : text[..firstEnd]).Contains((byte)','))
        {
            return null;
        }

        foreach (byte candidate in Candidates)
        {
            if (PartsAlike(text, candidate, isWhole))
            {
                return (char)candidate;
            }
        }

        return null;
    }

    // The last line may be cut short: it does not count unless it is the only one.
    private static bool PartsAlike(ReadOnlySpan<byte> text, byte delimiter, bool isWhole)
    {
        int fields = 0;
        int lines = 0;
        while (!text.IsEmpty && lines < MostLines)
        {
            int end = text.IndexOf((byte)'\n');
            if (end < 0 && (lines > 0 || !isWhole))
            {
                break;
            }

            ReadOnlySpan<byte> line = (end < 0 ? text : text[..end]).TrimEnd((byte)'\r');
            text = end < 0 ? default : text[(end + 1)..];
            if (line.IsEmpty)
            {
                continue;
            }

            int found = line.Count(delimiter) + 1;
            if (found == 1 || (lines > 0 && found != fields))
            {
                return false;
            }

            fields = found;
            lines++;
        }

        return lines > 0;
    }
}
