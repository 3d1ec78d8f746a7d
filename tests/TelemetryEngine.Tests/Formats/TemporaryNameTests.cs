using System.Diagnostics;
using System.Globalization;
using System.Text;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Tests.Formats;

/// <summary>Which temporary files are taken for left over: those of processes that are surely gone, and no others. Linux alone can tell.</summary>
public sealed class TemporaryNameTests
{
    private const string Output = "out.csv";

    [Fact]
    public void AFileOfALivingProcessStays()
    {
        using TemporaryFolder folder = new();
        folder.Put(TemporaryName.Of(Output), "");
        Assert.Empty(TemporaryName.LeftOvers(Output, folder["."]));
    }

    [Fact]
    public void AFileOfAProcessThatIsGoneIsLeftOver()
    {
        using TemporaryFolder folder = new();
        string name = Changed(0, Gone());
        folder.Put(name, "");
        Assert.Equal([name], TemporaryName.LeftOvers(Output, folder["."]));
    }

    [Fact]
    public void AProcessWithTheSameNumberThatStartedLaterIsAnother()
    {
        using TemporaryFolder folder = new();
        string name = Changed(1, "1");
        folder.Put(name, "");
        Assert.Equal([name], TemporaryName.LeftOvers(Output, folder["."]));
    }

    /// <summary>Another start of the machine, or another machine; another container; a name that is not ours; another output.</summary>
    [Fact]
    public void WhatCantBeJudgedStays()
    {
        using TemporaryFolder folder = new();
        string gone = Gone();
        string[] names =
        [
            Changed(0, gone, 2, new string('0', 32)),
            Changed(0, gone, 3, "4026531999"),
            Changed(0, "x" + gone),
            Changed(0, "-" + gone),
            ".out.csv.telemetry-.tmp",
            ".out.csv.0123456789abcdef0123456789abcdef.tmp",
            Changed(0, gone).Replace("out.csv", "out.csv.gz", StringComparison.Ordinal),
            Changed(0, gone).Replace(".out", ".rout", StringComparison.Ordinal),
            Changed(0, gone)[1..],
        ];
        foreach (string name in names)
        {
            folder.Put(name, "");
        }

        Assert.Empty(TemporaryName.LeftOvers(Output, folder["."]));
    }

    [Fact]
    public void TheNextRunToTheSameOutputTakesThemAway()
    {
        using TemporaryFolder folder = new();
        string living = TemporaryName.Of(Output);
        folder.Put(Changed(0, Gone()), "left");
        folder.Put(living, "of another");
        using (OutputFile output = OutputFile.Create(folder[Output]))
        {
            Assert.Equal([living], folder.Names);
        }

        Assert.Equal([living], folder.Names);
    }

    [Theory]
    [InlineData("ä", 125)]
    [InlineData("😀", 62)]
    [InlineData("x", 250)]
    public void ALongNameIsCutBetweenCharacters(string character, int count)
    {
        string name = TemporaryName.Of(string.Concat(Enumerable.Repeat(character, count)));
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 150, 255);
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)));
    }

    // the process's number, its start, the machine's start, the numbering of processes, a random number
    private static string Changed(params (int Part, string Text)[] changes)
    {
        const string Mark = ".telemetry-";
        string name = TemporaryName.Of(Output);
        int begin = name.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        string[] parts = name[begin..].Split('-');
        foreach ((int part, string text) in changes)
        {
            parts[part] = text;
        }

        return name[..begin] + string.Join('-', parts);
    }

    private static string Changed(int part, string text) => Changed((part, text));

    private static string Changed(int part, string text, int second, string secondText) => Changed((part, text), (second, secondText));

    private static string Gone()
    {
        using Process process = Process.Start("true");
        process.WaitForExit();
        return process.Id.ToString(CultureInfo.InvariantCulture);
    }
}
