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
        ["src/TelemetryEngine.Laws"] = ["TelemetryEngine"],
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
        ["Expressions"] = ["Columns", "Windows"],
        ["Sql"] = ["Columns", "Expressions", "Sources", "Aggregates"],
        ["Windows"] = [],
        ["Grouping"] = ["Columns"],
        ["Aggregates"] = ["Columns", "Expressions", "Windows"],
        ["Fills"] = ["Columns"],
        ["Records"] = ["Columns", "Formats"],
        ["Inspection"] = ["Columns", "Grouping"],
    };

    /// <summary>The rooms of Execution in the order of a run, each with those before it that it may use. What lies beside them knows them all.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Joins"] = [],
        ["Planning"] = ["Joins"],
        ["Scanning"] = ["Planning", "Joins"],
        ["Series"] = ["Planning", "Scanning"],
        ["Results"] = ["Planning", "Scanning", "Series"],
        ["Panes"] = ["Planning", "Scanning", "Results"],
        ["Spilling"] = ["Planning", "Scanning", "Results", "Panes"],
        ["Flows"] = ["Planning", "Joins", "Scanning", "Results", "Spilling"],
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

    /// <summary>
    /// What the program does a user of the library can do: no assembly of the product is a friend of the library. Those that lie in its
    /// package, and what makes readings, may see each other's inner types, as tests may.
    /// </summary>
    [Fact]
    public void No_product_is_a_friend_of_the_library()
    {
        string[] inner = ["TelemetryEngine", "TelemetryEngine.Kernels", "TelemetryEngine.DataGen"];
        List<string> wrong = [];
        foreach (string project in Projects.Keys)
        {
            string file = Path.Combine(SourceTree.Root, project, Path.GetFileName(project) + ".csproj");
            string[] allowed = project == "src/TelemetryEngine" ? [] : inner;
            IEnumerable<string> friends = XDocument.Load(file).Descendants("InternalsVisibleTo").Select(static f => f.Attribute("Include")!.Value);
            wrong.AddRange(friends.Where(friend => !allowed.Contains(friend) && !TestName().IsMatch(friend)).Select(f => $"{project}: {f}"));
        }

        wrong.AddRange(SourceTree.Files("src").Concat(SourceTree.Files("data-gen"))
            .Where(static file => File.ReadAllText(file).Contains("InternalsVisibleTo", StringComparison.Ordinal)).Select(SourceTree.Short));
        Assert.Empty(wrong);
    }

    /// <summary>
    /// Leaves that the program compiles for itself, as nothing that a user of the library would call: a few, and none more.
    /// </summary>
    [Fact]
    public void The_program_compiles_only_small_texts_of_the_library()
    {
        XDocument program = XDocument.Load(Path.Combine(SourceTree.Root, "src", "TelemetryEngine.Cli", "TelemetryEngine.Cli.csproj"));
        IEnumerable<string> linked = program.Descendants("Compile").Select(static c => Path.GetFileName(c.Attribute("Include")!.Value));
        Assert.Equal(["NearestName.cs", "DisplayWidth.cs", "VisibleText.cs"], linked);
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
    public void Rooms_of_execution_know_only_what_comes_before_them()
    {
        // what lies beside the rooms is seen in them without a using, so it is looked for by name
        string execution = Path.Combine(SourceTree.Root, "src", "TelemetryEngine", "Execution");
        string[] beside = [.. Directory.GetFiles(execution, "*.cs").Select(f => Path.GetFileNameWithoutExtension(f))];
        Assert.NotEmpty(beside);
        List<string> wrong = [];
        foreach ((string room, string[] allowed) in Rooms)
        {
            foreach (string file in SourceTree.Files("src", "TelemetryEngine", "Execution", room))
            {
                string text = File.ReadAllText(file);
                IEnumerable<string> used = RoomName().Matches(text).Select(m => m.Groups[1].Value).Distinct()
                    .Where(u => u != room && !allowed.Contains(u))
                    .Concat(beside.Where(type => Regex.IsMatch(text, $@"\b{type}\b")));
                wrong.AddRange(used.Select(u => $"{SourceTree.Short(file)} uses {u}"));
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Rooms_of_execution_are_in_the_order_of_a_run()
    {
        string[] order = [.. Rooms.Keys];
        Assert.All(order, room => Assert.All(Rooms[room], used => Assert.Contains(used, order[..Array.IndexOf(order, room)])));
    }

    [Fact]
    public void Every_folder_of_the_engine_is_held()
    {
        Assert.Equal(Folders.Keys.Append("Execution").Order(), FoldersOf("src", "TelemetryEngine").Order());
        Assert.Equal(Rooms.Keys.Order(), FoldersOf("src", "TelemetryEngine", "Execution").Order());
    }

    [Fact]
    public void Namespaces_of_execution_are_its_folders()
    {
        foreach (string file in SourceTree.Files("src", "TelemetryEngine", "Execution"))
        {
            string[] folders = SourceTree.Short(file).Split('/')[1..^1];
            Assert.Contains($"namespace {string.Join('.', folders)};", File.ReadAllText(file), StringComparison.Ordinal);
        }
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

    private static IEnumerable<string> FoldersOf(params string[] folder) => Directory.GetDirectories(Path.Combine([SourceTree.Root, .. folder]))
        .Select(d => Path.GetFileName(d)).Where(d => d is not ("bin" or "obj"));

    [GeneratedRegex("Tests|Testing|Attack|Benchmarks|Timings|interop")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\bTelemetryEngine\.([A-Z]\w+)\b")]
    private static partial Regex FolderName();

    [GeneratedRegex(@"\bTelemetryEngine\.Execution\.([A-Z]\w+)\b")]
    private static partial Regex RoomName();

    [GeneratedRegex(@"^\s*(public|internal|private)?\s*(static|sealed)?\s*(readonly\s+)?\bunsafe\b|\bunsafe\s*(\{|struct|class|delegate|void|int|long|byte)", RegexOptions.Multiline)]
    private static partial Regex UnsafeWord();
}
