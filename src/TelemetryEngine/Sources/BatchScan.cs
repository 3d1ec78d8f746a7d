using System.Runtime.ExceptionServices;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Sources;

// A pass over record batches: readers claim slices of them under a lock, and read a batch that is not there yet outside it. A reader goes
// on with its own batch, so that the windows of its rows are few; then it opens one that is at hand, or helps another reader with what is
// left, or waits for the next. Where memory is short, it waits until others have given theirs back. What can't be read is thrown to the
// reader that comes last to its end, once no error can occur in front of it: the first failure in the input is reported, whatever the
// threads.
internal sealed class BatchScan(BatchFeed feed, ColumnSchema schema, ScanRequest request, NaiveTimes? times = null) : Scan
{
    private readonly object _lock = new();

    // Batches with unclaimed rows, and the places of morsels that are worked on: no more of either than there are readers.
    private readonly List<OpenBatch> _open = [];
    private readonly List<long> _claimed = [];
    private int _file = -1;
    private long _rowsBefore;
    private long _nextPlace;
    private bool _isAtEnd;
    private bool _isShort;
    private int _returns;
    private Failure? _failure;

    public override long BytesRead => feed.BytesRead;

    public override double? ShareRead => feed.ShareRead;

    // Where in the batches a column is, as far as it was asked for.
    public int PlaceOf(int column) => feed.PlaceOf(column);

    public override IReadOnlyList<MessageText> Notes => times?.Notes ?? [];

    public override BatchReader CreateReader() => new RecordBatchReader(this, schema, request, times);

    // The next rows, at most as many as a batch may have, to be given back; null at the end.
    // own: The batch that the reader had rows of before; null = none.
    // least: The place that they stand behind.
    // cancellation: Ends a wait for input.
    // throws InputException: The first thing in the input that can't be read, met by this or another reader.
    // throws OperationCanceledException: Cancelled while no input came.
    public BatchMorsel? Claim(SharedBatch? own, CancellationToken cancellation, long least = -1)
    {
        while (true)
        {
            int seen;
            lock (_lock)
            {
                if (TryClaim(own, least, cancellation) is { } morsel)
                {
                    return morsel;
                }

                if (!_isShort)
                {
                    ThrowFirstFailure();
                    return null;
                }

                seen = _returns;
            }

            WaitForReturn(seen, cancellation);
        }
    }

    // Counts what was given back. Who meets short memory waits for the next since before.
    public int Returns => Volatile.Read(ref _returns);

    // Waits until a reader gives rows back. Rows behind a row that ends the run are given back at once.
    // seen: What Returns was before memory was asked for.
    // throws OperationCanceledException: Cancelled.
    public void WaitForReturn(int seen, CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(static scan => ((BatchScan)scan!).WakeAll(), this);
        lock (_lock)
        {
            CloseBehindFailure();
            while (_returns == seen && !cancellation.IsCancellationRequested)
            {
                Monitor.Wait(_lock);
            }
        }

        cancellation.ThrowIfCancellationRequested();
    }

    // True when rows no longer matter, because the run fails in front of them.
    public bool IsBehindFailure(in BatchMorsel morsel)
    {
        lock (_lock)
        {
            return _failure?.Place < morsel.Place || request.Log.IsBehindFailure(morsel.File, morsel.Position);
        }
    }

    // Gives rows back that were worked on.
    public void Return(in BatchMorsel morsel)
    {
        // first the memory: who is woken looks for it
        morsel.Owner.Release();
        lock (_lock)
        {
            _claimed.Remove(morsel.Place);
            Wake();
        }
    }

    // Says that rows can't be read. Nothing behind them matters any more.
    public void Fail(in BatchMorsel morsel, InputException error)
    {
        lock (_lock)
        {
            Fail(new Failure(morsel.Place, morsel.File, morsel.Position, error));
            Wake();
        }
    }

    public override void Dispose()
    {
        lock (_lock)
        {
            _isAtEnd = true;
            CloseFrom(place: 0);
            feed.Dispose();
        }
    }

    private void WakeAll()
    {
        lock (_lock)
        {
            Wake();
        }
    }

    private void Wake()
    {
        _returns++;
        Monitor.PulseAll(_lock);
    }

