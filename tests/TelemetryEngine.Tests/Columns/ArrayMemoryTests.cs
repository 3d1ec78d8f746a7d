using TelemetryEngine.Columns;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Tests.Columns;

/// <summary>Where the memory of a result's arrays comes from, and who gets it next.</summary>
public sealed class ArrayMemoryTests
{
    [Fact]
    public void PiecesDoNotTouchEachOtherAndBeginOnBorders()
    {
        Memory<byte> block = PinnedMemory.Allocate(1000);
        using ArrayMemory memory = new(block);
        Memory<byte>[] pieces = [.. new[] { 1, 64, 100, 300 }.Select(memory.Allocate)];
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i].Span.Fill((byte)(i + 1));
        }

        Assert.Equal([1, 64, 100, 300], pieces.Select(static piece => piece.Length));
        Assert.All(pieces, (piece, i) => Assert.Equal(-1, piece.Span.IndexOfAnyExcept((byte)(i + 1))));
        int[] starts = [.. pieces.Select(piece => StartIn(block, piece))];
        Assert.All(starts, static start => Assert.Equal(0, start % AlignedMemory.AlignmentBytes));
        // behind each, as many bytes may be read
        Assert.All(starts.Zip(pieces), pair => Assert.InRange(pair.First + pair.Second.Length + AlignedMemory.AlignmentBytes, 0, block.Length));
        Assert.True(starts.Zip(starts.Skip(1)).Zip(pieces, static (pair, piece) => pair.Second - pair.First >= piece.Length + AlignedMemory.AlignmentBytes).All(static apart => apart));
    }

    [Fact]
    public void WhatABlockHasNoRoomForHasMemoryOfItsOwn()
    {
        Memory<byte> block = PinnedMemory.Allocate(300);
        using ArrayMemory memory = new(block);
        Assert.True(StartIn(block, memory.Allocate(10)) >= 0);
        Assert.True(StartIn(block, memory.Allocate(1000)) < 0);
        Assert.True(StartIn(block, memory.Allocate(10)) >= 0);
        Assert.True(StartIn(block, memory.Allocate(10)) < 0);
    }

    [Fact]
    public void ABatchThatIsDisposedGivesItsMemoryToTheNextOneAndOthersKeepTheirs()
    {
        ResultMemory result = new(expectedBytes: 3000);
        ArrayMemory first = result.Rent(1000);
        Memory<byte> taken = first.Allocate(500);
        using ArrayMemory second = result.Rent(1000);
        Assert.False(taken.Span.Overlaps(second.Allocate(500).Span));
        first.Dispose();
        using ArrayMemory third = result.Rent(1000);
        Assert.True(taken.Span.Overlaps(third.Allocate(500).Span));
        using ArrayMemory fourth = result.Rent(1000);
        Memory<byte> last = fourth.Allocate(500);
        Assert.False(taken.Span.Overlaps(last.Span));
    }

    [Fact]
    public void BlocksBecomeAsLargeAsBatchesProveToBe()
    {
        ResultMemory result = new(expectedBytes: 10_000);
        using ArrayMemory first = result.Rent(1000);
        Assert.Equal(1000, first.Length);
        first.Allocate(500);
        first.Allocate(1000);
        result.Learn(1000, first);
        using ArrayMemory second = result.Rent(1000);
        Assert.True(second.Length >= first.Asked);
        using ArrayMemory half = result.Rent(500);
        Assert.InRange(half.Length, (first.Asked / 2) - 1, second.Length - 1);
    }

    [Fact]
    public void MemoryOfWhichAllCameBackServesAnotherResultAndNothingElseDoes()
    {
        WeakReference<ResultMemory?> idle = new(null);
        ResultMemory first = new(expectedBytes: 2000, idle);
        ArrayMemory[] lent = [first.Rent(1000), first.Rent(1000)];
        Memory<byte>[] blocks = [.. lent.Select(static memory => memory.Allocate(500))];
        lent[0].Dispose();

        using (ArrayMemory early = new ResultMemory(expectedBytes: 1000, idle).Rent(1000))
        {
            Memory<byte> fresh = early.Allocate(500);
            Assert.All(blocks, block => Assert.False(block.Span.Overlaps(fresh.Span)));
        }

        lent[1].Dispose();
        ResultMemory second = new(expectedBytes: 3000, idle);
        using ArrayMemory one = second.Rent(1000);
        using ArrayMemory two = second.Rent(1000);
        using ArrayMemory three = second.Rent(1000);
        Assert.Equal(2, new[] { one, two, three }.Count(memory => IsOneOf(blocks, memory.Allocate(500))));

        // what came back to the second goes on from there, and a block that is too short is none
        two.Dispose();
        one.Dispose();
        three.Dispose();
        using ArrayMemory long1 = new ResultMemory(expectedBytes: 5000, idle).Rent(5000);
        Assert.Equal(5000, long1.Length);
        GC.KeepAlive(first);
        GC.KeepAlive(second);
    }

    [Fact]
    public void TheShortBlockOfALastBatchIsNotInTheWayOfTheOthers()
    {
        WeakReference<ResultMemory?> idle = new(null);
        ResultMemory first = new(expectedBytes: 2500, idle);
        ArrayMemory[] lent = [first.Rent(1000), first.Rent(1000), first.Rent(500)];
        Memory<byte>[] blocks = [.. lent.Select(static memory => memory.Allocate(300))];
        foreach (ArrayMemory memory in lent)
        {
            memory.Dispose();
        }

        ResultMemory second = new(expectedBytes: 2500, idle);
        using ArrayMemory one = second.Rent(1000);
        using ArrayMemory two = second.Rent(1000);
        using ArrayMemory three = second.Rent(500);
        Assert.All([one, two, three], memory => Assert.True(IsOneOf(blocks, memory.Allocate(300))));
        GC.KeepAlive(first);
    }

    private static bool IsOneOf(Memory<byte>[] blocks, Memory<byte> piece) => blocks.Any(block => block.Span.Overlaps(piece.Span));

    private static int StartIn(Memory<byte> block, Memory<byte> piece) =>
        block.Span.Overlaps(piece.Span, out int offset) ? offset : -1;
}
