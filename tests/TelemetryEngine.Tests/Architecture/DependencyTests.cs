using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TelemetryEngine.Tests.Architecture;

/// <summary>Dependencies point one way: between projects, and between the folders of the engine.</summary>
public sealed partial class DependencyTests
{
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["src/TelemetryEngine.Arrow"] = [],
        ["src/TelemetryEngine.Kernels"] = [],
        ["src/TelemetryEngine"] = ["TelemetryEngine.Arrow", "TelemetryEngine.Kernels"],
        ["src/TelemetryEngine.Cli"] = ["TelemetryEngine", "TelemetryEngine.DataGen"],
        ["data-gen/TelemetryEngine.DataGen"] = ["TelemetryEngine.Arrow"],
    };

    /// <summary>The folders of the engine that a folder may use beside itself, and all may use Quoting. Execution knows them all.</summary>
    private static readonly Dictionary<string, string[]> Folders = new()
    {
        ["Quoting"] = [],
        ["Columns"] = [],
        ["Sources"] = ["Columns"],
        ["Formats"] = ["Columns", "Sources"],
        ["Expressions"] = ["Columns"],
        ["Windows"] = [],
        ["Grouping"] = ["Columns"],
        ["Aggregates"] = ["Columns", "Windows"],
        ["Fills"] = ["Columns"],
        ["Records"] = ["Columns", "Formats"],
    };

    [Fact]
    public void Projects_refer_only_downwards()
    {
        foreach ((string project, string[] allowed) in Projects)
        {
            string file = Path.Combine(SourceTree.Root, project, Path.GetFileName(project) + ".csproj");
            IEnumerable<string> references = XDocument.Load(file).Descendants("ProjectReference").Where(static r => r.Attribute("Include") is not null)
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.Equal(allowed.Order(), references.Order());
        }
    }

    [Fact]
    public void Folders_of_the_engine_do_not_know_each_other()
    {
        List<string> wrong = [];
        foreach ((string folder, string[] allowed) in Folders)
        {
            foreach (string file in SourceTree.Files("src", "TelemetryEngine", folder))
            {
                IEnumerable<string> used = FolderName().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value).Distinct();
                wrong.AddRange(used.Where(u => (Folders.ContainsKey(u) || u == "Execution") && u != folder && u != "Quoting" && !allowed.Contains(u))
                    .Select(u => $"{SourceTree.Short(file)} uses {u}"));
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_of_the_engine_is_held()
    {
        IEnumerable<string> folders = Directory.GetDirectories(Path.Combine(SourceTree.Root, "src", "TelemetryEngine"))
            .Select(d => Path.GetFileName(d)).Where(d => d is not ("bin" or "obj"));
        Assert.Equal(Folders.Keys.Append("Execution").Order(), folders.Order());
    }

    [Fact]
    public void Kernels_know_neither_columns_nor_files()
    {
        Regex banned = new(@"using TelemetryEngine\.(?!Kernels)|System\.IO|\bFileStream\b|\bFile\.");
        Assert.Empty(SourceTree.Files("src", "TelemetryEngine.Kernels").Where(f => banned.IsMatch(File.ReadAllText(f))).Select(SourceTree.Short));
    }

    [Fact]
    public void Unsafe_code_stays_where_it_belongs()
    {
        IEnumerable<string> files = SourceTree.Files("src").Concat(SourceTree.Files("data-gen"))
            .Where(f => UnsafeWord().IsMatch(File.ReadAllText(f))).Select(SourceTree.Short);
        Assert.DoesNotContain(files, f => !f.StartsWith("src/TelemetryEngine.Kernels/", StringComparison.Ordinal)
            && !f.StartsWith("src/TelemetryEngine.Arrow/Memory/", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\bTelemetryEngine\.([A-Z]\w+)\b")]
    private static partial Regex FolderName();

    [GeneratedRegex(@"^\s*(public|internal|private)?\s*(static|sealed)?\s*(readonly\s+)?\bunsafe\b|\bunsafe\s*(\{|struct|class|delegate|void|int|long|byte)", RegexOptions.Multiline)]
    private static partial Regex UnsafeWord();
}
