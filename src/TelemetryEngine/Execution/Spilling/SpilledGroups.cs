using Apache.Arrow;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Formats.Text;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution.Spilling;

// Groups that did not fit the memory, in one temporary file: cut into partitions by KeyPart, so that each of them can be loaded and
// finished alone. Values of a group that has many lie beside them, in their order. A piece is an Arrow stream of one PartialResult; which
// pieces a partition has stays in memory. Workers add at the same time.
internal sealed class SpilledGroups(BoundPlan plan, string? folder, MemoryBudget budget) : IDisposable
{
    // The bits of a group's hash that make a partition.
    public const int PartitionBits = 6;

    private const int Partitions = 1 << PartitionBits;
    private const int PieceRows = 1 << 13;
    private const int PieceBytes = 1 << 20;

    // Groups that are finished at a time, each with values from the disk.
    private const int GroupsAtOnce = 16;
    private const int LeastRoomBytes = 1 << 14;

    private static readonly MessageText AsText = Quoting.Message.Of($"name the column's type utf8 with {Fix.Schema}");

    private readonly Lock _lock = new();
    private readonly List<SpillSegment>?[] _segments = new List<SpillSegment>?[Partitions];
    private readonly long[] _stateBytes = new long[Partitions];
    private readonly TextDictionary?[] _texts =
        [.. plan.Keys.Select(k => plan.Columns[k].Type.Kind == ColumnKind.Dictionary ? new TextDictionary() : null)];
    private SpillFile? _file;
    private long _textBytes;

    // True when nothing was spilled.
    public bool IsEmpty => _file is null;

    // Where everything lies. Made by the first Add.
    public SpillFile File => _file!;

    // For each key column all texts that workers have met, where the result has a dictionary of them; else null.
    public IReadOnlyList<TextDictionary?> Texts => _texts;

    // The partitions that hold something; or one, as the whole input may be a group even when it has no rows.
    public IReadOnlyList<KeyPart> Parts
    {
        get
        {
            List<KeyPart> parts = [];
            for (int partition = 0; partition < Partitions; partition++)
            {
                if (_segments[partition] is not null)
                {
                    parts.Add(new KeyPart(PartitionBits, (ulong)partition));
                }
            }

            return parts.Count > 0 ? parts : [new KeyPart(PartitionBits, 0)];
        }
    }

    // The memory that the largest partition can take.
    public long LargestBytes => _stateBytes.Max();

    // Writes all groups of a state, which is not needed afterwards.
    // throws RunException: The disk is full, or fails.
    public void Add(PartialState state)
    {
        lock (_lock)
        {
            _file ??= new SpillFile(folder, Math.Max(budget.LimitBytes / GroupsAtOnce, LeastRoomBytes));
        }

        int[] groups = ByPartition(state, out int[] starts);
        if (groups.Length == 0)
        {
            return;
        }

        long groupBytes = Math.Max(state.Bytes / groups.Length, 1);
        state.Stow(_file, budget.ManyValueBytes);
        long fixedBytes = Math.Max(state.Bytes / groups.Length, 1);
        using PartialResult form = new(plan);
        for (int partition = 0; partition < Partitions; partition++)
        {
            for (int start = starts[partition], count; start < starts[partition + 1]; start += count)
            {
                count = PieceOf(state, groups.AsSpan(start, starts[partition + 1] - start), fixedBytes);
                using RecordBatch batch = form.Show(state, groups.AsSpan(start, count));
                SpillSegment segment = Write(_file, batch);
                lock (_lock)
                {
                    (_segments[partition] ??= []).Add(segment);
                    _stateBytes[partition] += count * groupBytes;
                }
            }
        }
    }

    // Loads some groups into an empty state.
    // state: The state; it knows where values lie.
    // goesOn: Asked after each piece with the share that is read, from 0 to 1; false stops.
    // returns: False when it was stopped.
    // throws RunException: The disk fails, or holds something else than was written.
    public bool Load(KeyPart part, PartialState state, Func<double, bool> goesOn)
    {
        using PartialResult form = new(plan);
        List<SpillSegment> segments = _segments[part.Prefix >> (part.Bits - PartitionBits)] ?? [];
        byte[] bytes = [];
        for (int i = 0; i < segments.Count; i++)
        {
            using RecordBatch batch = Read(File, segments[i], ref bytes);
            form.Load(batch, state, part.Bits == PartitionBits ? KeyPart.All : part);
            if (!goesOn((i + 1.0) / segments.Count))
            {
                return false;
            }
        }

        return true;
    }

