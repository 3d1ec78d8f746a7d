namespace TelemetryEngine.Formats.Inputs;

// The process's own standard input.
internal static class ProcessInput
{
    // Opens it. One that is closed is no empty one: who closed it wanted nothing to be read.
    // throws InputException: It is closed.
    public static Stream Open() =>
        OpenDescriptor.IsThere(0) ? Console.OpenStandardInput() : throw new InputException("standard input (-) is closed", "-");
}
