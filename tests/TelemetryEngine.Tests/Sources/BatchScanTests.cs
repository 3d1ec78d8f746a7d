using Apache.Arrow;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Sources;

/// <summary>Who gets which rows of a scan over batches, and which failure is reported.</summary>
public sealed class BatchScanTests
{
    private static readonly RecordBatch Sample = ArrowRows.Make(nulls: false, 10)[0];

    [Fact]
    public void WhileABatchIsReadTheNextOneIsClaimed()
    {
        using BatchScan scan = Scan([10, 10, 10], batchRows: 6);
        BatchMorsel first = scan.Claim(own: null, CancellationToken.None)!.Value;
        BatchMorsel second = scan.Claim(own: null, CancellationToken.None)!.Value;
        Assert.Equal((0, 0L, 6), (first.Offset, first.Position, first.Length));
        Assert.Equal((0, 10L, 6), (second.Offset, second.Position, second.Length));
        Assert.Equal(10, second.Owner.Batch.Length);
        // rows that are there go first
        Assert.Equal(16, scan.Claim(own: null, CancellationToken.None)!.Value.Position);
        Assert.Equal(20, scan.Claim(own: null, CancellationToken.None)!.Value.Position);
        // all batches are claimed: what is left of those that are still read is shared
        Assert.Equal(6, scan.Claim(own: null, CancellationToken.None)!.Value.Position);
        Assert.Equal(26, scan.Claim(own: null, CancellationToken.None)!.Value.Position);
        Assert.Null(scan.Claim(own: null, CancellationToken.None));
    }

    [Fact]
    public void AReaderGoesOnWithItsOwnBatchAndHelpsInTheEnd()
    {
        using BatchScan scan = Scan([10, 10, 10], batchRows: 6, isPrompt: true);
        List<long> positions = [];
        SharedBatch? first = null;
        SharedBatch? second = null;
        for (int turn = 0; turn < 6; turn++)
        {
            ref SharedBatch? own = ref turn % 2 == 0 ? ref first : ref second;
            BatchMorsel morsel = scan.Claim(own, CancellationToken.None)!.Value;
            Assert.Equal(morsel.Length, morsel.Owner.Batch.Slice(morsel.Offset, morsel.Length).Length);
            own = morsel.Owner;
            positions.Add(morsel.Position);
        }

        Assert.Equal([0, 10, 6, 16, 20, 26], positions);
        Assert.Null(scan.Claim(first, CancellationToken.None));
        Assert.Null(scan.Claim(second, CancellationToken.None));
    }

    [Fact]
    public void ABatchThatIsAtHandIsOpenedBeforeAnotherReadersIsShared()
    {
        using BatchScan prompt = Scan([10, 10], batchRows: 6, isPrompt: true);
        Assert.Equal(10, prompt.Claim(own: null, CancellationToken.None)!.Value.Owner.Batch.Length);
        Assert.Equal(10, prompt.Claim(own: null, CancellationToken.None)!.Value.Position);
        using BatchScan slow = Scan([10, 10], batchRows: 6);
        Assert.Equal(10, slow.Claim(own: null, CancellationToken.None)!.Value.Owner.Batch.Length);
        Assert.Equal(6, slow.Claim(own: null, CancellationToken.None)!.Value.Position);
    }

    [Fact]
    public void ABatchWithoutRowsIsReadTooForWhatMayBeWrongWithIt()
    {
        using BatchScan scan = Scan([10, 0, 10], failing: [1]);
        using BatchReader reader = scan.CreateReader();
        Assert.Equal(10, reader.Read(CancellationToken.None)!.Rows);
        Assert.Equal("batch 1 is broken", Assert.Throws<InputException>(() => reader.Read(CancellationToken.None)).Message);
    }

