using TelemetryEngine.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Text;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution;

/// <summary>
/// Groups that did not fit the memory, in one temporary file: cut into partitions by the hash of their keys, so that each of them can be loaded and finished
/// alone. A piece is an Arrow stream of one <see cref="PartialResult"/>; which pieces a partition has stays in memory. Workers add at the same time.
/// </summary>
internal sealed class SpilledGroups(BoundPlan plan, string? folder) : IDisposable
{
    /// <summary>The bits of a key's hash that make a partition.</summary>
    public const int PartitionBits = 6;

    private const int Partitions = 1 << PartitionBits;
    private const int PieceRows = 1 << 13;
    private const int PieceBytes = 1 << 20;

    private readonly Lock _lock = new();
    private readonly List<SpillSegment>?[] _segments = new List<SpillSegment>?[Partitions];
    private readonly long[] _stateBytes = new long[Partitions];
    private readonly TextDictionary?[] _texts =
        Ordinals.Each(plan.Keys, k => plan.Columns[k].Type.Kind == ColumnKind.Dictionary ? new TextDictionary() : null);
    private SpillFile? _file;

    /// <summary>True when nothing was spilled.</summary>
    public bool IsEmpty => _file is null;

    /// <summary>Where everything lies. Made by the first <see cref="Add"/>.</summary>
    public SpillFile File => _file!;

    /// <summary>
    /// For each key column all texts that workers have met, where the result has a dictionary of them; else null.
    /// </summary>
    public IReadOnlyList<TextDictionary?> Texts => _texts;

    /// <summary>The partitions that hold something; or one, as the whole input may be a group even when it has no rows.</summary>
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

    /// <summary>The memory that the largest partition can take.</summary>
    public long LargestBytes => _stateBytes.Max();

    /// <summary>Writes all groups of a state, which is not needed afterwards.</summary>
    /// <exception cref="RunException">The disk is full, or fails.</exception>
    public void Add(PartialState state)
    {
        lock (_lock)
        {
            _file ??= new SpillFile(folder);
        }

        int[] groups = ByPartition(state, out int[] starts);
        if (groups.Length == 0)
        {
            return;
        }

        long groupBytes = Math.Max(state.Bytes / groups.Length, 1);
        int rows = (int)Math.Clamp(PieceBytes / groupBytes, 1, PieceRows);
        using PartialResult form = new(plan);
        for (int partition = 0; partition < Partitions; partition++)
        {
            for (int start = starts[partition]; start < starts[partition + 1]; start += rows)
            {
                int count = Math.Min(rows, starts[partition + 1] - start);
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

    /// <summary>Loads the groups of some keys into an empty state.</summary>
    /// <param name="part">Which keys.</param>
    /// <param name="state">The state.</param>
    /// <param name="goesOn">Asked after each piece; false stops.</param>
    /// <returns>False when it was stopped.</returns>
    /// <exception cref="RunException">The disk fails, or holds something else than was written.</exception>
    public bool Load(KeyPart part, PartialState state, Func<bool> goesOn)
    {
        using PartialResult form = new(plan);
        foreach (SpillSegment segment in _segments[part.Prefix >> (part.Bits - PartitionBits)] ?? [])
        {
            using RecordBatch batch = Read(File, segment);
            form.Load(batch, state, part.Bits == PartitionBits ? KeyPart.All : part);
            if (!goesOn())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes a batch as an Arrow stream of its own.</summary>
    public static SpillSegment Write(SpillFile file, RecordBatch batch)
    {
        using PooledStream bytes = new();
        using ArrowStreamWriter writer = new(bytes, batch.Schema, leaveOpen: true);
        writer.WriteRecordBatch(batch);
        return file.Append(bytes.Written);
    }

    /// <summary>Reads a batch back. Its memory belongs to the collector.</summary>
    public static RecordBatch Read(SpillFile file, in SpillSegment segment)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(segment.Length);
        file.Read(segment, bytes);
        using ArrowStreamReader reader = new(bytes);
        return reader.ReadNextRecordBatch()!;
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>All groups, those of a partition side by side and in the order that they came in.</summary>
    private int[] ByPartition(PartialState state, out int[] starts)
    {
        byte[] partitions = PartitionsOf(state.Keys);
        ReadOnlySpan<(int Slot, int Key)> of = state.Groups.Groups;
        int[] next = new int[Partitions + 1];
        foreach ((_, int key) in of[1..])
        {
            next[partitions[key] + 1]++;
        }

        for (int partition = 0; partition < Partitions; partition++)
        {
            next[partition + 1] += next[partition];
        }

        starts = [.. next];
        int[] groups = new int[of.Length - 1];
        for (int group = 1; group < of.Length; group++)
        {
            groups[next[partitions[of[group].Key]]++] = group;
        }

        return groups;
    }

    private byte[] PartitionsOf(KeyTable keys)
    {
        byte[] partitions = new byte[keys.Count];
        int width = KeyPart.Columns(plan);
        ulong[] hashes = new ulong[PieceRows];
        int[] tuple = new int[keys.Encoders.Count];
        int[][] codes = [.. tuple.Select(_ => new int[PieceRows])];
        Vector[] values = [.. keys.Encoders.Select(e => new Vector(e.Type.Layout == VectorLayout.Scaled ? new ColumnType(ColumnKind.Float64) : e.Type))];
        for (int start = 0; start < partitions.Length; start += PieceRows)
        {
            int rows = Math.Min(PieceRows, partitions.Length - start);
            for (int row = 0; row < rows; row++)
            {
                keys.Codes(start + row, tuple);
                for (int i = 0; i < width; i++)
                {
                    codes[i][row] = tuple[i];
                }
            }

            Array.Clear(hashes);
            for (int i = 0; i < width; i++)
            {
                keys.Encoders[i].Decode(codes[i].AsSpan(0, rows), values[i]);
                KeyHash.Mix(values[i], hashes.AsSpan(0, rows));
            }

            for (int row = 0; row < rows; row++)
            {
                partitions[start + row] = (byte)(hashes[row] >> (64 - PartitionBits));
            }
        }

        Learn(values);
        foreach (Vector vector in values)
        {
            vector.Dispose();
        }

        return partitions;
    }

    private void Learn(Vector[] values)
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
        }
    }
}
