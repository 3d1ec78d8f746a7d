using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TelemetryEngine.Cli.Tests;

/// <summary>A terminal that nobody sees: what the program does when somebody looks.</summary>
internal static class PseudoTerminal
{
    private const int ReadWriteWithoutControl = 0x102;

    /// <summary>Runs a command line of sh, in which <c>$telemetry</c> is the program and <c>$terminal</c> a terminal to redirect to; gives what the terminal was shown.</summary>
    public static (int ExitCode, string Shown) Run(string folder, string commandLine, params (string Name, string Value)[] environment)
    {
        int master = OpenMaster(ReadWriteWithoutControl);
        Assert.True(master >= 0 && Grant(master) == 0 && Unlock(master) == 0, "no pseudo terminal");
        byte[] name = new byte[64];
        Assert.Equal(0, NameOf(master, name, name.Length));
        string terminal = Encoding.ASCII.GetString(name).TrimEnd('\0');

        ProcessStartInfo start = new("/bin/sh", ["-c", commandLine]) { WorkingDirectory = folder };
        start.Environment["telemetry"] = TelemetryProcess.Program;
        start.Environment["terminal"] = terminal;
        foreach ((string key, string value) in environment)
        {
            start.Environment[key] = value;
        }

        // The terminal lives as long as somebody has it open: without this, one that no process has opened yet would seem to be at its end.
        using FileStream keep = new(terminal, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        using FileStream screen = new(new SafeFileHandle(master, ownsHandle: true), FileAccess.Read, 0);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        keep.Write("\u0004"u8);
        keep.Flush();
        return (process.ExitCode, ReadUntilEnd(screen).Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    // What is shown here is far below what a terminal holds, so nothing is read before the end, which the mark shows.
    private static string ReadUntilEnd(FileStream screen)
    {
        List<byte> shown = [];
        byte[] buffer = new byte[4096];
        while (shown.Count == 0 || shown[^1] != 4)
        {
            int read = screen.Read(buffer);
            shown.AddRange(buffer.AsSpan(0, read));
        }

        return Encoding.UTF8.GetString([.. shown.SkipLast(1)]);
    }

    [DllImport("libc", EntryPoint = "posix_openpt")]
    private static extern int OpenMaster(int flags);

    [DllImport("libc", EntryPoint = "grantpt")]
    private static extern int Grant(int descriptor);

    [DllImport("libc", EntryPoint = "unlockpt")]
    private static extern int Unlock(int descriptor);

    [DllImport("libc", EntryPoint = "ptsname_r")]
    private static extern int NameOf(int descriptor, byte[] name, nint length);
}
