using System.Runtime.InteropServices;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Cli.Reports;

/// <summary>
/// What happens when the user or the system ends the run: temporary files go, and the process with them. It does not wait for the run to notice,
/// because a run may be blocked in reading a pipe that nobody fills.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly CancellationTokenSource Source = new();
    private static readonly List<string> Folders = [];

    private readonly PosixSignalRegistration[] _registrations;

    private Interruption(PosixSignalRegistration[] registrations) => _registrations = registrations;

    /// <summary>Cancelled when the run is to end.</summary>
    public static CancellationToken Token => Source.Token;

    /// <summary>Begins to watch for Ctrl-C, a closed terminal and a request to end.</summary>
    public static Interruption Watch() => new(
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, End),
    ]);

    /// <summary>Names a folder that goes with the process.</summary>
    public static void DeleteOnEnd(string folder)
    {
        lock (Folders)
        {
            Folders.Add(folder);
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private static void End(PosixSignalContext context)
    {
        context.Cancel = true;
        Source.Cancel();
        OutputFile.DeleteAllTemporaries();
        lock (Folders)
        {
            foreach (string folder in Folders.Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        Terminal.Error("interrupted");
        Environment.Exit(ExitCode.Interrupted);
    }
}
