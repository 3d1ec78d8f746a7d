using System.Globalization;
using System.Text;

namespace TelemetryEngine.Formats;

// Names of temporary files beside an output: .NAME.telemetry-PID-START-BOOT-SPACE-RANDOM.tmp. They say who made them, so that what a killed
// run left can be told from what a living one writes: the process and when it started, in ticks since the machine did; the machine's start,
// which no other machine shares; and the numbering of processes, of which each container has its own.
internal static class TemporaryName
{
    private const string Mark = ".telemetry-";
    private const string End = ".tmp";
    private const int MostNameBytes = 140;

    // null where processes can't be told apart: there nothing is ever taken for left over
    private static readonly Lazy<string?> Numbering = new(ReadNumbering);
    private static readonly Lazy<string> Owner =
        new(static () => string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessId}-{ProcessStart("self") ?? "0"}-{Numbering.Value ?? "0-0"}"));

    // A new name for a temporary file.
    // name: The output's name in its folder.
    public static string Of(string name) => $"{Start(name)}{Owner.Value}-{Random.Shared.NextInt64():x16}{End}";

    // The files in a folder's listing that runs to this output left, and whose process is gone.
    // name: The output's name in its folder.
    public static IReadOnlyList<string> LeftOvers(string name, string folder)
    {
        string start = Start(name);
        try
        {
            return [.. Directory.EnumerateFiles(folder, ".*" + Mark + "*" + End).Select(static path => Path.GetFileName(path))
                .Where(file => file.StartsWith(start, StringComparison.Ordinal) && IsGone(file[start.Length..^End.Length]))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // a folder that may be written, not read
            return [];
        }
    }

    private static string Start(string name)
    {
        // A name may have 255 bytes; a long one is shortened so that the temporary one has no more.
        int length = name.Length;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, length)) > MostNameBytes
            || (length < name.Length && char.IsHighSurrogate(name[length - 1])))
        {
            length--;
        }

        return $".{name[..length]}{Mark}";
    }

    // Another machine's process, or another container's, may well be alive: only what this one can see is judged.
    private static bool IsGone(string owner)
    {
        string[] parts = owner.Split('-');
        if (parts.Length != 5 || $"{parts[2]}-{parts[3]}" != Numbering.Value
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int process) || process <= 0)
        {
            return false;
        }

        // its number may have been given to another process since
        return !LinuxCalls.IsProcess(process) || (ProcessStart(parts[0]) is { } start && parts[1] != "0" && start != parts[1]);
    }

    // the 22nd word of a line whose second is a name in parentheses that may hold anything; null where it can't be read
    private static string? ProcessStart(string process)
    {
        const int Words = 19;
        try
        {
            string line = File.ReadAllText($"/proc/{process}/stat");
            string[] words = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return words.Length > Words ? words[Words] : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ReadNumbering()
    {
        try
        {
            string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim().Replace("-", "", StringComparison.Ordinal);
            string? space = new FileInfo("/proc/self/ns/pid").LinkTarget;
            return space is null || boot.Length != 32 ? null : $"{boot}-{space.Trim("pid:[]".ToCharArray())}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
