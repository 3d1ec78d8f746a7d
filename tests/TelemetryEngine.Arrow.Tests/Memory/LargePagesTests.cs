using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Memory;

public sealed class LargePagesTests
{
    private const int Size = 4 * LargePages.PageBytes;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, LargePages.PageBytes)]
    [InlineData(0, Size)]
    [InlineData(4097, Size - 4097)]
    public void NoByteChanges(int start, int length)
    {
        byte[] memory = new byte[Size];
        new Random(3).NextBytes(memory);
        byte[] before = [.. memory];

        LargePages.Prefer(memory.AsSpan(start, length));

        Assert.Equal(before, memory);
    }

    [Fact]
    public void TheSystemIsAskedForWholePagesInside()
    {
        SkipWithoutLargePages();
        long[] memory = GC.AllocateUninitializedArray<long>(Size / sizeof(long), pinned: true);
        GCHandle handle = GCHandle.Alloc(memory, GCHandleType.Pinned);
        try
        {
            LargePages.Prefer(memory.AsSpan());
            ulong inside = ((ulong)handle.AddrOfPinnedObject() + LargePages.PageBytes - 1) / LargePages.PageBytes * LargePages.PageBytes;
            Assert.Contains(" hg", FlagsAt(inside), StringComparison.Ordinal);
        }
        finally
        {
            handle.Free();
        }
    }

    /// <summary>A record batch that fills most of a large page lies in one, where so many are kept that their memory doesn't serve again.</summary>
    [Theory]
    [InlineData(LargePages.PageBytes * 7 / 8, 0)]
    [InlineData(LargePages.PageBytes * 17 / 8, 0)]
    [InlineData(LargePages.PageBytes * 15 / 4, LargePages.PageBytes)]
    public void BatchesLieInLargePages(int length, int at)
    {
        SkipWithoutLargePages();
        using AlignedMemoryPool pool = new();
        IMemoryOwner<byte>[] kept = [.. Enumerable.Range(0, 4).Select(_ => pool.Rent(length))];
        using IMemoryOwner<byte> lease = pool.Rent(length);
        using MemoryHandle pin = lease.Memory.Pin();
        ulong start = Address(pin);
        Assert.Contains(" hg", FlagsAt(start + (ulong)at), StringComparison.Ordinal);
        Assert.All(kept, static other => other.Dispose());
    }

    private static unsafe ulong Address(MemoryHandle pin) => (ulong)pin.Pointer;

    private static void SkipWithoutLargePages()
    {
        Assert.SkipUnless(Directory.Exists("/sys/kernel/mm/transparent_hugepage"), "this system has no large pages to ask for");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("TELEMETRY_LARGE_PAGES") == "off", "large pages are turned off");
    }

    private static string FlagsAt(ulong address)
    {
        bool isInside = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] borders = line.Split(' ')[0].Split('-');
            if (borders.Length == 2 && TryHex(borders[0], out ulong start) && TryHex(borders[1], out ulong end))
            {
                isInside = start <= address && address < end;
            }
            else if (isInside && line.StartsWith("VmFlags:", StringComparison.Ordinal))
            {
                return line;
            }
        }

        return "";
    }

    private static bool TryHex(string text, out ulong value) => ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out value);
}
