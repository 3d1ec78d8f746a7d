using System.Text;

namespace TelemetryEngine.Cli.Reports;

/// <summary>Text on standard output. Unlike a console's it says when the reader is gone.</summary>
internal static class StandardOutput
{
    /// <summary>True when somebody looks at standard output.</summary>
    public static bool IsInteractive { get; } = !Console.IsOutputRedirected;

    /// <summary>Writes text as it is.</summary>
    /// <exception cref="OutputException">The reader is gone, or the disk is full.</exception>
    public static void Write(string text)
    {
        using OutputFile output = OutputFile.Create("-");
        output.Stream.Write(Encoding.UTF8.GetBytes(text));
        output.Commit();
    }
}
