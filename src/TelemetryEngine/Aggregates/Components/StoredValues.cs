using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

// Which values of which groups lie on a disk. Only where they do is in memory. As a state it travels within one process.
internal sealed class StoredValues
{
    // A group's list, and its place in the table.
    private const int GroupBytes = 128;
    private const int RunBytes = 96;
    private const int PieceBytes = 24;

    private readonly Dictionary<int, List<StoredRun>> _groups = [];

    // Where they lie; null until that is known.
    public IValueDisk? Disk { get; set; }

    // Bytes held in memory.
    public long Bytes { get; private set; }

    // True when a group has values here.
    public bool Has(int group) => _groups.Count > 0 && _groups.ContainsKey(group);

    // How many records a group has here.
    public long Count(int group) => _groups.TryGetValue(group, out List<StoredRun>? runs) ? runs.Sum(static r => r.Records) : 0;

    // Gives a group more values.
    public void Add(int group, IReadOnlyList<StoredRun> runs)
    {
        if (group == 0 || runs.Count == 0)
        {
            return;
        }

        if (!_groups.TryGetValue(group, out List<StoredRun>? own))
        {
            _groups.Add(group, own = []);
            Bytes += GroupBytes;
        }

        own.AddRange(runs);
        Bytes += runs.Sum(static r => RunBytes + ((long)r.Pieces.Count * PieceBytes));
    }

    // Adds what groups of another one have, which lies on the same disk.
    public void Merge(StoredValues right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        Disk ??= right.Disk;
        for (int i = 0; right._groups.Count > 0 && i < groups.Length; i++)
        {
            if (right._groups.TryGetValue(groups[i], out List<StoredRun>? runs))
            {
                Add(into[i], runs);
            }
        }
    }

    // A group's records in their order.
    public RecordMerge<TForm> Open<TForm>(int group)
        where TForm : struct, IRecordForm
    {
        List<StoredRun> runs = RecordMerge<TForm>.Join(Disk!, _groups[group]);
        _groups[group] = runs;
        return new RecordMerge<TForm>(Disk!, runs);
    }

    // Writes where the values of groups lie: for each run its records and pieces, and for each piece offset, length and checksum.
    public void Save(ReadOnlySpan<int> groups, ColumnVector column)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            List<StoredRun>? runs = Has(groups[row]) ? _groups[groups[row]] : null;
            StateWriter writer = new(column.AddBytes(row, runs?.Sum(static r => 12L + (r.Pieces.Count * 20L)) ?? 0));
            foreach (StoredRun run in runs ?? [])
            {
                writer.Add(run.Records);
                writer.Add(run.Pieces.Count);
                foreach (SpillSegment piece in run.Pieces)
                {
                    writer.Add(piece.Offset);
                    writer.Add(piece.Length);
                    writer.Add((long)piece.Checksum);
                }
            }
        }
    }

    // Adds what was saved.
    // throws FormatException: It is not of the form that Save writes, or there is no disk.
    public void Load(ColumnVector column, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            StateReader reader = new(column.BytesOf(row));
            List<StoredRun> runs = [];
            while (!reader.IsAtEnd)
            {
                long records = reader.ReadLong();
                int count = reader.ReadInt();
                List<SpillSegment> pieces = [];
                for (int i = 0; i < count; i++)
                {
                    pieces.Add(new SpillSegment(reader.ReadLong(), reader.ReadInt(), (ulong)reader.ReadLong()));
                }

                runs.Add(new StoredRun(pieces, records));
            }

            if (runs.Count > 0 && Disk is null)
            {
                throw new FormatException("values of a state lie on a disk that is not there");
            }

            Add(groups[row], runs);
        }
    }
}

// A piece of what lies on an IValueDisk.
// Checksum: What its bytes add up to.
internal readonly record struct SpillSegment(long Offset, int Length, ulong Checksum);

// Where the values of groups go that have more of them than fit the memory. Any thread may append and read.
internal interface IValueDisk
{
    // What may be in memory at a time of the values of one group.
    long RoomBytes { get; }

    // Appends a piece.
    // throws RunException: The disk is full, or fails.
    SpillSegment Append(ReadOnlySpan<byte> bytes);

    // Reads a piece.
    // throws RunException: The disk fails, or holds something else than was written.
    void Read(in SpillSegment segment, Span<byte> into);
}
