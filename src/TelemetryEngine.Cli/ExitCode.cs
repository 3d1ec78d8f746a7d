namespace TelemetryEngine.Cli;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCode
{
    /// <summary>Everything was read and written.</summary>
    public const int Done = 0;

    /// <summary>Bad input, or a run that failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line asks for something that can't be done.</summary>
    public const int Usage = 2;

    /// <summary>Done, but rows were rejected.</summary>
    public const int DoneWithRejects = 3;

    /// <summary>Ended from outside; nothing half-written is left.</summary>
    public const int Interrupted = 130;
}
