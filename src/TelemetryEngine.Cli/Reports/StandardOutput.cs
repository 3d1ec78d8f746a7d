using System.Text;

namespace TelemetryEngine.Cli.Reports;

// Text on standard output. Unlike a console's it says when the reader is gone.
internal static class StandardOutput
{
    // True when standard output.
    public static bool IsInteractive { get; } = !Console.IsOutputRedirected;

    // Writes text as it is.
    // throws OutputException: The reader is gone, or the disk is full.
    public static void Write(string text)
    {
        using OutputFile output = OutputFile.Create("-");
        output.Stream.Write(Encoding.UTF8.GetBytes(text));
        output.Commit();
    }
}
