using System.Text.RegularExpressions;

namespace TelemetryEngine.Tests.Architecture;

/// <summary>Rules of the house that a reader would otherwise have to watch over.</summary>
public sealed class TidyTests
{
    private const int MostLines = 500;
    private const int ManyLines = 300;

    private static IEnumerable<string> All => new[] { "src", "tests", "bench", "data-gen" }.SelectMany(f => SourceTree.Files(f));

    [Fact]
    public void No_file_has_more_than_500_lines_and_those_over_300_are_named()
    {
        List<(string File, int Lines)> sizes = [.. All.Select(f => (SourceTree.Short(f), File.ReadLines(f).Count()))];
        TestContext.Current.SendDiagnosticMessage(
            "over {0} lines: {1}", ManyLines, string.Join(", ", sizes.Where(s => s.Lines > ManyLines).Select(s => $"{s.File} ({s.Lines})")));
        Assert.DoesNotContain(sizes, s => s.Lines > MostLines);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        // the words are put together here so that this file does not hold them
        Regex later = new(string.Join('|', "TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception"));
        Assert.Empty(All.Where(f => later.IsMatch(File.ReadAllText(f))).Select(SourceTree.Short));
    }

    [Fact]
    public void No_folder_or_type_is_named_after_a_theory()
    {
        Regex theory = new(@"\b(class|struct|record|interface)\s+\w*(Helper|Helpers|Util|Utils|Manager|Impl|Common)\b");
        Assert.Empty(All.Where(f => theory.IsMatch(File.ReadAllText(f))).Select(SourceTree.Short));
        string[] banned = ["Core", "Common", "Utils", "Helpers", "Manager", "Impl"];
        Assert.Empty(All.Where(f => SourceTree.Short(f).Split('/').Any(banned.Contains)).Select(SourceTree.Short));
    }

    [Fact]
    public void No_region_and_no_sleep()
    {
        Regex banned = new(@"^\s*#region|Thread\.Sleep\(", RegexOptions.Multiline);
        Assert.Empty(All.Where(f => !f.EndsWith("TidyTests.cs", StringComparison.Ordinal) && banned.IsMatch(File.ReadAllText(f))).Select(SourceTree.Short));
    }

    /// <summary>What a message puts in is made visible by its exception (MessageTests); a flag to be pasted also has to be quoted for the shell.</summary>
    [Fact]
    public void Flags_in_messages_have_their_values_from_where_they_are_quoted()
    {
        Regex raw = new(@"--[a-z-]+ \{(?!FlagHint|ShellWord)[^}]*\}(?!:)");
        Assert.Empty(SourceTree.Files("src").Where(f => raw.IsMatch(File.ReadAllText(f))).Select(SourceTree.Short));
    }

    /// <summary>Only the program has flags. The library names options as fixes (<c>Fix</c>), which each words as is usual there; its comments may say what a flag means to it.</summary>
    [Fact]
    public void The_library_names_no_flag()
    {
        Regex flag = new(@"^(?!\s*//).*[\s""(`';]--[a-z]+(-[a-z]+)*(?![a-zA-Z])(?! [<>=])", RegexOptions.Multiline);
        Assert.Empty(new[] { "TelemetryEngine", "TelemetryEngine.Kernels", "TelemetryEngine.Arrow" }
            .SelectMany(project => SourceTree.Files($"src/{project}")).Where(f => flag.IsMatch(File.ReadAllText(f))).Select(SourceTree.Short));
    }
}
