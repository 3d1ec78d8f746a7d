using System.Text.RegularExpressions;

namespace TelemetryEngine.Tests.Architecture;

/// <summary>Rules of the house that a reader would otherwise have to watch over.</summary>
public sealed partial class TidyTests
{
    private const int MostLines = 500;
    private const int ManyLines = 300;
    private const int MostColumns = 140;

    private static IEnumerable<string> Product => new[] { "src", "data-gen" }.SelectMany(f => SourceTree.Files(f));

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

    /// <summary>Only a text may be longer than a line: it is not cut, so that it can be searched for.</summary>
    [Fact]
    public void Lines_have_at_most_140_columns()
    {
        Assert.Empty(Product.SelectMany(f => File.ReadLines(f).Select((line, i) => (Line: line, Place: $"{SourceTree.Short(f)}:{i + 1}")))
            .Where(l => l.Line.Length > MostColumns && !l.Line.Contains('"', StringComparison.Ordinal)).Select(l => l.Place));
    }

    /// <summary>Words that say nothing, or meant something else in each place.</summary>
    [Fact]
    public void No_vague_words()
    {
        Regex vague = new(@"\b(nobody|somebody|anybody|whoever|settle[sd]?|loose)\b", RegexOptions.IgnoreCase);
        Assert.Empty(Product.Where(f => vague.IsMatch(File.ReadAllText(f))).Select(SourceTree.Short));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md").Append(Path.Combine(SourceTree.Root, "README.md"))
            .Where(f => vague.IsMatch(File.ReadAllText(f))).Select(SourceTree.Short));
    }

    /// <summary>A name that is found twice leads to the wrong one. A generic type may stand beside another of its name, in the same file.</summary>
    [Fact]
    public void A_type_of_the_product_has_its_name_alone()
    {
        var types = Product.SelectMany(f => TopLevelType().Matches(File.ReadAllText(f)).Select(m => (Name: m.Groups["name"].Value, File: Stem(f))));
        Assert.Empty(types.GroupBy(t => t.Name).Where(g => g.Select(t => t.File).Distinct().Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(t => t.File).Distinct())}"));
    }

    /// <summary>What a user of the library reads is documented; comments on all else are for those who work on it, and need no tags.</summary>
    [Fact]
    public void Only_public_members_have_documentation_comments()
    {
        Assert.Empty(Product.Where(f => DocumentedInternal().IsMatch(File.ReadAllText(f))).Select(SourceTree.Short));
    }

    /// <summary>The path without what stands behind the first point: the parts of a type stand in files such as Pipeline.Read.cs.</summary>
    private static string Stem(string file) => SourceTree.Short(file)[..^Path.GetFileName(file).Length] + Path.GetFileName(file).Split('.')[0];

    [GeneratedRegex(@"^(public |internal |file )?(static |sealed |abstract |readonly |partial |ref |unsafe )*(record struct|record class|struct|class|record|interface|enum) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^ *///[^\n]*\n( *\[[^\n]*\n)* *(private|internal|file|(static|sealed|abstract|partial|readonly|ref) )", RegexOptions.Multiline)]
    private static partial Regex DocumentedInternal();
}
