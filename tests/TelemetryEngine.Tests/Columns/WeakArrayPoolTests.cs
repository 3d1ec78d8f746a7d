using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Tests.Columns;

/// <summary>Arrays that are let go.</summary>
public sealed class LooseArraysTests
{
    private readonly WeakArrayPool _loose = new();

    [Fact]
    public void TheShortestThatIsLongEnoughIsTakenOnce()
    {
        long[] small = new long[10];
        long[] middle = new long[20];
        long[] large = new long[40];
        _loose.Return(large);
        _loose.Return(small);
        _loose.Return(middle);
        Assert.Same(middle, _loose.Rent<long>(11, 11));
        Assert.Same(large, _loose.Rent<long>(11, 11));
        Assert.Null(_loose.Rent<long>(11, 11));
        Assert.Same(small, _loose.Rent<long>(10, 10));
        Assert.Null(_loose.Rent<long>(1, 1));
    }

    [Fact]
    public void OneThatIsMuchTooLongStaysForALargerWish()
    {
        long[] large = new long[1000];
        _loose.Return(large);
        Assert.Null(_loose.Rent<long>(10, 10));
        Assert.Same(large, _loose.Rent<long>(500, 500));
    }

    [Fact]
    public void WhereNoneIsAsLongAsForeseenTheLongestOfThoseThatDoIsTaken()
    {
        long[][] arrays = [.. new[] { 30, 20, 60, 40 }.Select(static length => new long[length])];
        foreach (long[] array in arrays)
        {
            _loose.Return(array);
        }

        Assert.Null(_loose.Rent<long>(70, 80));
        Assert.Same(arrays[2], _loose.Rent<long>(25, 80));
        Assert.Same(arrays[0], _loose.Rent<long>(10, 25));
        Assert.Same(arrays[3], _loose.Rent<long>(25, 80));
        Assert.Null(_loose.Rent<long>(25, 80));
        GC.KeepAlive(arrays);
    }

    [Fact]
    public void OfTooManyTheShortestGoes()
    {
        long[][] arrays = [.. Enumerable.Range(10, 36).Select(static length => new long[length])];
        foreach (long[] array in arrays)
        {
            _loose.Return(array);
        }

        Assert.Same(arrays[4], _loose.Rent<long>(10, 10));
        Assert.Same(arrays[35], _loose.Rent<long>(45, 45));
    }

    [Fact]
    public void EachTypeHasItsOwn()
    {
        double[] doubles = new double[10];
        long[] longs = new long[10];
        _loose.Return(doubles);
        _loose.Return(longs);
        Assert.Null(_loose.Rent<int>(10, 10));
        Assert.Same(longs, _loose.Rent<long>(10, 10));
        Assert.Same(doubles, _loose.Rent<double>(10, 10));
    }

    [Fact]
    public void TheCollectorTakesThemAllTheSame()
    {
        AddOne();
        GC.Collect();
        Assert.Null(_loose.Rent<long>(10, 10));
    }

    [Fact]
    public void WhatRefersToObjectsIsNotKept()
    {
        (string, int)[] array = new (string, int)[10];
        _loose.Return(array);
        Assert.Null(_loose.Rent<(string, int)>(10, 10));
        GC.KeepAlive(array);
    }

    [Fact]
    public void OnlyALargeArrayThatGrowsGetsOneThatWasLetGo()
    {
        D[] free = new D[3_000_000];
        FreshMemory.Return(free);
        D[] small = [new D(7)];
        FreshMemory.Grow(ref small, used: 1, length: 100);
        Assert.NotSame(free, small);
        D[] large = [new D(8)];
        FreshMemory.Grow(ref large, used: 1, length: 2_000_000);
        Assert.Same(free, large);
        Assert.Equal(8, large[0].X);
        D[] exact = FreshMemory.New<D>(2_000_000);
        Assert.Equal(2_000_000, exact.Length);
    }

    [Fact]
    public void AResizedArrayIsAsLongAsAskedForAndEmptyBehindItsElements()
    {
        long[] array = [1, 2, 3];
        foreach (int length in new[] { 10, 200_000, 2_000_000 })
        {
            FreshMemory.Resize(ref array, length);
            Assert.Equal(length, array.Length);
            Assert.Equal([1, 2, 3], array[..3]);
            Assert.Equal(-1, array.AsSpan(3).IndexOfAnyExcept(0));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddOne() => _loose.Return(new long[10]);

    private readonly record struct D(long X);
}
