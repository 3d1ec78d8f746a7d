using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli;

/// <summary>A command line that can't be understood. The message names the flag and what it takes.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(string message)
        : base(VisibleText.Of(message))
    {
    }

    public UsageException(Message message)
        : base(message.ToText().ToString(FlagHint.Of))
    {
    }
}
