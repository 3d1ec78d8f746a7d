namespace TelemetryEngine.Aggregates.Components;

/// <summary>Goes through the records of several runs in their order. Of each run one piece is in memory.</summary>
internal sealed class RecordMerge<TForm>
    where TForm : struct, IRecordForm
{
    private readonly Source[] _heap;
    private int _count;
    private bool _isBehind;

    public RecordMerge(IValueDisk disk, IReadOnlyList<StoredRun> runs)
    {
        _heap = new Source[runs.Count];
        foreach (StoredRun run in runs)
        {
            Source source = new(disk, run);
            if (source.MoveNext())
            {
                _heap[_count++] = source;
            }
        }

        for (int i = (_count / 2) - 1; i >= 0; i--)
        {
            Sink(i);
        }
    }

    /// <summary>The record; valid until the next <see cref="MoveNext"/>.</summary>
    public ReadOnlySpan<byte> Current => _heap[0].Current;

    /// <summary>Makes so many runs one on the disk that there is room for all that are left.</summary>
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
        if (_isBehind && _count > 0)
        {
            if (!_heap[0].MoveNext())
            {
                _heap[0] = _heap[--_count];
            }

            Sink(0);
        }

        _isBehind = true;
        return _count > 0;
    }

    private void Sink(int at)
    {
        Source source = _heap[at];
        for (int child = (2 * at) + 1; child < _count; child = (2 * at) + 1)
        {
            child += child + 1 < _count && TForm.Compare(_heap[child + 1].Current, _heap[child].Current) < 0 ? 1 : 0;
            if (TForm.Compare(_heap[child].Current, source.Current) >= 0)
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = source;
    }

    /// <summary>A record of a run.</summary>
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
