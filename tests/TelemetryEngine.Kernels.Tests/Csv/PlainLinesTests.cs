using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Csv;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Csv;

public sealed class PlainLinesTests
{
    [Fact]
    public void LineFeedsAreCountedUnlessThereIsMoreToLookOutFor() => Prop.ForAll(Texts(), text =>
        Assert.Equal(text.AsSpan().IndexOfAny('\r', '"') >= 0 ? -1 : text.Count(static c => c == '\n'), PlainLines.Count(Encoding.ASCII.GetBytes(text)))).Check(2000);

    [Fact]
    public void MoreLinesThanAByteCounts() => Assert.Equal(100_000, PlainLines.Count(Enumerable.Repeat((byte)'\n', 100_000).ToArray()));

    [Fact]
    public void OneQuoteIsSeenWhereverItStands()
    {
        for (int at = 0; at < 100; at++)
        {
            byte[] text = [.. Enumerable.Repeat((byte)'\n', 100)];
            text[at] = (byte)'"';
            Assert.Equal(-1, PlainLines.Count(text));
        }
    }

    private static Arbitrary<string> Texts()
    {
        Gen<char> plain = Gen.Elements('\n', 'a', ',', '1', '\v', '\x0e', '#', '!');
        return Gen.OneOf(plain.ArrayOf(), Gen.Frequency((40, plain), (1, Gen.Elements('\r', '"'))).ArrayOf(), Gen.Choose(0, 900).SelectMany(length => plain.ArrayOf(length)))
            .Select(static letters => new string(letters)).ToArbitrary();
    }
}
