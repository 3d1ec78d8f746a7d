using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Aggregates.Components;

// Goes through the records of several runs in their order. Of each run one piece is in memory.
internal sealed class RecordMerge<TForm>
    where TForm : struct, IRecordForm
{
    // those that wait have no record before the current one's
    private readonly PriorityQueue<Source, Source> _waiting =
        new(Comparer<Source>.Create(static (left, right) => TForm.Compare(left.Current, right.Current)));

    private Source? _current;

    public RecordMerge(IValueDisk disk, IReadOnlyList<StoredRun> runs)
    {
        foreach (StoredRun run in runs)
        {
            Source source = new(disk, run);
            if (source.MoveNext())
            {
                _waiting.Enqueue(source, source);
            }
        }
    }

    // The record; valid until the next MoveNext.
    public ReadOnlySpan<byte> Current => _current!.Current;

    // Makes so many runs one on the disk that there is room for all that are left.
    public static List<StoredRun> Join(IValueDisk disk, IReadOnlyList<StoredRun> runs)
    {
        int most = (int)Math.Clamp(disk.RoomBytes / PieceWriter.PieceBytes, 2, int.MaxValue);
        Queue<StoredRun> waiting = new(runs);
        while (waiting.Count > most)
        {
            StoredRun[] first = new StoredRun[Math.Min(most, waiting.Count - most + 1)];
            for (int i = 0; i < first.Length; i++)
            {
                first[i] = waiting.Dequeue();
            }

            PieceWriter pieces = new(disk);
            RecordMerge<TForm> merge = new(disk, first);
            while (merge.MoveNext())
            {
                pieces.Add(merge.Current);
            }

            waiting.Enqueue(pieces.End());
        }

        return [.. waiting];
    }

    public bool MoveNext()
    {
        if (_current is { } last && last.MoveNext())
        {
            _current = _waiting.EnqueueDequeue(last, last);
            return true;
        }

        return _waiting.TryDequeue(out _current, out _);
    }

    // A record of a run.
    private sealed class Source(IValueDisk disk, StoredRun run)
    {
        private byte[] _piece = [];
        private int _next;
        private int _end;
        private int _at;
        private int _length;

        public ReadOnlySpan<byte> Current => _piece.AsSpan(_at, _length);

        public bool MoveNext()
        {
            _at += _length;
            if (_at == _end)
            {
                if (_next == run.Pieces.Count)
                {
                    return false;
                }

                SpillSegment piece = run.Pieces[_next++];
                _piece = piece.Length > _piece.Length ? GC.AllocateUninitializedArray<byte>(piece.Length) : _piece;
                disk.Read(piece, _piece.AsSpan(0, piece.Length));
                (_at, _end) = (0, piece.Length);
            }

            _length = TForm.LengthAt(_piece.AsSpan(_at, _end - _at));
            return true;
        }
    }
}

// How values lie side by side on a disk, and in which order.
internal interface IRecordForm
{
    // The length of the first of some records.
    static abstract int LengthAt(ReadOnlySpan<byte> records);

    // Compares two records.
    static abstract int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    // Sorts records in their place.
    static abstract void Sort(byte[] records, int length);
}

// Records that are values of one size, in their own order.
internal readonly struct ValueRecord<T> : IRecordForm
    where T : unmanaged, IComparable<T>
{
    public static int LengthAt(ReadOnlySpan<byte> records) => Unsafe.SizeOf<T>();

    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        MemoryMarshal.Read<T>(left).CompareTo(MemoryMarshal.Read<T>(right));

    public static void Sort(byte[] records, int length) => MemoryMarshal.Cast<byte, T>(records.AsSpan(0, length)).Sort();
}

// Records that are a text behind a count, by the bytes of the texts: count (8 bytes), length (4), text.
internal readonly struct CountedText : IRecordForm
{
    private const int HeadBytes = sizeof(long) + sizeof(int);

    public static int LengthFor(ReadOnlySpan<byte> text) => HeadBytes + text.Length;

    public static void Write(long count, ReadOnlySpan<byte> text, Span<byte> record)
    {
        StateWriter writer = new(record);
        writer.Add(count);
        writer.Add(text);
    }

    public static long CountOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record);

    public static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> record) => record[HeadBytes..];

    public static int LengthAt(ReadOnlySpan<byte> records) => HeadBytes + BinaryPrimitives.ReadInt32LittleEndian(records[sizeof(long)..]);

    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => TextOf(left).SequenceCompareTo(TextOf(right));

    public static void Sort(byte[] records, int length) => RecordSort.Sort<CountedText>(records, length);
}

