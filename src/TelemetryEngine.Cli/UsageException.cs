using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli;

// A command line that can't be understood. The message names the flag and what it takes.
internal sealed class UsageException : Exception
{
    // message: What is wrong and what helps. Hidden characters in it, line ends too, are written out.
    public UsageException(string message)
        : base(VisibleText.Of(message))
    {
    }

    // text: What the library says of an operand or a flag, whose fixes are then flags.
    public UsageException(MessageText text)
        : base(text.ToString(FlagHint.Of))
    {
    }
}
