using System.Diagnostics;

namespace TelemetryEngine.Attack;

/// <summary>A library that is loaded before a program's own and lets a chosen call of the system go wrong (<c>Shim/fault.c</c>); built here, by the machine's compiler.</summary>
internal static class FaultShim
{
    private static readonly Lazy<string?> Library = new(Build);

    /// <summary>Where the library is; the test is skipped where it can't be built.</summary>
    public static string Require()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "calls of the system go wrong on Linux alone");
        Assert.SkipWhen(Library.Value is null, "there is no C compiler to build what lets calls go wrong");
        return Library.Value!;
    }

    /// <summary>The variables that make a call go wrong: the one with this number among the calls of its kind for files below a folder.</summary>
    public static (string Name, string Value)[] Fault(string folder, string call, int number, string mode, int error = 0, int length = 1) =>
    [
        ("LD_PRELOAD", Require()), ("FAULT_FOLDER", folder), ("FAULT_CALL", call), ("FAULT_AT", $"{number}"), ("FAULT_FOR", $"{length}"), ("FAULT_MODE", mode), ("FAULT_ERRNO", $"{error}"),
    ];

    /// <summary>The variables that have all calls written down.</summary>
    public static (string Name, string Value)[] Log(string folder, string log) => [("LD_PRELOAD", Require()), ("FAULT_FOLDER", folder), ("FAULT_LOG", log)];

    private static string? Build()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "fault.so");
        foreach (string compiler in (string[])["cc", "gcc", "clang"])
        {
            if (Find(compiler) is not { } path)
            {
                continue;
            }

            using Process process = Process.Start(path, ["-shared", "-fPIC", "-O1", "-o", library, Path.Combine(AppContext.BaseDirectory, "Shim", "fault.c"), "-ldl"]);
            process.WaitForExit();
            if (process.ExitCode == 0)
            {
                return library;
            }
        }

        return null;
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
