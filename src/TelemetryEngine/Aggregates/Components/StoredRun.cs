using System.Runtime.InteropServices;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Values of a group on a disk, in their order.</summary>
/// <param name="Pieces">Where they lie, each piece whole records.</param>
/// <param name="Records">How many they are.</param>
internal sealed record StoredRun(IReadOnlyList<SpillSegment> Pieces, long Records);

/// <summary>Writes records that come in their order as one run.</summary>
internal sealed class PieceWriter(IValueDisk disk)
{
    /// <summary>The bytes from which records are a piece: of each run that is merged one is in memory.</summary>
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

/// <summary>Brings records of a group into runs: as many as there is room for are sorted and written at a time.</summary>
internal sealed class RunWriter<TForm>(IValueDisk disk)
    where TForm : struct, IRecordForm
{
    private const int LeastBytes = 1 << 12;
    private const int MostBytes = 1 << 22;

    private readonly List<StoredRun> _runs = [];
    private readonly int _mostBytes = (int)Math.Clamp(disk.RoomBytes / 4, LeastBytes, MostBytes);
    private byte[] _chunk = new byte[LeastBytes];
    private int _used;

    /// <summary>Room for a record, to be filled by the caller.</summary>
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

    /// <summary>Adds values that are records.</summary>
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

    /// <summary>What was added since the last time.</summary>
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
