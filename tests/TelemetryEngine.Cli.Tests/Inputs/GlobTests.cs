using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Cli.Inputs;

namespace TelemetryEngine.Cli.Tests.Inputs;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*.csv", "a.csv", true)]
    [InlineData("*.csv", "a.csv.gz", false)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("a*b*c", "axxbyyc", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[]x", "[]x", true)]
    public void Names(string pattern, string name, bool fits) => Assert.Equal(fits, NamePattern.Matches(pattern, name));

    [Fact]
    public void PatternsMeanWhatTheRegularExpressionMeans()
    {
        Gen<string> texts = Gen.ListOf(Gen.Elements("a", "b", ".")).Select(parts => string.Concat(parts));
        Gen<string> patterns = Gen.ListOf(Gen.Elements("a", "b", ".", "*", "?", "[ab]", "[!a]")).Select(parts => string.Concat(parts));
        Prop.ForAll(patterns.ToArbitrary(), texts.ToArbitrary(), (pattern, text) =>
        {
            string expression = "^" + Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".").Replace("\\[ab]", "[ab]").Replace("\\[!a]", "[^a]") + "$";
            return Regex.IsMatch(text, expression) == NamePattern.Matches(pattern, text);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void FilesAreSortedByTheirBytes()
    {
        using TemporaryFolder folder = new();
        string[] names = ["b.csv", "B.csv", "a.csv", "\uFF5E.csv", "\U00010000.csv", "é.csv"];
        foreach (string name in names)
        {
            folder.Put(name, "");
        }

        IEnumerable<string> found = Glob.Expand(folder["*.csv"]).Select(path => Path.GetFileName(path));

        Assert.Equal(names.OrderBy(name => Convert.ToHexString(Encoding.UTF8.GetBytes(name)), StringComparer.Ordinal), found);
    }
}
