using TelemetryEngine.Formats;

namespace TelemetryEngine.Cli.Inputs;

/// <summary>What is piped into the program.</summary>
internal static class StandardInput
{
    /// <summary>Opens it. One that is closed is no empty one: who closed it wanted nothing to be read.</summary>
    /// <exception cref="InputException">It is closed.</exception>
    public static Stream Open() => OpenDescriptor.IsThere(0) ? Console.OpenStandardInput() : throw new InputException("standard input (-) is closed", "-");
}
