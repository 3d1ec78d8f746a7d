namespace TelemetryEngine.Cli.Tests.Strangers;

/// <summary>A command on a file from somebody's system, and what it must give.</summary>
/// <param name="Words">The program's arguments.</param>
/// <param name="Lines">The lines of the result; <c>…</c> stands for anything in a line's beginning.</param>
/// <param name="ExitCodes">The exit codes that are right.</param>
/// <param name="Said">What standard error must hold.</param>
internal sealed record StrangerCommand(string Words, IReadOnlyList<string> Lines, IReadOnlyList<int> ExitCodes, IReadOnlyList<string> Said);

/// <summary>A folder with a file from somebody's system and <c>case.txt</c>: who exports it, what is odd about it, its source, and commands. A command stands behind
/// <c>$ telemetry</c>; below it are the lines of its result, <c>= 2</c> for an exit code other than 0, and <c>! text</c> for what standard error must hold.</summary>
internal sealed class StrangerCase
{
    private const string Prompt = "$ telemetry ";

    private StrangerCase(string folder, string exporter, string odd, IReadOnlyList<StrangerCommand> commands) =>
        (Folder, Exporter, Odd, Commands) = (folder, exporter, odd, commands);

    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "Strangers", "Cases");

    /// <summary>The names of all cases.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Directory.GetDirectories(Root).Select(static folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    public string Folder { get; }

    /// <summary>Who writes such files.</summary>
    public string Exporter { get; }

    /// <summary>What is odd about them.</summary>
    public string Odd { get; }

    public IReadOnlyList<StrangerCommand> Commands { get; }

    public static StrangerCase Read(string name)
    {
        string folder = Path.Combine(Root, name);
        List<StrangerCommand> commands = [];
        string[] lines = File.ReadAllLines(Path.Combine(folder, "case.txt"));
        for (int start = Next(lines, 0); start < lines.Length;)
        {
            int end = Next(lines, start + 1);
            commands.Add(CommandOf(lines[start][Prompt.Length..], lines[(start + 1)..end]));
            start = end;
        }

        Assert.NotEmpty(commands);
        return new StrangerCase(folder, Said(lines, "exporter: "), Said(lines, "odd: "), commands);
    }

    private static string Said(string[] lines, string label) => lines.Single(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..];

    private static int Next(string[] lines, int from)
    {
        int found = Array.FindIndex(lines, from, static line => line.StartsWith(Prompt, StringComparison.Ordinal));
        return found < 0 ? lines.Length : found;
    }

    private static StrangerCommand CommandOf(string words, string[] below)
    {
        string[] said = [.. below.Where(static line => line.StartsWith("! ", StringComparison.Ordinal)).Select(static line => line[2..])];
        string[] codes = [.. below.Where(static line => line.StartsWith("= ", StringComparison.Ordinal)).SelectMany(static line => line[2..].Split('|'))];
        string[] result = [.. below.Where(static line => line.Length > 0 && line[0] is not ('=' or '!'))];
        return new StrangerCommand(words, result, codes.Length == 0 ? [0] : [.. codes.Select(int.Parse)], said);
    }
}
