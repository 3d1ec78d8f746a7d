using TelemetryEngine.Columns;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Unpivot;

// A wide table as its readings: each row of another source becomes one for each of the columns that hold readings, from left to right.
internal sealed class UnpivotSource : Source
{
    private readonly Source _table;
    private readonly UnpivotLayout _layout;
    private readonly IReadOnlyList<MessageText> _notes;
    private long _emptyFields;
    private long _doubtfulTimes;

    // Takes a table, which is disposed with it.
    public UnpivotSource(Source table, UnpivotLayout layout, IReadOnlyList<MessageText> notes)
    {
        _table = table;
        _layout = layout;
        _notes = notes;
    }

    public override ColumnSchema Schema => _layout.Schema;

    public override IReadOnlyList<string> Files => _table.Files;

    public override long? LengthBytes => _table.LengthBytes;

    public override bool OnlyOnce => _table.OnlyOnce;

    // What the table and its names had to say, and behind a scan what it met.
    public override IReadOnlyList<MessageText> Notes
    {
        get
        {
            List<MessageText> notes = [.. _table.Notes, .. _notes];
            if (_emptyFields > 0)
            {
                notes.Add(
                    Quoting.Message.Of(
                        $"{_emptyFields:N0} empty {(_emptyFields == 1 ? "field is no reading" : "fields are no readings")}; {Fix.IncludeNulls} gives them rows"));
            }

            if (_doubtfulTimes > 0)
            {
                notes.Add(
                    Quoting.Message.Of(
                        $"{_doubtfulTimes:N0} readings are of times that the clock showed twice, and their columns' names do not tell which; the first was taken, {Fix.Ambiguous} says otherwise"));
            }

            return notes;
        }
    }

    public override IReadOnlyDictionary<int, MessageText> Doubts => OfReadings(_table.Doubts);

    public override IReadOnlyDictionary<int, string> Reasons => OfReadings(_table.Reasons);

    public override ScanPlan Resolve(ScanPlan plan) => plan with { Source = plan.Source with { Text = _table.Resolve(plan).Source.Text } };

    public override Scan Open(ScanRequest request)
    {
        _emptyFields = 0;
        _doubtfulTimes = 0;
        return new UnpivotScan(this, _layout, _table, request);
    }

    // Adds what a reader met.
    public void Count(long emptyFields, long doubtfulTimes)
    {
        Interlocked.Add(ref _emptyFields, emptyFields);
        Interlocked.Add(ref _doubtfulTimes, doubtfulTimes);
    }

    public override IEnumerable<Reject> ResolveLines(IEnumerable<Reject> rejects) =>
        _table.ResolveLines(rejects.Select(reject => reject with { Position = reject.Position / _layout.Values.Length }));

    public override void CheckUnchanged() => _table.CheckUnchanged();

    // What is said of the table's columns, as it holds for those of readings: for the values what holds for the first column that it is
    // said of.
    private Dictionary<int, T> OfReadings<T>(IReadOnlyDictionary<int, T> said)
    {
        Dictionary<int, T> ofReadings = [];
        for (int i = 0; i < _layout.Kept.Length; i++)
        {
            Add(i, _layout.Kept[i]);
        }

        foreach (int value in _layout.Values)
        {
            Add(_layout.Value, value);
        }

        if (_layout.Time >= 0)
        {
            Add(_layout.Time, _layout.Date);
        }

        return ofReadings;

        void Add(int column, int ofTable)
        {
            if (said.TryGetValue(ofTable, out T? text))
            {
                ofReadings.TryAdd(column, text);
            }
        }
    }

    public override void Dispose()
    {
        _table.Dispose();
        base.Dispose();
    }
}

// One pass over a wide table. A reading's position is that of its row times the number of columns with readings, and the column's place: so
// readings have an order.
internal sealed class UnpivotScan : Scan
{
    private readonly Scan _scan;

    public UnpivotScan(UnpivotSource source, UnpivotLayout layout, Source table, ScanRequest request)
    {
        Source = source;
        Layout = layout;
        Request = request;
        bool[] isAsked = new bool[table.Schema.Count];
        foreach (int value in layout.Values)
        {
            isAsked[value] = true;
        }

        foreach (int column in request.Columns)
        {
            HasTime |= column == layout.Time;
            if (column < layout.Kept.Length)
            {
                isAsked[layout.Kept[column]] = true;
            }
        }

        if (HasTime)
        {
            isAsked[layout.Date] = true;
        }

        _scan = table.Open(request with
        {
            Columns = [.. Enumerable.Range(0, isAsked.Length).Where(i => isAsked[i])],
            Log = request.Log.OfRows(layout.Values.Length),
            BatchRows = Math.Max(1, request.BatchRows / layout.Values.Length),
            RequiredTime = request.RequiredTime < 0 || request.RequiredTime >= layout.Kept.Length
                ? request.RequiredTime >= 0 && request.RequiredTime == layout.Time ? layout.Date : -1
                : layout.Kept[request.RequiredTime],
            Positions = request.Positions || HasTime,
            Passed = null,
        });
    }

    public UnpivotSource Source { get; }

    public UnpivotLayout Layout { get; }

    public ScanRequest Request { get; }

    // True when the time of readings is asked for.
    public bool HasTime { get; }

    public override long BytesRead => _scan.BytesRead;

    public override double? ShareRead => _scan.ShareRead;

    public override bool MustRedo => _scan.MustRedo;

    public override IReadOnlyList<MessageText> Notes => _scan.Notes;

    public override BatchReader CreateReader() => new UnpivotReader(this, _scan.CreateReader());

    public override void Dispose()
    {
        _scan.Dispose();
        base.Dispose();
    }
}
