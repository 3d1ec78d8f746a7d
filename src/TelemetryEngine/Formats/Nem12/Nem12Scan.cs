using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Nem12;

// One pass over all inputs. What a record means depends on those before it, so one reader at a time goes through them, and fills a batch of
// its own.
internal sealed class Nem12Scan(Nem12Source source, IReadOnlyList<CsvInput> inputs, ScanRequest request, bool showsEnds) : Scan
{
    private readonly Lock _lock = new();
    private Nem12Days? _days;
    private Nem12Day? _day;
    private int _file = -1;
    private long _bytesBefore;
    private long _bytesRead;

    public ScanRequest Request => request;

    public Nem12Source Source => source;

    // True where the time is an interval's end.
    public bool ShowsEnds => showsEnds;

    public override long BytesRead => Interlocked.Read(ref _bytesRead);

    public override BatchReader CreateReader() => new Nem12Reader(this);

    // Fills a batch with the next readings of one input; false at the end.
    public bool Fill(Nem12Reader reader, CancellationToken cancellation)
    {
        lock (_lock)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_day is null && !NextDay(reader, cancellation))
                {
                    if (reader.HasRows)
                    {
                        return true;
                    }

                    if (!NextInput())
                    {
                        return false;
                    }

                    continue;
                }

                if (_day is not null && !reader.Start(_day, _file))
                {
                    return true;
                }

                _day = null;
            }
        }
    }

    public override void Dispose()
    {
        _days?.Dispose();
        base.Dispose();
    }

    private bool NextDay(Nem12Reader reader, CancellationToken cancellation)
    {
        if (_days is null)
        {
            return false;
        }

        (long refused, long madeNull) = (_days.Refused, _days.MadeNull);
        _day = _days.Next(cancellation);
        reader.Count(_days.Refused - refused, _days.MadeNull - madeNull);
        Interlocked.Exchange(ref _bytesRead, _bytesBefore + _days.BytesRead);
        if (_day is not null && request.Log.IsBehindFailure(_file, _day.Position))
        {
            _day = null;
        }

        return _day is not null;
    }

    private bool NextInput()
    {
        if (_days is not null)
        {
            _bytesBefore += _days.BytesRead;
            _days.Dispose();
            _days = null;
        }

        if (_file + 1 >= inputs.Count || request.Log.IsBehindFailure(_file + 1, -1))
        {
            return false;
        }

        _file++;
        _days = new Nem12Days(inputs[_file], _file, request.Log);
        return true;
    }
}
