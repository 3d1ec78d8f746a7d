using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Times;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

// Texts of one time column to instants. Rows that follow each other often have the same time, so the last text is kept. For one thread.
internal sealed class TimeText
{
    private readonly TimeForm _form;
    private readonly TimestampFormat? _format;
    private readonly TimeNumber _number;
    private readonly bool _isBounded;
    private readonly long _ticksPerSecond;
    private readonly string _zone;
    private readonly LocalClock? _clock;
    private readonly byte[] _last = new byte[40];
    private int _lastLength = -1;
    private long _lastValue;

    public TimeText(ColumnType type, TimeLayout layout, TimeDialect options, byte decimalSeparator = (byte)'.')
    {
        _form = layout.Form;
        _format = layout.Pattern;
        _isBounded = layout.IsBounded;
        _ticksPerSecond = type.Unit.TicksPerSecond();
        _number = new TimeNumber(layout.Unit?.TicksPerSecond() ?? _ticksPerSecond, _ticksPerSecond, decimalSeparator);
        _zone = options.ZoneOf(type);
        TimeZoneInfo zone = Zones.Find(_zone);
        _clock = Zones.IsUtc(zone) || _form == TimeForm.Count
            ? null
            : new LocalClock(zone, _ticksPerSecond, options.Ambiguous, options.Nonexistent, options.AtEnds);
    }

    // The zone of texts without an offset.
    public string Zone => _zone;

    // True when a text may have two meanings, of which other fields or rows tell the right one.
    public bool HasTwice => _clock is { MayBeTwice: true };

    // Why the last text was refused that is a local time.
    public LocalTimeStatus Status { get; private set; }

    // The meanings of a text refused as LocalTimeStatus.Twice.
    public LocalTwice Twice => _clock!.Twice;

    // The last text, where the same text has the same value; else empty.
    public ReadOnlySpan<byte> Last => _last.AsSpan(0, Math.Max(0, _lastLength));

    // The value of the last text.
    public long LastValue => _lastValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> text, out long value)
    {
        value = _lastValue;
        return Repeats(text) || TryReadNew(text, out value);
    }

    // True for the last text.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Repeats(ReadOnlySpan<byte> text) => text.Length == _lastLength && text.SequenceEqual(_last.AsSpan(0, _lastLength));

    public MessageText Explain(string column, ReadOnlySpan<byte> text)
    {
        TimestampStatus status = Parse(text, out long local, out _);
        if (status != TimestampStatus.Ok)
        {
            return _form switch
            {
                _ when _isBounded && status == TimestampStatus.OutOfRange => FieldErrors.NotLikely(column, text),
                TimeForm.Count =>
                    FieldErrors.NotCount(column, text, status == TimestampStatus.OutOfRange, status == TimestampStatus.TooPrecise),
                TimeForm.Serial => FieldErrors.NotDays(text),
                TimeForm.Format => FieldErrors.NotLayout(column, text, status, _ticksPerSecond, _format!.Pattern),
                _ => FieldErrors.NotTime(column, text, status, _ticksPerSecond),
            };
        }

        return FieldErrors.NotLocalTime(text, _zone, _clock!.Find(local), local / _ticksPerSecond);
    }

    // Reads a text that is not the last one; false for what is no time.
    public bool TryReadNew(ReadOnlySpan<byte> text, out long value)
    {
        Status = LocalTimeStatus.Ok;
        if (Parse(text, out value, out bool hasOffset) != TimestampStatus.Ok
            || (!hasOffset && _clock is not null && (Status = _clock.ToUtc(value, out value)) != LocalTimeStatus.Ok))
        {
            value = 0;
            return false;
        }

        if (text.Length <= _last.Length)
        {
            text.CopyTo(_last);
            _lastLength = text.Length;
            _lastValue = value;
        }

        return true;
    }

    private TimestampStatus Parse(ReadOnlySpan<byte> text, out long value, out bool hasOffset)
    {
        TimestampStatus status;
        switch (_form)
        {
            case TimeForm.Iso:
                return TimestampText.TryParse(text, _ticksPerSecond, out value, out hasOffset);
            case TimeForm.Format:
                status = _format!.TryParse(text, _ticksPerSecond, out value, out hasOffset);
                break;
            case TimeForm.Serial:
                hasOffset = false;
                status = _number.ParseDays(text, out value);
                break;
            default:
                hasOffset = true;
                status = _number.ParseCount(text, out value);
                break;
        }

        return _isBounded && status == TimestampStatus.Ok
            && !EpochYears.Includes(value, _ticksPerSecond, isDigits: _form == TimeForm.Format) ? TimestampStatus.OutOfRange : status;
    }
}
