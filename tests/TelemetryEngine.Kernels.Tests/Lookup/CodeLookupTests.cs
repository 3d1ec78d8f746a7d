using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Kernels.Lookup;
using TelemetryEngine.Kernels.Tests.Oracles;

namespace TelemetryEngine.Kernels.Tests.Lookup;

public sealed class CodeLookupTests
{
    [Fact]
    public void EachCodeHasItsEntryUpToTheFirstThatHasNone() => Prop.ForAll(Cases(), c =>
    {
        const int Untouched = -77;
        int[] expected = [.. Enumerable.Repeat(Untouched, c.Codes.Length)];
        int end = c.From;
        while (end < c.Codes.Length && c.Codes[end] >= 0 && c.Codes[end] < c.Table.Length && c.Table[c.Codes[end]] + c.Added != 0)
        {
            expected[end] = c.Table[c.Codes[end]] + c.Added;
            end++;
        }

        int[] found = [.. Enumerable.Repeat(Untouched, c.Codes.Length)];
        Assert.Equal(end, CodeLookup.Translate(c.Table, c.Codes, c.Added, found, c.From));
        Assert.Equal(expected[..end], found[..end]);
        Assert.All(found[Math.Min(found.Length, end + 8)..], static sum => Assert.Equal(Untouched, sum));
    }).Check(3000);

    [Fact]
    public void CodesOfARangeAreThoseOfATableWhoseEntriesFollowEachOther() => Prop.ForAll(Cases(), c =>
    {
        int first = c.Table.Length % 5;
        int count = c.Table.Length;
        int end = c.From;
        while (end < c.Codes.Length && c.Codes[end] >= first && c.Codes[end] < first + count)
        {
            end++;
        }

        int[] found = new int[c.Codes.Length];
        Assert.Equal(end, CodeLookup.TranslateRange(first, count, c.Codes, c.Added, found, c.From));
        Assert.Equal(c.Codes[c.From..end].Select(code => code + c.Added), found[c.From..end]);
        Assert.All(found[..c.From].Concat(found[end..]), static sum => Assert.Equal(0, sum));
    }).Check(3000);

    [Fact]
    public void ThereMustBeRoomAndAPlaceToBeginWith()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeLookup.TranslateRange(0, 1, [0, 0], 0, new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeLookup.TranslateRange(0, 1, [0, 0], 0, new int[2], 3));
        Assert.Equal(0, CodeLookup.TranslateRange(0, 0, [0, 0], 0, new int[2]));
        Assert.Equal(2, CodeLookup.TranslateRange(-1, 2, [0, -1], 1, new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeLookup.Translate([1], [0, 0], 0, new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeLookup.Translate([1], [0, 0], 0, new int[2], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeLookup.Translate([1], [0, 0], 0, new int[2], -1));
        Assert.Equal(2, CodeLookup.Translate([1], [0, 0], 0, new int[2], 2));
    }

    /// <summary>Codes that follow each other for a while, then begin anew; some have no place in the table, or an entry that ends the run.</summary>
    private static Arbitrary<(int[] Table, int[] Codes, int Added, int From)> Cases()
    {
        Gen<int[]> run = Gen.Choose(-2, 40).SelectMany(first => Gen.Frequency((3, Gen.Choose(1, 40)), (1, Gen.Constant(1))).Select(length => Enumerable.Range(first, length).ToArray()));
        Gen<int> entry = Gen.Frequency((60, Gen.Choose(1, 1000)), (1, Gen.Constant(0)));
        return Gen.Choose(0, 90).SelectMany(places => entry.ArrayOf(places))
            .SelectMany(table => Gen.Choose(0, 12).SelectMany(runs => run.ArrayOf(runs)).Select(runs => runs.SelectMany(static r => r).ToArray())
                .SelectMany(codes => Gen.Choose(0, 1).SelectMany(added => Gen.Choose(0, codes.Length).Select(from => (table, codes, added, from)))))
            .ToArbitrary();
    }
}
