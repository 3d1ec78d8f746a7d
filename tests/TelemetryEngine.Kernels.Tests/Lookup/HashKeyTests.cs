using TelemetryEngine.Kernels.Lookup;

namespace TelemetryEngine.Kernels.Tests.Lookup;

/// <summary>Keys chosen by somebody who knows the program, but not the table's secret, meet in no place more often than chance has it.</summary>
public sealed class HashKeyTests
{
    private const int Count = 1 << 16;

    public static TheoryData<string> Chosen => ["one after the other", "one hash without a secret", "high halves alone", "halves that cancel each other", "few bits"];

    [Theory]
    [MemberData(nameof(Chosen))]
    public void ChosenValuesSpread(string kind)
    {
        HashKey key = HashKey.Draw();
        int places = Enumerable.Range(0, Count).Select(i => key.Product(Value(kind, (ulong)i)))
            .Select(static product => ((product ^ (product >> 32)) * 0x9FB21C651E98DF25UL) >> 48).Distinct().Count();

        // thrown by chance they hit 1 - 1/e of the places, 63 %
        Assert.InRange(places, Count * 55 / 100, Count);
    }

    [Fact]
    public void WhatOneStepChangesNoLaterBitsUndo()
    {
        // without a key in the factor the highest bit of one word always comes out as the same few bits, which the next word can take back
        int[] undone = [.. Enumerable.Range(0, 64).Select(bit => Enumerable.Range(0, 1000).Count(_ =>
        {
            HashKey key = HashKey.Draw();
            return (key.Fold(1, 1UL << 63) ^ key.Fold(1, 0)) == 1UL << bit;
        }))];
        Assert.All(undone, static count => Assert.InRange(count, 0, 2));
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(static _ =>
        {
            HashKey key = HashKey.Draw();
            return key.Fold(1, 1UL << 63) ^ key.Fold(1, 0);
        }).Distinct().Count());
    }

    [Fact]
    public void EveryTableHasItsOwn() => Assert.Equal(1000, Enumerable.Range(0, 1000).Select(static _ => HashKey.Draw().Product(1)).Distinct().Count());

    private static ulong Value(string kind, ulong i) => kind switch
    {
        "one after the other" => i,
        "one hash without a secret" => Inverse(i),
        "high halves alone" => i << 32,
        "halves that cancel each other" => (i << 32) | (0xFFFFFFFF - i),
        _ => (i & 0xFF) | ((i & 0xFF00) << 48),
    };

    /// <summary>The value that (v · a, xor its high half, · b) makes to i: what fixed numbers a and b would put side by side.</summary>
    private static ulong Inverse(ulong i)
    {
        ulong x = i * InverseOf(0x9FB21C651E98DF25UL);
        x ^= x >> 32;
        return x * InverseOf(0x9E3779B97F4A7C15UL);
    }

    private static ulong InverseOf(ulong odd)
    {
        ulong inverse = odd;
        for (int i = 0; i < 6; i++)
        {
            inverse *= 2 - (odd * inverse);
        }

        return inverse;
    }
}
