using System.Globalization;

namespace TelemetryEngine.Attack;

/// <summary>A control group that bounds what a process takes, of version 1 or 2; a test is skipped where none can be made.</summary>
internal sealed class Container : IDisposable
{
    private const string Root = "/sys/fs/cgroup";

    private static int _made;

    private readonly string _folder;

    private Container(string folder) => _folder = folder;

    /// <summary>What a shell does to be in it.</summary>
    public string Enter => $"echo $$ > {_folder}/cgroup.procs";

    public static Container WithMemory(long bytes) => Make("memory", ("memory.limit_in_bytes", bytes), ("memory.max", bytes));

    /// <summary>As <see cref="WithMemory"/>; null where no control group can be made, for tests that need none.</summary>
    public static Container? TryWithMemory(long bytes) => TryMake("memory", ("memory.limit_in_bytes", bytes), ("memory.max", bytes), out _);

    public static Container WithTasks(int tasks) => Make("pids", ("pids.max", tasks), ("pids.max", tasks));

    public void Dispose()
    {
        // its processes are gone, so only the system's own files are in it
        Directory.Delete(_folder);
    }

    private static Container Make(string controller, (string File, long Value) first, (string File, long Value) second)
    {
        Container? made = TryMake(controller, first, second, out string error);
        Assert.SkipWhen(made is null, $"no control group can be made here: {error}");
        return made!;
    }

    private static Container? TryMake(string controller, (string File, long Value) first, (string File, long Value) second, out string error)
    {
        bool isSecond = File.Exists($"{Root}/cgroup.controllers");
        string folder = Path.Combine(isSecond ? Root : $"{Root}/{controller}", $"telemetry-attack-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}");
        error = "";
        try
        {
            Directory.CreateDirectory(folder);
            (string file, long value) = isSecond ? second : first;
            File.WriteAllText(Path.Combine(folder, file), value.ToString(CultureInfo.InvariantCulture));
            return new Container(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = e.Message;
            return null;
        }
    }
}