    // Writes a batch as an Arrow stream of its own.
    public static SpillSegment Write(SpillFile file, RecordBatch batch)
    {
        using PooledStream bytes = new();
        using ArrowStreamWriter writer = new(bytes, batch.Schema, leaveOpen: true);
        writer.WriteRecordBatch(batch);
        return file.Append(bytes.Written);
    }

    // Reads a batch back. Its memory belongs to the collector.
    public static RecordBatch Read(SpillFile file, in SpillSegment segment)
    {
        byte[] bytes = [];
        return Read(file, segment, ref bytes);
    }

    // Reads a batch back into memory that serves the next one too.
    private static RecordBatch Read(SpillFile file, in SpillSegment segment, ref byte[] bytes)
    {
        bytes = segment.Length > bytes.Length ? GC.AllocateUninitializedArray<byte>(segment.Length) : bytes;
        file.Read(segment, bytes.AsSpan(0, segment.Length));
        using ArrowStreamReader reader = new(bytes.AsMemory(0, segment.Length));
        return reader.ReadNextRecordBatch()!;
    }

    public void Dispose() => _file?.Dispose();

    // How many of some groups are a piece.
    private static int PieceOf(PartialState state, ReadOnlySpan<int> groups, long fixedBytes)
    {
        int count = 0;
        for (long bytes = 0; count < Math.Min(groups.Length, PieceRows); count++)
        {
            bytes += Math.Max(fixedBytes, state.ValueBytes(groups[count]));
            if (bytes > PieceBytes && count > 0)
            {
                break;
            }
        }

        return count;
    }

    // All groups, those of a partition side by side and in the order that they came in.
    private int[] ByPartition(PartialState state, out int[] starts)
    {
        ulong[] hashes = HashesOf(state.Keys);
        ReadOnlySpan<(int Slot, int Key)> of = state.Groups.Groups;
        long[] windows =
            plan.HasWindowsApart && state.Windows is { } slots ? [.. slots.Ordinals.ToArray().Select(slots.Windows.Start)] : [];
        byte[] partitions = new byte[of.Length];
        int[] next = new int[Partitions + 1];
        for (int group = 1; group < of.Length; group++)
        {
            ulong hash = hashes[of[group].Key];
            hash = windows.Length > 0 ? KeyHash.Mix(hash, windows[of[group].Slot]) : hash;
            partitions[group] = (byte)(hash >> (64 - PartitionBits));
            next[partitions[group] + 1]++;
        }

        for (int partition = 0; partition < Partitions; partition++)
        {
            next[partition + 1] += next[partition];
        }

        starts = [.. next];
        int[] groups = new int[of.Length - 1];
        for (int group = 1; group < of.Length; group++)
        {
            groups[next[partitions[group]]++] = group;
        }

        return groups;
    }

    private ulong[] HashesOf(KeyTable keys)
    {
        ulong[] all = new ulong[keys.Count];
        int width = KeyPart.Columns(plan);
        int[] tuple = new int[keys.Encoders.Count];
        int[][] codes = [.. tuple.Select(_ => new int[PieceRows])];
        ColumnVector[] values =
            [.. keys.Encoders.Select(
                e => new ColumnVector(e.Type.Layout == VectorLayout.Scaled ? new ColumnType(ColumnKind.Float64) : e.Type))];
        for (int start = 0; start < all.Length; start += PieceRows)
        {
            int rows = Math.Min(PieceRows, all.Length - start);
            Span<ulong> hashes = all.AsSpan(start, rows);
            for (int row = 0; row < rows; row++)
            {
                keys.Codes(start + row, tuple);
                for (int i = 0; i < width; i++)
                {
                    codes[i][row] = tuple[i];
                }
            }

            for (int i = 0; i < width; i++)
            {
                keys.Encoders[i].Decode(codes[i].AsSpan(0, rows), values[i]);
                KeyHash.Mix(values[i], hashes);
            }
        }

        Learn(values);
        foreach (ColumnVector vector in values)
        {
            vector.Dispose();
        }

        return all;
    }

    private void Learn(ColumnVector[] values)
    {
        lock (_lock)
        {
            for (int i = 0; i < values.Length; i++)
            {
                for (int code = 0; _texts[i] is { } texts && code < (values[i].Dictionary?.Count ?? 0); code++)
                {
                    texts.GetOrAdd(values[i].Dictionary![code]);
                }
            }

            budget.Reserve(
                ref _textBytes,
                _texts.Sum(static t => t?.Bytes ?? 0),
                "the texts of dictionary keys, of which the result has all in one,",
                AsText);
        }
    }
}
