using TelemetryEngine.Aggregates;
using TelemetryEngine.Fills;
using TelemetryEngine.Tests.Aggregates;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Architecture;

/// <summary>One concept, one catalogue line, one test, one row in the docs.</summary>
public sealed class CatalogTests
{
    [Fact]
    public void Every_aggregate_has_its_laws()
    {
        IEnumerable<string> tested = typeof(AggregateLaws).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(AggregateLaws)))
            .Select(t => t.Name[..^"Tests".Length].ToLowerInvariant());
        Assert.Equal(AggregateCatalog.All.Select(a => a.Name.Replace("_", "", StringComparison.Ordinal)).Order(), tested.Order());
    }

    [Fact]
    public void Every_aggregate_and_window_is_in_the_docs()
    {
        string docs = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "semantics.md"));
        Assert.All(AggregateCatalog.All, a => Assert.Contains($"| `{a.Signature}` | {a.Description} |", docs, StringComparison.Ordinal));
        Assert.All(FillCatalog.All, f => Assert.Contains($"| `{f.Name}` | {f.Description} |", docs, StringComparison.Ordinal));
        Assert.All(WindowCatalog.All, w => Assert.Contains($"| `{w.Name}` | {w.Description} |", docs, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_are_used_once()
    {
        Assert.Equal(AggregateCatalog.All.Count, AggregateCatalog.All.Select(a => a.Name).Distinct().Count());
        Assert.Equal(WindowCatalog.All.Count, WindowCatalog.All.Select(w => w.Name).Distinct().Count());
    }
}
