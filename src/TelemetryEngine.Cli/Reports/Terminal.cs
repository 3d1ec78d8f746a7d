using System.Text;
using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli.Reports;

// Standard error: messages, notes, and the one line of progress.
internal static class Terminal
{
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Plain = "\e[0m";

    private static readonly Lock WriteLock = new();

    // True when standard error.
    public static bool IsInteractive { get; } = !Console.IsErrorRedirected;

    private static bool HasColour { get; } = IsInteractive
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    // Says why the run ends, and which flags help.
    public static void Error(MessageText text) => Error(text.ToString(FlagHint.Of));

    // Says why the run ends. Messages are made visible where they are made; whatever comes without that (a fault's trace) is here.
    public static void Error(string message) => Write(Coloured(Red, "telemetry:") + $" {VisibleText.Lines(message)}\n");

    // Says, on one line, something worth knowing that stops nothing.
    public static void Note(string message) => Write(Coloured(Yellow, "note:") + $" {VisibleText.Of(message)}\n");

    // Writes text as it is.
    public static void Write(string text)
    {
        lock (WriteLock)
        {
            ProgressLine.ClearShown();
            StandardError.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    // Writes text over which the next message may go.
    public static void Overwrite(string text)
    {
        lock (WriteLock)
        {
            StandardError.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    private static string Coloured(string colour, string word) => HasColour ? colour + word + Plain : word;
}
