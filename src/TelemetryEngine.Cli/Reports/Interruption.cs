using System.Runtime.InteropServices;

namespace TelemetryEngine.Cli.Reports;

// What happens when the user or the system ends the run: temporary files go, and the process with them. It does not wait for the run to
// notice, because a run may be blocked in reading a pipe that is not filled.
internal sealed class Interruption : IDisposable
{
    private static readonly CancellationTokenSource Source = new();
    private static readonly List<string> Folders = [];

    private readonly PosixSignalRegistration[] _registrations;

    private Interruption(PosixSignalRegistration[] registrations) => _registrations = registrations;

    // Cancelled when the run is to end.
    public static CancellationToken Token => Source.Token;

    // Begins to watch for Ctrl-C, a closed terminal and a request to end.
    public static Interruption Watch() => new(
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, End),
    ]);

    // Makes a folder for temporary files that goes with the process, and DeleteFolder at the latest.
    // prefix: What its name begins with.
    public static string CreateFolder(string prefix)
    {
        lock (Folders)
        {
            string folder = Directory.CreateTempSubdirectory(prefix).FullName;
            Folders.Add(folder);
            return folder;
        }
    }

    // Takes a folder away that CreateFolder has made.
    public static void DeleteFolder(string folder)
    {
        lock (Folders)
        {
            Directory.Delete(folder, recursive: true);
            Folders.Remove(folder);
        }
    }

    // Stops watching; or never returns, when the process is about to end: what the run met after that, such as files that are gone, is not
    // its result.
    public void Dispose()
    {
        if (Token.IsCancellationRequested)
        {
            using ManualResetEventSlim never = new();
            never.Wait();
        }

        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private static void End(PosixSignalContext context)
    {
        context.Cancel = true;
        Source.Cancel();
        OutputFile.DiscardAll(static () =>
        {
            lock (Folders)
            {
                string message = "interrupted";
                foreach (string folder in Folders)
                {
                    message += Undeleted(folder);
                }

                Terminal.Error(message);
                Environment.Exit(ExitCode.Interrupted);
            }
        });
    }

    private static string Undeleted(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"; the temporary folder '{folder}' is still there: {e.Message}";
        }
    }
}
