namespace TelemetryEngine.Cli;

// What the program's exit code says.
internal static class ExitCode
{
    // Everything was read and written.
    public const int Done = 0;

    // Bad input, or a run that failed.
    public const int Failed = 1;

    // The command line asks for something that can't be done.
    public const int Usage = 2;

    // Done, but rows were rejected.
    public const int DoneWithRejects = 3;

    // Ended from outside; nothing half-written is left.
    public const int Interrupted = 130;
}
