using TelemetryEngine.Columns;

namespace TelemetryEngine.Sources;

/// <summary>A pass over record batches: readers claim slices of them in order, under a lock that is held while the next batch is read.</summary>
internal sealed class BatchScan(BatchFeed feed, ColumnSchema schema, ScanRequest request) : Scan
{
    private readonly Lock _lock = new();
    private SharedBatch? _current;
    private int _next;
    private int _file = -1;
    private long _rowsBefore;
    private bool _isAtEnd;

    public override long BytesRead => feed.BytesRead;

    public override BatchReader CreateReader() => new RecordBatchReader(this, schema, request);

    /// <summary>The next rows, at most as many as a batch may have; null at the end.</summary>
    public BatchMorsel? Claim(CancellationToken cancellation)
    {
        lock (_lock)
        {
            while (_current is null || _next == _current.Batch.Length)
            {
                if (!Advance(cancellation))
                {
                    return null;
                }
            }

            int length = Math.Min(request.BatchRows, _current.Batch.Length - _next);
            BatchMorsel morsel = new(_current, _next, length, _file, _rowsBefore + _next);
            _current.AddUser();
            _next += length;
            return morsel;
        }
    }

    public override void Dispose()
    {
        lock (_lock)
        {
            _isAtEnd = true;
            _current?.Release();
            _current = null;
            feed.Dispose();
        }
    }

    private bool Advance(CancellationToken cancellation)
    {
        if (_current is not null)
        {
            _rowsBefore += _current.Batch.Length;
            _current.Release();
            _current = null;
        }

        _next = 0;
        bool wasAtEnd = _isAtEnd;
        // Until the feed has given a batch: behind an error there is nothing more to read, for no reader.
        _isAtEnd = true;
        if (wasAtEnd || feed.Next(cancellation) is not { } batch)
        {
            return false;
        }

        _isAtEnd = false;

        if (feed.File != _file)
        {
            _file = feed.File;
            _rowsBefore = 0;
        }

        _current = new SharedBatch(batch, feed.GivesOwnership);
        return true;
    }
}
