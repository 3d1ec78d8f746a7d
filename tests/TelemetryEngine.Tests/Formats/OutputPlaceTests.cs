using System.Runtime.InteropServices;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Tests.Formats;

/// <summary>Where outputs really land, by whatever ways. The cases are those of Linux.</summary>
public sealed class OutputPlaceTests
{
    [Theory]
    [InlineData("d/out.csv", "link/out.csv")]
    [InlineData("d/out.csv", "d/../d//out.csv")]
    [InlineData("d/out.csv", "link/../d/out.csv")]
    [InlineData("d/out.csv", "to-new")]
    [InlineData("d/old.csv", "hard.csv")]
    [InlineData("d/old.csv", "to-old")]
    [InlineData("pipe", "./pipe")]
    public void TwoWaysToOnePlaceAreTheSame(string first, string second)
    {
        using TemporaryFolder folder = Made();
        Assert.True(OutputPlace.AreSame(folder[first], folder[second]));
        Assert.True(OutputPlace.AreSame(folder[second], folder[first]));
    }

    [Theory]
    [InlineData("d/out.csv", "out.csv")]
    [InlineData("d/out.csv", "d/old.csv")]
    [InlineData("d/out.csv", "d/out.csv.gz")]
    [InlineData("d/out.csv", "deep/out.csv")]
    public void TwoPlacesAreNot(string first, string second)
    {
        using TemporaryFolder folder = Made();
        Assert.False(OutputPlace.AreSame(folder[first], folder[second]));
    }

    [Fact]
    public void ADeviceTakesAnyNumberOfOutputsAndADescriptorOne()
    {
        Assert.False(OutputPlace.AreSame("/dev/null", "/dev/null"));
        Assert.True(OutputPlace.AreSame("-", "/dev/stdout"));
        Assert.True(OutputPlace.AreSame("/dev/fd/1", "/proc/self/fd/1"));
    }

    /// <summary>A link to a folder, then its parent: the parent of where the link leads.</summary>
    [Fact]
    public void ALinkIsFollowedBeforeItsParentIsAskedFor()
    {
        using TemporaryFolder folder = Made();
        using (OutputFile output = OutputFile.Create(folder["deep-link/../up.csv"]))
        {
            output.Commit();
        }

        Assert.True(File.Exists(folder["deep/up.csv"]));
        Assert.False(File.Exists(folder["up.csv"]));
    }

    [Fact]
    public void TheFolderMayBeRenamedMeanwhile()
    {
        using TemporaryFolder folder = Made();
        using (OutputFile output = OutputFile.Create(folder["d/out.csv"]))
        {
            Directory.Move(folder["d"], folder["e"]);
            output.Stream.Write("x"u8);
            output.Commit();
        }

        Assert.Equal("x", File.ReadAllText(folder["e/out.csv"]));
    }

    [Fact]
    public void ADescriptorIsWrittenWhereItStands()
    {
        using TemporaryFolder folder = new();
        folder.Put("all", "before\n");
        using FileStream file = new(folder["all"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        file.Seek(0, SeekOrigin.End);
        _ = file.SafeFileHandle;
        int number = Duplicate((int)file.SafeFileHandle.DangerousGetHandle());
        try
        {
            foreach (string name in (string[])[$"/dev/fd/{number}", $"/proc/self/fd/{number}"])
            {
                using OutputFile output = OutputFile.Create(name);
                Assert.True(output.IsDirect);
                output.Stream.Write("more\n"u8);
                output.Commit();
            }

            Assert.Equal("before\nmore\nmore\n", File.ReadAllText(folder["all"]));
            Assert.True(OutputPlace.AreSame($"/dev/fd/{number}", folder["all"]));
            PlanException error = Assert.Throws<PlanException>(() => OutputFile.EnsureNotInput($"/dev/fd/{number}", [folder["all"]]));
            Assert.Contains($"is also the input '{folder["all"]}'", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Close(number);
        }

        OutputException closed = Assert.Throws<OutputException>(() => OutputFile.Create($"/dev/fd/{number}"));
        Assert.Equal($"can't write '/dev/fd/{number}': the program was started without such a descriptor; open one, as in 3>FILE", closed.Message);
    }

    /// <summary>What the process opened itself is not for anybody to name.</summary>
    [Fact]
    public void OnlyWhatTheProgramWasStartedWithIsADescriptor()
    {
        using TemporaryFolder folder = new();
        folder.Put("own", "x");
        using FileStream own = new(folder["own"], FileMode.Open, FileAccess.Write);
        Assert.Throws<OutputException>(() => OutputFile.Create($"/dev/fd/{own.SafeFileHandle.DangerousGetHandle()}"));
        using FileStream read = File.OpenRead(folder["own"]);
        int number = Duplicate((int)read.SafeFileHandle.DangerousGetHandle());
        OutputException error = Assert.Throws<OutputException>(() => OutputFile.Create($"/dev/fd/{number}"));
        Close(number);
        Assert.EndsWith("it is open for reading only; name a file", error.Message, StringComparison.Ordinal);
    }

    private static TemporaryFolder Made()
    {
        TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["d"]);
        Directory.CreateDirectory(folder["deep/er"]);
        File.WriteAllText(folder["d/old.csv"], "old");
        File.CreateSymbolicLink(folder["link"], "d");
        File.CreateSymbolicLink(folder["deep-link"], "deep/er");
        File.CreateSymbolicLink(folder["to-new"], "link/out.csv");
        File.CreateSymbolicLink(folder["to-old"], "d/old.csv");
        TemporaryFolder.Run("ln", folder["d/old.csv"], folder["hard.csv"]);
        TemporaryFolder.Run("mkfifo", folder["pipe"]);
        return folder;
    }

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
