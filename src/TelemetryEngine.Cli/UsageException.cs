namespace TelemetryEngine.Cli;

/// <summary>A command line that can't be understood. The message names the flag and what it takes.</summary>
internal sealed class UsageException(string message) : Exception(message);
