using System.Text;
using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli.Reports;

/// <summary>Standard error: messages, notes, and the one line of progress.</summary>
internal static class Terminal
{
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Plain = "\e[0m";

    private static readonly Lock WriteLock = new();

    /// <summary>True when somebody looks at standard error.</summary>
    public static bool IsInteractive { get; } = !Console.IsErrorRedirected;

    private static bool HasColour { get; } = IsInteractive
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Says why the run ends, and which flags help.</summary>
    public static void Error(MessageText text) => Error(text.ToString(FlagHint.Of));

    /// <summary>Says why the run ends. Messages are made visible where they are made; whatever comes without that (a fault's trace) is here.</summary>
    public static void Error(string message) => Write(Coloured(Red, "telemetry:") + $" {VisibleText.Lines(message)}\n");

    /// <summary>Says, on one line, something worth knowing that stops nothing.</summary>
    public static void Note(string message) => Write(Coloured(Yellow, "note:") + $" {VisibleText.Of(message)}\n");

    /// <summary>Writes text as it is.</summary>
    public static void Write(string text)
    {
        lock (WriteLock)
        {
            ProgressLine.ClearShown();
            StandardError.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Writes text over which the next message may go.</summary>
    public static void Overwrite(string text)
    {
        lock (WriteLock)
        {
            StandardError.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    private static string Coloured(string colour, string word) => HasColour ? colour + word + Plain : word;
}
