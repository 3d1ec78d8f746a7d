using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine;

// Reads a plan from a file.
internal static class PlanFile
{
    // throws PlanException: It holds no plan, or is a folder.
    // throws InputException: There is no such file, or it can't be read.
    public static Plan Read(string path)
    {
        try
        {
            using Stream stream = path == "-" ? ProcessInput.Open() : File.OpenRead(SystemPath.Of(InputNames.Existing(path)));
            return PlanReader.Read(ReadText(stream, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(e.Message, path, inner: e);
        }
    }

    // a device or a pipe may have no end: no more is read than a plan may have
    private static string ReadText(Stream stream, string path)
    {
        using StreamReader reader = new(stream);
        char[] text = new char[64 * 1024];
        int length = 0;
        for (int got = reader.Read(text); got > 0; got = reader.Read(text, length, text.Length - length))
        {
            length += got;
            if (length > Plan.MaxJsonChars)
            {
                throw new PlanException(
                    $"not a plan: '{path}' has more than {Plan.MaxJsonChars:N0} characters, which is the most that is read");
            }

            if (length == text.Length)
            {
                Array.Resize(ref text, text.Length * 2);
            }
        }

        return new string(text, 0, length);
    }
}
