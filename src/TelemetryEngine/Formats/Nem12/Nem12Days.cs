using System.Text;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Nem12;

// The days of one input in their order: its records, checked. For one thread at a time.
internal sealed class Nem12Days(CsvInput input, int file, RejectLog log) : IDisposable
{
    private const int MostLineBytes = 1 << 20;

    private readonly Nem12Lines _lines = new(input, MostLineBytes);
    private readonly Nem12Record _record = new();
    private readonly Nem12Day _day = new();
    private Nem12Stream? _stream;
    private bool _isAhead;
    private bool _isOpen;
    private bool _hasBegun;

    // Bytes read from the disk.
    public long BytesRead => _lines.BytesRead;

    // Records that were refused.
    public long Refused { get; private set; }

    // Values that were made null.
    public long MadeNull { get; private set; }

    // The next day, which is valid until the next call; null at the end.
    // throws InputException: The text can't be read.
    public Nem12Day? Next(CancellationToken cancellation)
    {
        while (NextRecord(cancellation))
        {
            switch (_record.Text(0))
            {
                case "100":
                    Open();
                    break;
                case "200" when _isOpen:
                    _stream = Nem12Stream.Read(_record, out string wrong);
                    if (_stream is null)
                    {
                        Refuse(wrong, -1);
                    }

                    break;
                case "300" when _isOpen:
                    if (TryDay(cancellation))
                    {
                        return _day;
                    }

                    break;
                case "400" when _isOpen:
                    Refuse("a 400 record stands behind the 300 record whose intervals it is for", -1);
                    break;
                case "500" when _isOpen:
                    break;
                case "900" when _isOpen:
                    _isOpen = false;
                    _stream = null;
                    break;
                default:
                    Refuse(!_isOpen && !_hasBegun ? "a NEM12 file begins with a record 100,NEM12" : !_isOpen
                        ? "behind the 900 record that ends a NEM12 file only another file may stand, which begins with 100,NEM12"
                        : "not a record of NEM12: those begin with 100, 200, 300, 400, 500 and 900", 0);
                    break;
            }
        }

        if (_isOpen || !_hasBegun)
        {
            _isOpen = false;
            string error = _hasBegun ? "the file ends without a 900 record, so its end is missing" : "the file has no records";
            if (_hasBegun)
            {
                Refuse(error, 0);
            }
            else
            {
                throw new InputException($"{input.Name}: {error}", input.Name);
            }
        }

        return null;
    }

    public void Dispose() => _lines.Dispose();

    private bool NextRecord(CancellationToken cancellation)
    {
        if (_isAhead)
        {
            _isAhead = false;
            return true;
        }

        while (_lines.Next(cancellation))
        {
            _record.Read(_lines);
            if (_record.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void Open()
    {
        if (_record.Text(1).Equals("NEM13", StringComparison.OrdinalIgnoreCase))
        {
            throw Nem12Source.IsNem13(input.Name);
        }

        if (!_record.Text(1).Equals("NEM12", StringComparison.OrdinalIgnoreCase) || _isOpen)
        {
            Refuse(_isOpen
                ? "a second 100 record, and no 900 record ended what the first began"
                : "a 100 record of NEM12 has NEM12 as its second field", 1);
        }

        _isOpen = true;
        _hasBegun = true;
        _stream = null;
    }

    private bool TryDay(CancellationToken cancellation)
    {
        if (_stream is not { } stream)
        {
            Refuse("a 300 record stands behind the 200 record that says of what it is, and that one is missing or could not be read", -1);
            return false;
        }

        bool isDay = _day.TryRead(_record, stream, log.Policy == ErrorPolicy.Null, out string error, out int field);
        if (!isDay)
        {
            Refuse(error, field);
        }

        MadeNull += isDay ? _day.MadeNull : 0;
        while (NextRecord(cancellation))
        {
            if (!_record[0].SequenceEqual("400"u8))
            {
                _isAhead = true;
                break;
            }

            if (isDay && !_day.TryQuality(_record, out string wrong))
            {
                Refuse(wrong, -1);
            }
        }

        return isDay;
    }

    private void Refuse(string error, int field)
    {
        Refused++;
        if (log.AsksForRows)
        {
            string text = field < 0 ? Encoding.UTF8.GetString(_record.Whole[..Math.Min(_record.Whole.Length, 80)]) : _record.Text(field);
            string column = field > 1 && error == Nem12Day.NotANumber ? Nem12Source.ValueName : "";
            log.Add(new Reject(file, _record.Position, column,
                column.Length > 0 ? FieldErrors.NotNumber(Encoding.UTF8.GetBytes(text), (byte)'.') : new MessageText(error), text,
                _record.Line));
        }
        else
        {
            log.AddUnseen();
        }
    }
}
