using Microsoft.Win32.SafeHandles;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Tests.Formats.Inputs;

public sealed class InputFileTests
{
    public static TheoryData<string, string> Changes { get; } = new()
    {
        { "replace", "was replaced by another file" },
        { "remove", "was removed or renamed" },
        { "rename", "was removed or renamed" },
        { "grow", "grew from 8 to 9 bytes" },
        { "cut", "was cut from 8 to 3 bytes" },
        { "write", "was written to" },
        { "write and set the time back", "was written to" },
        { "link", "was written to, or its names or rights were changed," },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void AChangeIsFoundInTheEndAndWhenTheFileIsOpenedAgain(string change, string said)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere lengths and times are all that is known");
        using TemporaryFolder folder = new();
        string path = folder["a.csv"];
        File.WriteAllText(path, "a,b\n1,2\n");
        InputFile file = Open(path);
        file.Check();
        file.Borrow();
        file.Return();
        Change(path, change);

        InputException error = Assert.Throws<InputException>(file.Check);
        Assert.Equal($"{path} {said} while it was read; run again when nothing changes it, or copy it first and read the copy", error.Message);
        Assert.Equal(path, error.File);
        file.Close();
        Assert.Equal(error.Message, Assert.Throws<InputException>(file.Borrow).Message);
    }

    [Fact]
    public void AHandleThatIsOpenReadsWhatWasThere()
    {
        using TemporaryFolder folder = new();
        string path = folder["a.csv"];
        File.WriteAllText(path, "old");
        InputFile file = Open(path);
        using InputStream stream = new(file);
        Change(path, "replace");
        byte[] bytes = new byte[10];
        Assert.Equal(3, stream.ReadAtLeast(bytes, 10, throwOnEndOfStream: false));
        Assert.Equal("old"u8, bytes.AsSpan(0, 3));
        Assert.Throws<InputException>(file.Check);
    }

    [Fact]
    public void WhatIsCutWhileItIsReadDoesNotEndThere()
    {
        using TemporaryFolder folder = new();
        string path = folder["a.csv"];
        File.WriteAllText(path, "0123456789");
        using InputStream stream = new(Open(path));
        Change(path, "cut");
        Assert.Equal(3, stream.Read(new byte[5]));
        Assert.Contains("became shorter", Assert.Throws<InputException>(() => stream.Read(new byte[5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThousandsHaveFewHandles()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "only there handles can be counted");
        using TemporaryFolder folder = new();
        List<InputFile> files = [];
        for (int i = 0; i < 1000; i++)
        {
            File.WriteAllText(folder[$"{i}"], $"{i}");
            files.Add(Open(folder[$"{i}"]));
        }

        SafeFileHandle held = files[3].Borrow();
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (InputFile file in files)
            {
                using InputStream stream = new(file);
                Assert.True(stream.Read(new byte[4]) > 0);
            }
        }

        Assert.False(held.IsClosed);
        files[3].Return();
        int open = new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count(f => f.LinkTarget?.StartsWith(folder[""], StringComparison.Ordinal) == true);
        Assert.InRange(open, 1, 257);
        files.ForEach(file => file.Close());
        Assert.DoesNotContain(new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos(), f => f.LinkTarget?.StartsWith(folder[""], StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("/proc/self/status")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled")]
    public void AFileWhoseLengthIsALieIsReadOnce(string path)
    {
        Assert.SkipUnless(File.Exists(path), "there is no such file");
        Assert.Null(InputFile.Open(path, FileOptions.None, out Stream? once));
        using (once)
        {
            Assert.False(once!.CanSeek);
            using StreamReader reader = new(once);
            Assert.NotEmpty(reader.ReadToEnd());
        }
    }

    [Fact]
    public void AnEmptyFileIsAFile()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.csv"], "");
        Assert.Equal(0, Open(folder["a.csv"]).LengthBytes);
    }

    private static InputFile Open(string path) => InputFile.Open(path, FileOptions.None, out _)!;

    private static void Change(string path, string change)
    {
        DateTime time = File.GetLastWriteTimeUtc(path);
        switch (change)
        {
            case "replace":
                File.WriteAllText(path + ".new", "a,b\n1,3\n");
                File.Move(path + ".new", path, overwrite: true);
                break;
            case "link":
                TemporaryFolder.Run("ln", path, path + ".2");
                break;
            case "remove":
                File.Delete(path);
                break;
            case "rename":
                File.Move(path, path + ".1");
                break;
            case "grow":
                File.AppendAllText(path, "\n");
                break;
            default:
                using (FileStream stream = new(path, FileMode.Open))
                {
                    stream.Write("a,b"u8);
                    stream.SetLength(change == "cut" ? 3 : stream.Length);
                }

                if (change.EndsWith("back", StringComparison.Ordinal))
                {
                    File.SetLastWriteTimeUtc(path, time);
                }

                break;
        }
    }
}
