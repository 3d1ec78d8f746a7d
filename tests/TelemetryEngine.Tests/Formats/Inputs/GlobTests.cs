using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Tests.Formats.Inputs;

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

    [Fact]
    public void ManyStarsAreNoMoreWorkThanTheLengthsSay()
    {
        // by trying every star again this would take longer than the universe has
        string stars = string.Concat(Enumerable.Repeat("*a", 60));
        Assert.False(NamePattern.Matches(stars + "b", new string('a', 250)));
        Assert.True(NamePattern.Matches(stars + "*", new string('a', 250)));
    }

    [Fact]
    public void LinksThatLeadBackEndNothingAndCountNothingTwice()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["d/a/b"]);
        folder.Put("d/a/x.csv", "");
        folder.Put("d/a/b/y.csv", "");
        Directory.CreateSymbolicLink(folder["d/a/self"], ".");
        Directory.CreateSymbolicLink(folder["d/a/b/up"], "../..");
        Directory.CreateSymbolicLink(folder["d/twin"], "a");

        Assert.Equal(["d/a/b/y.csv", "d/a/x.csv"], Found(folder, "d/**/*.csv"));
        Assert.Equal(["d/a/b/y.csv", "d/a/x.csv"], Found(folder, "d/**/**/*.csv"));
        Assert.Equal(["d/a/x.csv"], Found(folder, "d/**/a/*.csv"));
        Assert.Equal(["d/a/b/y.csv"], Found(folder, "d/**/b/**/y.csv"));
        Assert.Equal(["d/a/self/x.csv"], Found(folder, "d/**/self/x.csv"));
    }

    [Fact]
    public void ALinkToAFolderElsewhereIsFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["d/a"]);
        Directory.CreateDirectory(folder["far/deep"]);
        folder.Put("far/deep/x.csv", "");
        Directory.CreateSymbolicLink(folder["d/a/link"], "../../far");
        Directory.CreateSymbolicLink(folder["d/second"], "../far");

        // of two links that lead to one folder the first is taken, in the order of depth and name
        Assert.Equal(["d/second/deep/x.csv"], Found(folder, "d/**/*.csv"));
    }

    [Fact]
    public void OtherPartsFollowLinksAsTheSystemDoes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["a"]);
        folder.Put("a/x.csv", "");
        Directory.CreateSymbolicLink(folder["b"], "a");
        File.CreateSymbolicLink(folder["a/nowhere.csv"], "missing");

        // the same file by two names that the pattern has: twice
        Assert.Equal(["a/nowhere.csv", "a/x.csv", "b/nowhere.csv", "b/x.csv"], Found(folder, "*/*.csv"));
        Assert.Equal(["a/x.csv", "b/x.csv"], Found(folder, "*/x.csv"));
    }

    [Fact]
    public void WhatIsNoFolderThatCanBeLookedIntoIsAnError()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using TemporaryFolder folder = new();
        File.CreateSymbolicLink(folder["circle"], "circle");
        folder.Put("x.csv", "");

        InputException error = Assert.Throws<InputException>(() => Glob.Expand(folder["circle/*.csv"]));

        Assert.Contains($"the folder '{folder["circle/"]}' can't be looked into", error.Message, StringComparison.Ordinal);
        Assert.Empty(Glob.Expand(folder["missing/*.csv"]));
        Assert.Empty(Glob.Expand(folder["x.csv/*.csv"]));
    }

    private static IEnumerable<string> Found(TemporaryFolder folder, string pattern) =>
        Glob.Expand(folder[pattern]).Select(path => Path.GetRelativePath(folder["."], path));
}