    // their readers have ended, and no other reader will ask for them
    private void CloseBehindFailure()
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].IsBehindFailure(request.Log))
            {
                Close(_open[i]);
                Wake();
            }
        }
    }

    private BatchMorsel? TryClaim(SharedBatch? own, long least, CancellationToken cancellation)
    {
        _isShort = false;
        if ((OpenOf(own) ?? (feed.IsPrompt ? OpenNext(cancellation) : null) ?? FirstOpen(isRead: true, least)
            ?? OpenNext(cancellation) ?? FirstOpen(isRead: false, least)) is not { } open)
        {
            return null;
        }

        BatchMorsel morsel = open.Take(request.BatchRows);
        if (open.IsTaken)
        {
            Close(open);
        }

        _claimed.Add(morsel.Place);
        return morsel;
    }

    private OpenBatch? OpenOf(SharedBatch? shared)
    {
        foreach (OpenBatch open in _open)
        {
            if (ReferenceEquals(open.Shared, shared))
            {
                return open;
            }
        }

        return null;
    }

    // least: The place that its next rows stand behind.
    private OpenBatch? FirstOpen(bool isRead, long least)
    {
        foreach (OpenBatch open in _open)
        {
            if (open.Shared.IsRead == isRead && open.NextPlace > least)
            {
                return open;
            }
        }

        return null;
    }

    private OpenBatch? OpenNext(CancellationToken cancellation)
    {
        if (_isAtEnd || request.Log.IsBehindFailure(_file, _rowsBefore))
        {
            return null;
        }

        // Until the feed has given a batch: behind an error there is nothing more to read, for no reader.
        _isAtEnd = true;
        SharedBatch? shared = null;
        try
        {
            shared = feed.Next(cancellation);
        }
        catch (InputException e)
        {
            GoTo(feed.File);
            Fail(new Failure(_nextPlace, _file, _rowsBefore, e));
        }
        catch (ArrowMemoryException)
        {
            _isAtEnd = false;
            _isShort = true;
        }

        if (shared is null)
        {
            return null;
        }

        GoTo(feed.File);
        OpenBatch open = new(shared, _file, _rowsBefore, _nextPlace);
        _rowsBefore += shared.Rows;
        // One more than the rows: batches without rows have places of their own too.
        _nextPlace += shared.Rows + 1L;
        _isAtEnd = false;
        _open.Add(open);
        return open;
    }

    private void GoTo(int file)
    {
        if (file != _file)
        {
            _file = file;
            _rowsBefore = 0;
        }
    }

    private void Fail(Failure failure)
    {
        _isAtEnd = true;
        if (_failure is null || failure.Place < _failure.Place)
        {
            _failure = failure;
            CloseFrom(failure.Place);
        }
    }

    private void ThrowFirstFailure()
    {
        if (_failure is { } failure && !IsWorkedOnBefore(failure.Place) && !request.Log.IsBehindFailure(failure.File, failure.Position))
        {
            ExceptionDispatchInfo.Throw(failure.Error);
        }
    }

    private bool IsWorkedOnBefore(long place)
    {
        foreach (long claimed in _claimed)
        {
            if (claimed < place)
            {
                return true;
            }
        }

        return false;
    }

    private void CloseFrom(long place)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].NextPlace >= place)
            {
                Close(_open[i]);
            }
        }
    }

    private void Close(OpenBatch open)
    {
        _open.Remove(open);
        open.Shared.Release();
    }

    // What could not be read, and where.
    private sealed record Failure(long Place, int File, long Position, InputException Error);

    // A batch with unclaimed rows.
    private sealed class OpenBatch(SharedBatch shared, int file, long position, long place)
    {
        private int _taken;

        public SharedBatch Shared => shared;

        public long NextPlace => place + _taken;

        public bool IsTaken => _taken == shared.Rows;

        public bool IsBehindFailure(RejectLog log) => log.IsBehindFailure(file, position + _taken);

        public BatchMorsel Take(int mostRows)
        {
            int length = Math.Min(mostRows, shared.Rows - _taken);
            BatchMorsel morsel = new(shared, _taken, length, file, position + _taken, NextPlace);
            _taken += length;
            shared.AddUser();
            return morsel;
        }
    }
}
