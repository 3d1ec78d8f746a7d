using System.Text;
using TelemetryEngine.Formats;
using TelemetryEngine.Tests.Formats;

namespace TelemetryEngine.Tests;

/// <summary>Output appears under its name when it is whole, and never before. The folder and device cases are those of Linux.</summary>
public sealed class OutputFileTests
{
    [Fact]
    public void TwoNamesOfOnePlaceAreOneOutput()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["d"]);
        Assert.True(OutputFile.AreSame(folder["new.csv"], folder["d/../new.csv"]));
        Assert.False(OutputFile.AreSame(folder["new.csv"], folder["other.csv"]));
        Assert.Throws<OutputException>(() => OutputFile.AreSame(folder["new.csv"], folder["nowhere/new.csv"]));
    }

    [Fact]
    public void TheNameAppearsWithTheCommitAndNotBefore()
    {
        using TemporaryFolder folder = new();
        using (OutputFile output = OutputFile.Create(folder["out.csv"]))
        {
            output.Stream.Write("a,b\n"u8);
            Assert.DoesNotContain("out.csv", folder.Names);
            output.Commit();
        }

        Assert.Equal(["out.csv"], folder.Names);
        Assert.Equal("a,b\n", File.ReadAllText(folder["out.csv"]));
    }

    /// <summary>So large that the system is asked to begin writing on the way.</summary>
    [Fact]
    public void ALargeFileIsWhole()
    {
        const int PieceBytes = 3 << 20;
        const int Pieces = 14;
        using TemporaryFolder folder = new();
        byte[] piece = new byte[PieceBytes];
        new Random(3).NextBytes(piece);
        using (OutputFile output = OutputFile.Create(folder["large"]))
        {
            for (int i = 0; i < Pieces; i++)
            {
                piece[0] = (byte)i;
                output.Stream.Write(piece);
            }

            Assert.Equal(Pieces * PieceBytes, output.Stream.Position);
            output.Commit();
        }

        using FileStream written = File.OpenRead(folder["large"]);
        byte[] read = new byte[PieceBytes];
        for (int i = 0; i < Pieces; i++)
        {
            written.ReadExactly(read);
            piece[0] = (byte)i;
            Assert.True(piece.AsSpan().SequenceEqual(read));
        }

        Assert.Equal(-1, written.ReadByte());
    }

    [Fact]
    public void WithoutACommitTheOldContentStays()
    {
        using TemporaryFolder folder = new();
        folder.Put("out.csv", "old");
        using (OutputFile output = OutputFile.Create(folder["out.csv"]))
        {
            output.Stream.Write("new"u8);
        }

        Assert.Equal(["out.csv"], folder.Names);
        Assert.Equal("old", File.ReadAllText(folder["out.csv"]));
    }

    [Fact]
    public void AFileIsReplacedAndKeepsItsPermissions()
    {
        using TemporaryFolder folder = new();
        string path = folder.Put("out.csv", "old");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Mode);
        }

        WriteAll(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == Mode);
    }

    [Fact]
    public void ALinkIsFollowedAndItsTargetReplaced()
    {
        using TemporaryFolder folder = new();
        folder.Put("target.csv", "old");
        File.CreateSymbolicLink(folder["middle.csv"], "target.csv");
        File.CreateSymbolicLink(folder["out.csv"], "middle.csv");
        WriteAll(folder["out.csv"], "new");
        Assert.Equal("new", File.ReadAllText(folder["target.csv"]));
        Assert.NotNull(new FileInfo(folder["out.csv"]).LinkTarget);
        Assert.Equal(["middle.csv", "out.csv", "target.csv"], folder.Names);
    }

    [Fact]
    public void ALinkToNothingMakesItsTarget()
    {
        using TemporaryFolder folder = new();
        File.CreateSymbolicLink(folder["out.csv"], "target.csv");
        WriteAll(folder["out.csv"], "new");
        Assert.Equal("new", File.ReadAllText(folder["target.csv"]));
    }

    [Fact]
    public void LinksInACircleAreAnOutputError()
    {
        using TemporaryFolder folder = new();
        File.CreateSymbolicLink(folder["a"], "b");
        File.CreateSymbolicLink(folder["b"], "a");
        OutputException error = Assert.Throws<OutputException>(() => OutputFile.Create(folder["a"]));
        Assert.Equal(folder["a"], error.File);
    }

    [Fact]
    public void AFullDiskIsToldInPlainWordsAndTheDeviceStays()
    {
        using OutputFile output = OutputFile.Create("/dev/full");
        OutputException error = Assert.Throws<OutputException>(() => output.Stream.Write(new byte[100]));
        Assert.Equal("can't write '/dev/full': no space left on the device; free some or write to another disk", error.Message);
        Assert.False(error.IsBrokenPipe);
        Assert.Equal(FileNature.Special, FileIdentity.Of("/dev/full").Nature);
    }

    [Fact]
    public void ADeviceIsWrittenDirectly()
    {
        using OutputFile output = OutputFile.Create("/dev/null");
        Assert.True(output.IsDirect);
        output.Stream.Write(new byte[100]);
        output.Commit();
        Assert.Equal(FileNature.Special, FileIdentity.Of("/dev/null").Nature);
    }

    [Fact]
    public async Task AFifoIsWrittenDirectly()
    {
        using TemporaryFolder folder = new();
        TemporaryFolder.Run("mkfifo", folder["pipe"]);
        Task<string> reader = Task.Run(() => File.ReadAllText(folder["pipe"]));
        WriteAll(folder["pipe"], "through");
        Assert.Equal("through", await reader);
        Assert.Equal(FileNature.Special, FileIdentity.Of(folder["pipe"]).Nature);
        Assert.Equal(["pipe"], folder.Names);
    }

    [Fact]
    public async Task AClosedPipeIsRecognised()
    {
        using TemporaryFolder folder = new();
        TemporaryFolder.Run("mkfifo", folder["pipe"]);
        Task<FileStream> reader = Task.Run(() => new FileStream(folder["pipe"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0));
        using OutputFile output = OutputFile.Create(folder["pipe"]);
        (await reader).Dispose();
        OutputException error = Assert.Throws<OutputException>(() => output.Stream.Write(new byte[100]));
        Assert.True(error.IsBrokenPipe);
    }

    [Fact]
    public void AMissingFolderIsNamed()
    {
        using TemporaryFolder folder = new();
        OutputException error = Assert.Throws<OutputException>(() => OutputFile.Create(folder["none/out.csv"]));
        Assert.Equal($"can't write '{folder["none/out.csv"]}': the folder '{folder["none"]}' does not exist; make it first", error.Message);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void AFolderIsNoOutput()
    {
        using TemporaryFolder folder = new();
        OutputException error = Assert.Throws<OutputException>(() => OutputFile.Create(folder["."]));
        Assert.EndsWith("it is a folder; name a file in it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALongNameStillHasATemporaryOne()
    {
        using TemporaryFolder folder = new();
        string name = new('ä', 125);
        WriteAll(folder[name], "x");
        Assert.Equal([name], folder.Names);
    }

    [Fact]
    public void AnInputIsNotReplacedByItsResult()
    {
        using TemporaryFolder folder = new();
        string input = folder.Put("in.csv", "a");
        string other = folder.Put("other.csv", "a");
        File.CreateSymbolicLink(folder["link.csv"], "in.csv");
        TemporaryFolder.Run("ln", input, folder["hard.csv"]);
        foreach (string output in (string[])[input, folder["link.csv"], folder["hard.csv"], folder["./in.csv"]])
        {
            PlanException error = Assert.Throws<PlanException>(() => OutputFile.EnsureNotInput(output, [other, input]));
            Assert.Contains($"'{output}' is also the input '{input}'", error.Message, StringComparison.Ordinal);
        }

        OutputFile.EnsureNotInput(folder["new.csv"], [input, other, "-"]);
        OutputFile.EnsureNotInput("-", [input, "-"]);
        OutputFile.EnsureNotInput("/dev/null", ["/dev/null"]);
        Assert.Equal("a", File.ReadAllText(input));
    }

    [Fact]
    public void AfterTheCommitTheFileIsClosedAndMoreIsMisuse()
    {
        using TemporaryFolder folder = new();
        using OutputFile output = OutputFile.Create(folder["out.csv"]);
        output.Commit();
        Assert.Throws<ObjectDisposedException>(output.Commit);
        Assert.Equal(0, new FileInfo(folder["out.csv"]).Length);
    }

    private static void WriteAll(string path, string text)
    {
        using OutputFile output = OutputFile.Create(path);
        output.Stream.Write(Encoding.UTF8.GetBytes(text));
        output.Commit();
    }
}
