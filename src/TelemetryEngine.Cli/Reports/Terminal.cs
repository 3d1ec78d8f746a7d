using System.Text;

namespace TelemetryEngine.Cli.Reports;

/// <summary>Standard error: messages, notes, and the one line of progress. It is written as bytes, which spares a short run the set-up of a console.</summary>
internal static class Terminal
{
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Plain = "\e[0m";

    private static readonly Lock WriteLock = new();
    private static readonly Stream Output = Console.OpenStandardError();

    /// <summary>True when somebody looks at standard error.</summary>
    public static bool IsInteractive { get; } = !Console.IsErrorRedirected;

    private static bool HasColour { get; } = IsInteractive
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Says why the run ends.</summary>
    public static void Error(string message) => Write(Coloured(Red, "telemetry:") + $" {message}\n");

    /// <summary>Says something worth knowing that stops nothing.</summary>
    public static void Note(string message) => Write(Coloured(Yellow, "note:") + $" {message}\n");

    /// <summary>Writes text as it is.</summary>
    public static void Write(string text)
    {
        lock (WriteLock)
        {
            ProgressLine.ClearShown();
            Output.Write(Encoding.UTF8.GetBytes(text));
            Output.Flush();
        }
    }

    /// <summary>Writes text over which the next message may go.</summary>
    public static void Overwrite(string text)
    {
        lock (WriteLock)
        {
            Output.Write(Encoding.UTF8.GetBytes(text));
            Output.Flush();
        }
    }

    private static string Coloured(string colour, string word) => HasColour ? colour + word + Plain : word;
}
