using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli;

/// <summary>A command line that can't be understood. The message names the flag and what it takes.</summary>
internal sealed class UsageException : Exception
{
    /// <param name="message">What is wrong and what helps. Hidden characters in it, line ends too, are written out.</param>
    public UsageException(string message)
        : base(VisibleText.Of(message))
    {
    }

    /// <param name="text">What the library says of an operand or a flag, whose fixes are then flags.</param>
    public UsageException(MessageText text)
        : base(text.ToString(FlagHint.Of))
    {
    }
}
