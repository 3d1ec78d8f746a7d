using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Tests.Formats;

/// <summary>Files that take another's place: what they keep of it, what is left on the way, and how they go again.</summary>
[SupportedOSPlatform("linux")]
public sealed class LinuxStagedFileTests
{
    private const UnixFileMode SetIdBits = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NothingHasItsNameBeforeItIsPublishedAndNothingIsLeft(bool isNamed)
    {
        using TemporaryFolder folder = new();
        using (OutputPlace place = OutputPlace.Find(folder["out.csv"]))
        using (LinuxStagedFile staged = new(place, isNamed))
        {
            staged.Stream.Write("abc"u8);
            Assert.All(folder.Names, static name => Assert.Matches(@"^\.out\.csv\.telemetry-[0-9]+-[0-9]+-[0-9a-f]{32}-[0-9]+-[0-9a-f]{16}\.tmp$", name));
            Assert.Equal(isNamed ? 1 : 0, folder.Names.Length);
            staged.Sync();
            staged.Stage();
            staged.Publish(mayBeWithdrawn: false);
            staged.Confirm();
        }

        Assert.Equal(["out.csv"], folder.Names);
        Assert.Equal("abc", File.ReadAllText(folder["out.csv"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsNotPublishedGoes(bool isNamed)
    {
        using TemporaryFolder folder = new();
        using (OutputPlace place = OutputPlace.Find(folder["out.csv"]))
        using (LinuxStagedFile staged = new(place, isNamed))
        {
            staged.Stage();
            Assert.Single(folder.Names);
        }

        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WithdrawnTheOldContentIsBack(bool wasThere)
    {
        using TemporaryFolder folder = new();
        if (wasThere)
        {
            folder.Put("out.csv", "old");
        }

        using (OutputPlace place = OutputPlace.Find(folder["out.csv"]))
        using (LinuxStagedFile staged = new(place))
        {
            staged.Stream.Write("new"u8);
            staged.Stage();
            staged.Publish(mayBeWithdrawn: true);
            Assert.Equal("new", File.ReadAllText(folder["out.csv"]));
            staged.Withdraw();
        }

        Assert.Equal(wasThere ? ["out.csv"] : [], folder.Names);
        Assert.Equal(wasThere ? "old" : "", wasThere ? File.ReadAllText(folder["out.csv"]) : "");
    }

    [Fact]
    public void SomethingElseInItsPlaceIsToldFromIt()
    {
        using TemporaryFolder folder = new();
        folder.Put("other", "not ours");
        using OutputPlace place = OutputPlace.Find(folder["out.csv"]);
        using LinuxStagedFile staged = new(place, isNamed: true);
        string temporary = folder[folder.Names.Single(static name => name.EndsWith(".tmp", StringComparison.Ordinal))];
        File.Delete(temporary);
        File.CreateSymbolicLink(temporary, "other");
        staged.Stage();
        IOException error = Assert.Throws<IOException>(() => staged.Publish(mayBeWithdrawn: false));
        Assert.Equal("another process has put something else in its place", error.Message);
    }

    [Fact]
    public void PermissionsStayWithoutTheBitsThatLendRights()
    {
        using TemporaryFolder folder = new();
        string path = folder.Put("out.csv", "old");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(path, Mode | SetIdBits);
        Replace(path);
        Assert.Equal(Mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void OwnerAndGroupStayForWhoMayGiveFilesAway()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may give files away");
        using TemporaryFolder folder = new();
        string path = folder.Put("out.csv", "old");
        TemporaryFolder.Run("chown", "12345:23456", path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.SetUser);
        Replace(path);
        using FileStream file = File.OpenRead(path);
        Assert.Equal((12345u, 23456u), FileIdentity.OwnerOf(file.SafeFileHandle));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void AttributesAndAccessListsStayAndCapabilitiesDoNot()
    {
        // version 2; owner rw, user 1234 rw, group r, mask rw, others none
        byte[] list = Convert.FromHexString("02000000" + "01000600FFFFFFFF" + "02000600D2040000" + "04000400FFFFFFFF" + "10000600FFFFFFFF" + "20000000FFFFFFFF");
        using TemporaryFolder folder = new();
        string path = folder.Put("out.csv", "old");
        bool takesAttributes = Set(path, "user.origin", "meters"u8.ToArray()) == 0;
        bool takesLists = Set(path, "system.posix_acl_access", list) == 0;
        Assert.SkipUnless(takesAttributes && takesLists, "the file system of temporary files has no attributes");
        bool hasCapability = Set(path, "security.capability", Convert.FromHexString("0100000200200000000000000000000000000000")) == 0;
        UnixFileMode mode = File.GetUnixFileMode(path);
        Replace(path);
        Assert.Equal("meters"u8.ToArray(), Value(path, "user.origin"));
        Assert.Equal(list, Value(path, "system.posix_acl_access"));
        Assert.Equal(mode, File.GetUnixFileMode(path));
        Assert.True(!hasCapability || Value(path, "security.capability").Length == 0);
    }

    [Fact]
    public void OtherNamesOfTheReplacedFileKeepTheOldContent()
    {
        using TemporaryFolder folder = new();
        string path = folder.Put("out.csv", "old");
        TemporaryFolder.Run("ln", path, folder["other.csv"]);
        Replace(path);
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal("old", File.ReadAllText(folder["other.csv"]));
    }

    private static void Replace(string path)
    {
        using OutputFile output = OutputFile.Create(path);
        output.Stream.Write("new"u8);
        output.Commit();
    }

    private static int Set(string path, string name, byte[] value) => SetAttribute(Encoding.UTF8.GetBytes(path + '\0'), Encoding.UTF8.GetBytes(name + '\0'), value, value.Length, 0);

    private static byte[] Value(string path, string name)
    {
        byte[] value = new byte[1000];
        nint length = GetAttribute(Encoding.UTF8.GetBytes(path + '\0'), Encoding.UTF8.GetBytes(name + '\0'), value, value.Length);
        return value[..(int)Math.Max(length, 0)];
    }

    [DllImport("libc", EntryPoint = "setxattr")]
    private static extern int SetAttribute(byte[] path, byte[] name, byte[] value, nint length, int flags);

    [DllImport("libc", EntryPoint = "getxattr")]
    private static extern nint GetAttribute(byte[] path, byte[] name, byte[] value, nint length);
}
