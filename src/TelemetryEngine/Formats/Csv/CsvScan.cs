using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

// One pass over all inputs, one after the other.
internal sealed class CsvScan : Scan
{
    private const int MostNotes = 5;
    private const int MostWordNotes = 20;

    private readonly MorselFeed[] _feeds;
    private readonly MorselTurns?[] _turns;
    private readonly SeriesPasses?[]?[] _passes;
    private int _current;
    private long _bytesRead;
    private volatile bool _mustRedo;
    private readonly Dictionary<int, long[]> _words = [];

    public CsvScan(CsvLayout layout, IReadOnlyList<CsvInput> inputs, ScanRequest request, bool exactBorders, CsvLimits limits)
    {
        Layout = layout;
        Request = request;
        Limits = limits;
        Columns = InOrder(request.Columns, layout.Schema.Count);
        LooksAtEach = layout.Dialect.HasHeader
            && !Columns.Any(column => layout.Schema[column].Type.Kind is not (ColumnKind.Utf8 or ColumnKind.Dictionary));
        Inputs = inputs;
        _feeds = [.. inputs.Select(MorselFeed (input) => input.IsSeekable
            ? new FileMorsels(input, request.MorselBytes, request.ExactBorders || exactBorders ? Borders() : null)
            : new StreamMorsels(input, request.MorselBytes, Borders(), limits.MaxRecordBytes))];
        _turns = new MorselTurns?[inputs.Count];
        _passes = new SeriesPasses?[]?[inputs.Count];
        Known = layout.Series(FormOf(0)).Known;
    }

    public CsvLayout Layout { get; }

    public IReadOnlyList<CsvInput> Inputs { get; }

    // What the records of an input have in common.
    public RecordForm FormOf(int file) => Inputs[file].Form!;

    // True where a record that repeats the header has to be looked for: no column is read that would refuse it.
    public bool LooksAtEach { get; }

    // Records that were no rows, by what they were.
    public PassedRecords Passed { get; } = new();

    public ScanRequest Request { get; }

    public CsvLimits Limits { get; }

    // The fields that tell series apart.
    public FieldPlace[] SeriesFields(RecordForm form) => Layout.Series(form).Fields;

    // How the series of a row is known.
    private SeriesKnown Known { get; }

    // The columns to parse, from left to right.
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

    public override IReadOnlyList<MessageText> Notes =>
        Layout.Time.Ambiguous == AmbiguousTime.Auto && _passes.Any(static of => of is not null)
        ? [.. SayPasses(), .. WordNotes(), .. Passed.Notes]
        : [.. WordNotes(), .. Passed.Notes];

    public override BatchReader CreateReader() => new CsvBatchReader(this);

    // The next morsel and the number of its input; no blocks when there is none left for this reader.
    public (Morsel Morsel, int File) Claim(ReaderBuffers buffers, CancellationToken cancellation)
    {
        while (!_mustRedo)
        {
            int file = Volatile.Read(ref _current);
            if (file >= _feeds.Length || Request.Log.IsBehindFailure(file, -1))
            {
                break;
            }

            Morsel morsel = _feeds[file].Claim(buffers, cancellation);
            if (morsel.Blocks is not null)
            {
                if (!Request.Log.IsBehindFailure(file, morsel.Start))
                {
                    return (morsel, file);
                }

                TurnsOf(file).End(morsel.Number, []);
                break;
            }

            Interlocked.CompareExchange(ref _current, file + 1, file);
        }

        return default;
    }

    // Says that a morsel began at the wrong place.
    public void Redo()
    {
        lock (_turns)
        {
            _mustRedo = true;
            foreach (MorselTurns? turns in _turns)
            {
                turns?.GiveUp();
            }
        }
    }

    // The order of an input's morsels.
    public MorselTurns TurnsOf(int file)
    {
        lock (_turns)
        {
            MorselTurns turns = _turns[file] ??= new MorselTurns();
            if (_mustRedo)
            {
                turns.GiveUp();
            }

            return turns;
        }
    }

