using TelemetryEngine.Columns;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

/// <summary>One pass over all inputs, one after the other.</summary>
internal sealed class CsvScan : Scan
{
    private readonly MorselFeed[] _feeds;
    private readonly bool _isOrdered;
    private int _current;
    private int _readers;
    private long _bytesRead;
    private volatile bool _mustRedo;

    public CsvScan(CsvLayout layout, IReadOnlyList<CsvInput> inputs, ScanRequest request, bool exactBorders, CsvLimits limits)
    {
        Layout = layout;
        Request = request;
        Limits = limits;
        Columns = InOrder(request.Columns, layout.Schema.Count);
        _feeds = [.. inputs.Select(MorselFeed (input) => input.IsSeekable
            ? new FileMorsels(input, request.MorselBytes, request.ExactBorders || exactBorders ? Borders() : null)
            : new StreamMorsels(input, request.MorselBytes, Borders(), limits.MaxRecordBytes))];

        // Which of two equal local times a row means may depend on the rows before it.
        _isOrdered = layout.Time.Ambiguous == AmbiguousTime.Order && Columns.Any(column => layout.Schema[column].Type.Kind == ColumnKind.Timestamp);
    }

    public CsvLayout Layout { get; }

    public ScanRequest Request { get; }

    public CsvLimits Limits { get; }

    /// <summary>The columns to parse, from left to right.</summary>
    public int[] Columns { get; }

    public override long BytesRead
    {
        get
        {
            long bytes = Interlocked.Read(ref _bytesRead);
            foreach (MorselFeed feed in _feeds)
            {
                bytes += feed.BytesRead;
            }

            return bytes;
        }
    }

    public override bool MustRedo => _mustRedo;

    public override BatchReader CreateReader() => new CsvBatchReader(this, Interlocked.Increment(ref _readers) - 1);

    /// <summary>The next morsel and the number of its input; no blocks when there is none left for this reader.</summary>
    public (Morsel Morsel, int File) Claim(int reader, ReaderBuffers buffers, CancellationToken cancellation)
    {
        while (!_mustRedo && !(_isOrdered && reader != 0))
        {
            int file = Volatile.Read(ref _current);
            if (file >= _feeds.Length || Request.Log.IsBehindFailure(file, -1))
            {
                break;
            }

            Morsel morsel = _feeds[file].Claim(buffers, cancellation);
            if (morsel.Blocks is not null)
            {
                return Request.Log.IsBehindFailure(file, morsel.Start) ? default : (morsel, file);
            }

            Interlocked.CompareExchange(ref _current, file + 1, file);
        }

        return default;
    }

    /// <summary>Says that a morsel began at the wrong place.</summary>
    public void Redo() => _mustRedo = true;

    public void AddBytesRead(long bytes) => Interlocked.Add(ref _bytesRead, bytes);

    public override void Dispose()
    {
        foreach (MorselFeed feed in _feeds)
        {
            feed.Dispose();
        }

        base.Dispose();
    }

    /// <summary>Each column once, from left to right.</summary>
    private static int[] InOrder(int[] columns, int count)
    {
        bool[] asked = new bool[count];
        int distinct = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            distinct += asked[columns[i]] ? 0 : 1;
            asked[columns[i]] = true;
        }

        int[] ordered = new int[distinct];
        for (int ordinal = count - 1; distinct > 0; ordinal--)
        {
            if (asked[ordinal])
            {
                ordered[--distinct] = ordinal;
            }
        }

        return ordered;
    }

    private RecordBorders Borders() => new(Layout.Dialect.Delimiter, Layout.Dialect.Comment);
}

/// <summary>Limits that bound memory; tests make them small.</summary>
/// <param name="MaxRecordBytes">A longer record is an error, and so is a longer header.</param>
/// <param name="MaxBatchBytes">Bytes of vectors in one batch: with very many columns the batch has fewer rows.</param>
internal sealed record CsvLimits(int MaxRecordBytes = CsvLimits.MostRecordBytes, int MaxBatchBytes = CsvLimits.MostBatchBytes)
{
    private const int MostRecordBytes = 64 << 20;
    private const int MostBatchBytes = 32 << 20;
    private const int LeastBytes = 4 << 20;

    // every reader holds a record and a batch, and several chunks lie ready
    private const int Shares = 16;

    /// <summary>True when a longer record would be taken if more memory were allowed.</summary>
    public bool IsForMemory { get; private init; }

    /// <summary>Limits that fit what a run may hold.</summary>
    public static CsvLimits Of(MemoryBudget budget)
    {
        long share = Math.Max(budget.LimitBytes / Shares, LeastBytes);
        return new CsvLimits((int)Math.Min(share, MostRecordBytes), (int)Math.Min(share, MostBatchBytes)) { IsForMemory = share < MostRecordBytes };
    }
}