    [Fact]
    public void AFailureIsThrownOnceNothingInFrontOfItIsWorkedOn()
    {
        using BatchScan scan = Scan([10, 10, 10], failing: [2]);
        using BatchReader slow = scan.CreateReader();
        using BatchReader fast = scan.CreateReader();
        Assert.Equal(0, slow.Read(CancellationToken.None)!.PositionBase);
        Assert.Equal(10, fast.Read(CancellationToken.None)!.PositionBase);
        Assert.Null(fast.Read(CancellationToken.None));
        Assert.Equal("batch 2 is broken", Assert.Throws<InputException>(() => slow.Read(CancellationToken.None)).Message);
    }

    [Fact]
    public void AFailureInFrontOfAnotherIsTheOneThatCounts()
    {
        using BatchScan scan = Scan([10, 10, 10, 10], failing: [1, 2, 3], batchRows: 4);
        BatchMorsel first = scan.Claim(own: null, CancellationToken.None)!.Value;
        BatchMorsel second = scan.Claim(own: null, CancellationToken.None)!.Value;
        BatchMorsel third = scan.Claim(own: null, CancellationToken.None)!.Value;
        foreach (BatchMorsel morsel in (BatchMorsel[])[third, second])
        {
            scan.Fail(morsel, Assert.Throws<InputException>(() => morsel.Owner.Batch));
            scan.Return(morsel);
        }

        // nothing behind the failure is given out any more, and everything in front of it is
        BatchMorsel rest = scan.Claim(own: null, CancellationToken.None)!.Value;
        Assert.Equal(4, rest.Position);
        scan.Return(rest);
        rest = scan.Claim(own: null, CancellationToken.None)!.Value;
        Assert.Equal(8, rest.Position);
        scan.Return(rest);
        Assert.Null(scan.Claim(own: null, CancellationToken.None));
        scan.Return(first);
        Assert.Equal("batch 1 is broken", Assert.Throws<InputException>(() => scan.Claim(own: null, CancellationToken.None)).Message);
    }

    [Fact]
    public void ARejectedRowInFrontOfAFailureIsTheOneThatCounts()
    {
        RejectLog log = new(ErrorPolicy.Fail);
        using BatchScan scan = Scan([10, 10], failing: [1], log: log);
        BatchMorsel first = scan.Claim(own: null, CancellationToken.None)!.Value;
        BatchMorsel second = scan.Claim(own: null, CancellationToken.None)!.Value;
        scan.Fail(second, Assert.Throws<InputException>(() => second.Owner.Batch));
        scan.Return(second);
        log.Add(new Reject(0, 7, "x", new MessageText("bad"), ""));
        scan.Return(first);
        Assert.Null(scan.Claim(own: null, CancellationToken.None));
    }

    [Fact]
    public void WhatIsNeverReadNeedsNoOwner()
    {
        List<SharedBatch> claimed = [];
        using (BatchScan scan = Scan([10, 10]))
        {
            claimed.Add(scan.Claim(own: null, CancellationToken.None)!.Value.Owner);
            claimed[0].Release();
        }

        Assert.True(claimed[0].IsReleased);
        Assert.False(claimed[0].IsRead);
    }

    private static BatchScan Scan(int[] lengths, int[]? failing = null, int batchRows = 100, RejectLog? log = null, bool isPrompt = false)
    {
        using BatchSource columns = new([Sample]);
        return new BatchScan(new Feed(lengths, failing ?? [], isPrompt), columns.Schema, new ScanRequest([0], log ?? new RejectLog(ErrorPolicy.Fail), batchRows));
    }

    private sealed class Feed(int[] lengths, int[] failing, bool isPrompt) : BatchFeed
    {
        private int _next;

        public override bool IsPrompt => isPrompt;

        public override SharedBatch? Next(CancellationToken cancellation)
        {
            if (_next == lengths.Length)
            {
                return null;
            }

            int index = _next++;
            return new SharedBatch(lengths[index], () => failing.Contains(index)
                ? throw new InputException($"batch {index} is broken", "feed")
                : Sample.Slice(0, lengths[index]));
        }
    }
}
