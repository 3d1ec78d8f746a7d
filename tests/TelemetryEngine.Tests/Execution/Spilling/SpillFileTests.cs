using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Execution.Spilling;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution.Spilling;

/// <summary>What is written to a temporary file comes back as it was, or not at all.</summary>
public sealed class SpillFileTests
{
    [Fact]
    public void Pieces_come_back_from_any_place()
    {
        using SpillFile file = new(folder: null);
        byte[][] pieces = [.. Enumerable.Range(0, 40).Select(i => Enumerable.Range(0, i * 37).Select(b => (byte)(b * i)).ToArray())];
        SpillSegment[] segments = [.. pieces.Select(p => file.Append(p))];
        Assert.Equal(pieces.Sum(p => p.Length), file.LengthBytes);
        for (int i = pieces.Length - 1; i >= 0; i--)
        {
            byte[] back = new byte[segments[i].Length];
            file.Read(segments[i], back);
            Assert.Equal(pieces[i], back);
        }
    }

    [Fact]
    public void Any_changed_bit_is_noticed()
    {
        using SpillFile file = new(folder: null);
        byte[] piece = [.. Enumerable.Range(0, 61).Select(i => (byte)i)];
        SpillSegment segment = file.Append(piece);
        for (int bit = 0; bit < piece.Length * 8; bit++)
        {
            byte[] spoilt = [.. piece];
            spoilt[bit / 8] ^= (byte)(1 << (bit % 8));
            RandomAccess.Write(file.Handle, spoilt, segment.Offset);
            RunException error = Assert.Throws<RunException>(() => file.Read(segment, new byte[segment.Length]));
            Assert.Contains("does not hold what was written to it", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_was_cut_short_is_noticed()
    {
        using SpillFile file = new(folder: null);
        SpillSegment segment = file.Append(new byte[100]);
        RandomAccess.SetLength(file.Handle, 99);
        RunException error = Assert.Throws<RunException>(() => file.Read(segment, new byte[segment.Length]));
        Assert.Contains("cut short", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_from_a_spoilt_file_are_an_error()
    {
        FlatPlan plan = new() { Source = new SourcePlan { Format = "memory" }, GroupBy = ["k"], Aggregates = [Count()] };
        BatchBuilder rows = new BatchBuilder().Add("k", "int64", [.. Enumerable.Range(0, 1000).Select(i => (object)(long)i)]);
        AggregationHarness harness = new(plan, rows.Columns);
        using SpilledGroups groups = new(harness.Bound, folder: null, new MemoryBudget(0));
        groups.Add(harness.Partial(rows));
        RandomAccess.Write(groups.File.Handle, [1, 2, 3], groups.File.LengthBytes / 2);
        Assert.Throws<RunException>(() => new SpilledResult(
            harness.Bound, groups, new RunOptions { Threads = 2 }, new MemoryBudget(0), CancellationToken.None));
    }

    [Fact]
    public void Parts_of_a_partition_have_all_its_groups()
    {
        FlatPlan plan = new() { Source = new SourcePlan { Format = "memory" }, GroupBy = ["k", "t"], Aggregates = [Count(), Min("t").As("m")] };
        object?[] keys = [.. Enumerable.Range(0, 5000).Select(i => i % 9 == 0 ? null : (object)(double)(i % 700))];
        object?[] texts = [.. Enumerable.Range(0, 5000).Select(i => i % 7 == 0 ? null : $"a longer text {i % 11}")];
        BatchBuilder rows = new BatchBuilder().Add("k", "float64", keys).Add("t", "utf8", texts);
        AggregationHarness harness = new(plan, rows.Columns);
        using SpilledGroups groups = new(harness.Bound, folder: null, new MemoryBudget(0));
        groups.Add(harness.Partial(rows));
        List<string> found = [];
        Assert.Equal(1 << SpilledGroups.PartitionBits, groups.Parts.Count);
        foreach (KeyPart part in groups.Parts)
        {
            foreach (KeyPart piece in part.Cut(1).First().Cut(2).Append(part.Cut(1).Last()))
            {
                PartialState state = new(harness.Bound);
                Assert.True(groups.Load(piece, state, _ => true));
                found.AddRange(harness.Result(state));
            }
        }

        Assert.Equal(harness.Result(harness.Partial(rows)).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_part_knows_the_texts_of_its_own_keys_alone()
    {
        FlatPlan plan = new() { Source = new SourcePlan { Format = "memory" }, GroupBy = ["t"], Aggregates = [Count()] };
        BatchBuilder rows = new BatchBuilder().Add("t", "utf8", [.. Enumerable.Range(0, 32_000).Select(i => (object)$"key-{i}")]);
        AggregationHarness harness = new(plan, rows.Columns);
        using SpilledGroups groups = new(harness.Bound, folder: null, new MemoryBudget(0));
        groups.Add(harness.Partial(rows));
        foreach (KeyPart piece in groups.Parts[0].Cut(3))
        {
            PartialState state = new(harness.Bound);
            Assert.True(groups.Load(piece, state, _ => true));
            Assert.Equal(state.Groups.Count, state.Keys.Encoders[0].Count);
            Assert.InRange(state.Groups.Count, 20, 120);
        }
    }

    // all sources share one text, so that only the result would be so large
    [Fact]
    public void Merged_texts_that_no_array_can_hold_are_an_error()
    {
        StringArray.Builder text = new();
        text.Append(new byte[1 << 20]);
        Schema schema = new([new Field("joined", StringType.Default, nullable: true)], null);
        RecordBatch batch = new(schema, [text.Build()], 1);
        MergedPiece piece = new([.. Enumerable.Repeat((batch, 0), 2048)], [.. Enumerable.Range(0, 2048)]);
        RunException error = Assert.Throws<RunException>(() => new MergedBatches(schema, [null]).Build(piece));
        Assert.StartsWith("the texts of one column are more than 2 GiB", error.Message, StringComparison.Ordinal);
    }
}
