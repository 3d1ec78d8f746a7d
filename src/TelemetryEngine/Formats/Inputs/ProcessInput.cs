namespace TelemetryEngine.Formats.Inputs;

/// <summary>The process's own standard input.</summary>
internal static class ProcessInput
{
    /// <summary>Opens it. One that is closed is no empty one: who closed it wanted nothing to be read.</summary>
    /// <exception cref="InputException">It is closed.</exception>
    public static Stream Open() => OpenDescriptor.IsThere(0) ? Console.OpenStandardInput() : throw new InputException("standard input (-) is closed", "-");
}
