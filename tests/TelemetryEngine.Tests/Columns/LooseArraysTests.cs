using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Tests.Columns;

/// <summary>Arrays that are let go. Each test has a type of its own, as they are kept by type for the whole process.</summary>
public sealed class LooseArraysTests
{
    [Fact]
    public void TheShortestThatIsLongEnoughIsTakenOnce()
    {
        A[] small = new A[10];
        A[] middle = new A[20];
        A[] large = new A[40];
        LooseArrays<A>.Add(large);
        LooseArrays<A>.Add(small);
        LooseArrays<A>.Add(middle);
        Assert.Same(middle, LooseArrays<A>.Take(11, 11));
        Assert.Same(large, LooseArrays<A>.Take(11, 11));
        Assert.Null(LooseArrays<A>.Take(11, 11));
        Assert.Same(small, LooseArrays<A>.Take(10, 10));
        Assert.Null(LooseArrays<A>.Take(1, 1));
    }

    [Fact]
    public void OneThatIsMuchTooLongStaysForALargerWish()
    {
        B[] large = new B[1000];
        LooseArrays<B>.Add(large);
        Assert.Null(LooseArrays<B>.Take(10, 10));
        Assert.Same(large, LooseArrays<B>.Take(500, 500));
    }

    [Fact]
    public void WhereNoneIsAsLongAsForeseenTheLongestOfThoseThatDoIsTaken()
    {
        F[][] arrays = [.. new[] { 30, 20, 60, 40 }.Select(static length => new F[length])];
        foreach (F[] array in arrays)
        {
            LooseArrays<F>.Add(array);
        }

        Assert.Null(LooseArrays<F>.Take(70, 80));
        Assert.Same(arrays[2], LooseArrays<F>.Take(25, 80));
        Assert.Same(arrays[0], LooseArrays<F>.Take(10, 25));
        Assert.Same(arrays[3], LooseArrays<F>.Take(25, 80));
        Assert.Null(LooseArrays<F>.Take(25, 80));
        GC.KeepAlive(arrays);
    }

    [Fact]
    public void OfTooManyTheShortestGoes()
    {
        E[][] arrays = [.. Enumerable.Range(10, 20).Select(static length => new E[length])];
        foreach (E[] array in arrays)
        {
            LooseArrays<E>.Add(array);
        }

        Assert.Same(arrays[4], LooseArrays<E>.Take(10, 10));
        Assert.Same(arrays[19], LooseArrays<E>.Take(29, 29));
    }

    [Fact]
    public void TheCollectorTakesThemAllTheSame()
    {
        AddOne();
        GC.Collect();
        Assert.Null(LooseArrays<C>.Take(10, 10));
    }

    [Fact]
    public void WhatRefersToObjectsIsNotKept()
    {
        (string, int)[] array = new (string, int)[10];
        LooseArrays<(string, int)>.Add(array);
        Assert.Null(LooseArrays<(string, int)>.Take(10, 10));
        GC.KeepAlive(array);
    }

    [Fact]
    public void OnlyALargeArrayThatGrowsGetsOneThatWasLetGo()
    {
        D[] free = new D[3_000_000];
        FreshMemory.Free(free);
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
    private static void AddOne() => LooseArrays<C>.Add(new C[10]);

    private readonly record struct A(long X);

    private readonly record struct B(long X);

    private readonly record struct C(long X);

    private readonly record struct D(long X);

    private readonly record struct E(long X);

    private readonly record struct F(long X);
}