    // What is known of the series in an input, and what the times of a column meant that have two meanings. For the reader that has the
    // turn.
    public SeriesPasses PassesOf(int column, int file)
    {
        lock (_passes)
        {
            SeriesPasses?[] columns = _passes[file] ??= new SeriesPasses?[Layout.Schema.Count];
            return columns[column] ??= new SeriesPasses(Layout.Time.Ambiguous == AmbiguousTime.Order, Known,
                time => OpeningRows.Look(this, column, file, time));
        }
    }

    public void AddBytesRead(long bytes) => Interlocked.Add(ref _bytesRead, bytes);

    // Adds what a reader at its end has read as null.
    public void AddWords(ColumnParser[] parsers)
    {
        foreach (ColumnParser parser in parsers)
        {
            if (parser.Words.IsEmpty)
            {
                continue;
            }

            lock (_words)
            {
                if (!_words.TryGetValue(parser.Ordinal, out long[]? counts))
                {
                    _words[parser.Ordinal] = counts = new long[NullWords.Count];
                }

                for (int word = 0; word < counts.Length; word++)
                {
                    counts[word] += parser.Words[word];
                }
            }
        }
    }

    // Which words were read as null in which column, and how often; to be asked when all readers are at their end.
    private List<MessageText> WordNotes()
    {
        List<MessageText> notes = [];
        foreach ((int column, long[] counts) in _words.OrderBy(static entry => entry.Key).Take(MostWordNotes))
        {
            string words =
                string.Join(", ",
                    Enumerable.Range(0, counts.Length).Where(word => counts[word] > 0)
                        .Select(word => string.Create(null, $"'{NullWords.Word(word)}' ({counts[word]}×)")));
            notes.Add(Message.Of($"{Layout.Schema[column].Name}: {words} read as null"));
        }

        if (_words.Count > MostWordNotes)
        {
            notes.Add(Message.Of($"and {_words.Count - MostWordNotes} more columns with words read as null"));
        }

        return notes;
    }

    public override void Dispose()
    {
        foreach (MorselFeed feed in _feeds)
        {
            feed.Dispose();
        }

        base.Dispose();
    }

    private List<MessageText> SayPasses()
    {
        List<MessageText> notes = [];
        foreach (int column in Columns)
        {
            ColumnType type = Layout.Schema[column].Type;
            SortedDictionary<long, PassTotals> totals = [];
            foreach (SeriesPasses passes in _passes.Select(of => of?[column]).OfType<SeriesPasses>())
            {
                foreach ((long start, PassTotals of) in passes.Totals)
                {
                    totals[start] = totals.TryGetValue(start, out PassTotals before) ? before + of : of;
                }
            }

            if (totals.Count > 0)
            {
                string zone = Layout.Time.ZoneOf(type);
                notes.AddRange(totals.Values.Take(MostNotes).Select(of => of.Say(zone, type.Unit.TicksPerSecond())));
            }

            if (totals.Count > MostNotes)
            {
                notes.Add(Message.Of($"and so do readings in {totals.Count - MostNotes:N0} more changes of the clock"));
            }
        }

        return notes;
    }

    // Each column once, from left to right.
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

// Limits that bound memory; tests make them small.
// MaxRecordBytes: A longer record is an error, and so is a longer header.
// MaxBatchBytes: Bytes of vectors in one batch: with very many columns the batch has fewer rows.
internal sealed record CsvLimits(int MaxRecordBytes = CsvLimits.MostRecordBytes, int MaxBatchBytes = CsvLimits.MostBatchBytes)
{
    private const int MostRecordBytes = 64 << 20;
    private const int MostBatchBytes = 32 << 20;
    private const int LeastBytes = 4 << 20;

    // every reader holds a record and a batch, and several chunks lie ready
    private const int Shares = 16;

    // True when a longer record would be taken if more memory were allowed.
    public bool IsForMemory { get; private init; }

    // Limits that fit what a run may hold.
    public static CsvLimits Of(MemoryBudget budget)
    {
        long share = Math.Max(budget.LimitBytes / Shares, LeastBytes);
        return new CsvLimits((int)Math.Min(share, MostRecordBytes),
            (int)Math.Min(share, MostBatchBytes))
        { IsForMemory = share < MostRecordBytes };
    }
}
