using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Tests.Formats.Inputs;

public sealed class SystemPathTests
{
    [Theory]
    [InlineData("a.csv")]
    [InlineData("/folder/a..csv")]
    [InlineData("./folder//a.csv")]
    [InlineData("")]
    public void ANameWithoutAFolderAboveStaysAsItIs(string path) => Assert.Equal(path, SystemPath.Of(path));

    [Fact]
    public void TheFolderAboveALinkIsThatAboveWhereItLeads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows takes names as .NET does");
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["far/away"]);
        Directory.CreateSymbolicLink(folder["link"], "far/away");
        Directory.CreateSymbolicLink(folder["far/back"], folder["link"]);
        File.WriteAllText(folder["in.csv"], "near");
        File.WriteAllText(folder["far/in.csv"], "far");
        foreach (string path in new[] { "link/../in.csv", "far/back/../in.csv", "far/../link/./../away/../in.csv", "link/../back/../in.csv" })
        {
            Assert.Equal("far", File.ReadAllText(SystemPath.Of(folder[path])));
        }

        Assert.Equal("near", File.ReadAllText(SystemPath.Of(folder["far/../in.csv"])));
        Assert.Equal("near", File.ReadAllText(SystemPath.Of("/.." + folder["far/away/../../in.csv"])));
    }

    [Fact]
    public void AFolderThatIsNotThereCanNotBeLeftAgain()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows takes names as .NET does");
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["in.csv"], "");
        File.CreateSymbolicLink(folder["circle"], "circle");
        Assert.Throws<DirectoryNotFoundException>(() => SystemPath.Of(folder["missing/../in.csv"]));
        Assert.Throws<DirectoryNotFoundException>(() => SystemPath.Of(folder["in.csv/../in.csv"]));
        Assert.Contains("circle", Assert.Throws<IOException>(() => SystemPath.Of(folder["circle/../in.csv"])).Message, StringComparison.Ordinal);
    }
}