// Records that are a text at its place, by place: time (8 bytes), position (8), length (4), text.
internal readonly struct PlacedText : IRecordForm
{
    private const int HeadBytes = (2 * sizeof(long)) + sizeof(int);

    public static int LengthFor(ReadOnlySpan<byte> text) => HeadBytes + text.Length;

    public static void Write(long time, long position, ReadOnlySpan<byte> text, Span<byte> record)
    {
        StateWriter writer = new(record);
        writer.Add(time);
        writer.Add(position);
        writer.Add(text);
    }

    public static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> record) => record[HeadBytes..];

    public static int LengthAt(ReadOnlySpan<byte> records) =>
        HeadBytes + BinaryPrimitives.ReadInt32LittleEndian(records[(2 * sizeof(long))..]);

    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int times = LongAt(left, 0).CompareTo(LongAt(right, 0));
        return times != 0 ? times : LongAt(left, sizeof(long)).CompareTo(LongAt(right, sizeof(long)));
    }

    public static void Sort(byte[] records, int length) => RecordSort.Sort<PlacedText>(records, length);

    private static long LongAt(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadInt64LittleEndian(record[at..]);
}

// Sorts records of different lengths.
internal static class RecordSort
{
    public static void Sort<TForm>(byte[] records, int length)
        where TForm : struct, IRecordForm
    {
        List<(int Start, int Length)> places = [];
        for (int at = 0; at < length;)
        {
            int own = TForm.LengthAt(records.AsSpan(at, length - at));
            places.Add((at, own));
            at += own;
        }

        places.Sort((left, right) => TForm.Compare(records.AsSpan(left.Start, left.Length), records.AsSpan(right.Start, right.Length)));
        byte[] sorted = GC.AllocateUninitializedArray<byte>(length);
        Span<byte> rest = sorted;
        foreach ((int start, int own) in places)
        {
            records.AsSpan(start, own).CopyTo(rest);
            rest = rest[own..];
        }

        sorted.CopyTo(records.AsSpan());
    }
}

// Values of a group on a disk, in their order.
// Pieces: Where they lie, each piece whole records.
internal sealed record StoredRun(IReadOnlyList<SpillSegment> Pieces, long Records);

// Writes records that come in their order as one run.
internal sealed class PieceWriter(IValueDisk disk)
{
    // The bytes from which records are a piece: of each run that is merged one is in memory.
    public const int PieceBytes = 1 << 16;

    private readonly List<SpillSegment> _pieces = [];
    private byte[] _piece = [];
    private int _used;
    private long _records;

    public void Add(ReadOnlySpan<byte> record)
    {
        if (_used + record.Length > _piece.Length)
        {
            Flush();
            _piece = record.Length > _piece.Length ? new byte[Math.Max(PieceBytes, record.Length)] : _piece;
        }

        record.CopyTo(_piece.AsSpan(_used));
        _used += record.Length;
        _records++;
    }

    public StoredRun End()
    {
        Flush();
        return new StoredRun(_pieces, _records);
    }

    private void Flush()
    {
        if (_used > 0)
        {
            _pieces.Add(disk.Append(_piece.AsSpan(0, _used)));
            _used = 0;
        }
    }
}

// Brings records of a group into runs: as many as there is room for are sorted and written at a time.
internal sealed class RunWriter<TForm>(IValueDisk disk)
    where TForm : struct, IRecordForm
{
    private const int LeastBytes = 1 << 12;
    private const int MostBytes = 1 << 22;

    private readonly List<StoredRun> _runs = [];
    private readonly int _mostBytes = (int)Math.Clamp(disk.RoomBytes / 4, LeastBytes, MostBytes);
    private byte[] _chunk = new byte[LeastBytes];
    private int _used;

    // Room for a record, to be filled by the caller.
    public Span<byte> Add(int length)
    {
        if (_used + length > _mostBytes)
        {
            Flush();
        }

        if (_used + length > _chunk.Length)
        {
            Array.Resize(ref _chunk, Math.Max(Math.Min(_chunk.Length * 2, _mostBytes), _used + length));
        }

        _used += length;
        return _chunk.AsSpan(_used - length, length);
    }

    // Adds values that are records.
    public void AddAll<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> records = MemoryMarshal.AsBytes(values);
        while (!records.IsEmpty)
        {
            int length = TForm.LengthAt(records);
            int fitting = Math.Clamp((_mostBytes - _used) / length * length, length, records.Length);
            records[..fitting].CopyTo(Add(fitting));
            records = records[fitting..];
        }
    }

    // What was added since the last time.
    public List<StoredRun> End()
    {
        Flush();
        List<StoredRun> runs = [.. _runs];
        _runs.Clear();
        return runs;
    }

    private void Flush()
    {
        if (_used == 0)
        {
            return;
        }

        TForm.Sort(_chunk, _used);
        PieceWriter pieces = new(disk);
        ReadOnlySpan<byte> rest = _chunk.AsSpan(0, _used);
        while (!rest.IsEmpty)
        {
            int length = TForm.LengthAt(rest);
            pieces.Add(rest[..length]);
            rest = rest[length..];
        }

        _runs.Add(pieces.End());
        _used = 0;
    }
}
