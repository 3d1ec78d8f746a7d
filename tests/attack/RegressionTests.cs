using System.Text;

namespace TelemetryEngine.Attack;

/// <summary>
/// What once did harm: the files <c>regressions/*.case</c>. Lines that begin with <c>$ </c> are a shell's, where T is the program; the others say how it must end: <c>exit 1</c>, <c>gives TEXT</c> for a line
/// of standard output, <c>says TEXT</c> for a part of what is said beside it. Whatever a case says, the code is a defined one, no trace is shown, nothing raw reaches a terminal, and 600 MB
/// and a minute are enough.
/// </summary>
public sealed class RegressionTests
{
    private const long MemoryBytes = 600 << 20;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "regressions");

    public static TheoryData<string> Cases() => [.. Directory.GetFiles(Folder, "*.case").Select(static path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_ends_as_it_must(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the cases are shell scripts for Linux");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("telemetry-attack-");
        foreach (string file in Directory.GetFiles(Folder))
        {
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        }

        string[] lines = File.ReadAllLines(Path.Combine(Folder, name + ".case"));
        string script = string.Join('\n', lines.Where(static line => line.StartsWith("$ ", StringComparison.Ordinal)).Select(static line => line[2..]));
        using Container? container = Container.TryWithMemory(MemoryBytes);
        ProgramOutcome outcome = TelemetryProgram.RunScript(folder.FullName, $"T='{TelemetryProgram.Path}'\n{container?.Enter ?? ":"}\n{script}\n");
        string output = Encoding.UTF8.GetString(outcome.Output);
        string said = $"exit {outcome.ExitCode}\n{output}\n{outcome.Errors}";
        Assert.True(outcome.ExitCode is >= 0 and <= 3 && !outcome.HasTrace, said);
        Assert.False(string.Concat(output, outcome.Errors).Any(static c => char.IsControl(c) && c is not ('\n' or '\t')), $"a control character is shown\n{said}");
        foreach (string[] wish in lines.Where(static line => line.Length > 0 && line[0] is not ('$' or '#')).Select(static line => line.Split(' ', 2)))
        {
            Assert.True(
                wish[0] switch
                {
                    "exit" => wish[1].Split('|').Contains($"{outcome.ExitCode}"),
                    "gives" => output.Split('\n').Contains(wish[1]),
                    "says" => outcome.Errors.Contains(wish[1], StringComparison.Ordinal),
                    _ => throw new InvalidDataException($"'{wish[0]}' is no wish"),
                },
                $"{string.Join(' ', wish)}\n{said}");
        }

        folder.Delete(recursive: true);
    }
}
