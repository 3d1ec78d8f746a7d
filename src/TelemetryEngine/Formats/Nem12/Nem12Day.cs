using System.Globalization;
using System.Numerics;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Nem12;

// One day of one stream: a 300 record, and the quality of its intervals by the 400 records behind it.
internal sealed class Nem12Day
{
    // Fraction digits that values have without any detour; those with more are exact too.
    public const int Scale = 6;

    // What is wrong where a value is.
    public const string NotANumber = "not a number";

    // the market's time is that of Brisbane all year
    private const long OffsetSeconds = 10 * 3_600;
    private const int FieldsBehind = 5;

    private readonly Dictionary<int, (BigInteger Mantissa, int Scale)> _wide = [];
    private long[] _values = [];
    private bool[] _isNull = [];
    private long[] _positions = [];
    private string[] _qualities = [];
    private long _midnight;

    // Its stream.
    public Nem12Stream Stream { get; private set; } = new("", "", "", "", "", 30);

    // The next interval to be handed out.
    public int Next { get; set; }

    // Where its 300 record stands.
    public long Position { get; private set; }

    // Values that could not be read and were made null.
    public int MadeNull { get; private set; }

    public bool IsNull(int interval) => _isNull[interval];

    // A value × 10^Scale; 0 for one that is beside.
    public long Value(int interval) => _values[interval];

    public bool TryWide(int interval, out BigInteger mantissa, out int scale)
    {
        bool isWide = _wide.TryGetValue(interval, out (BigInteger Mantissa, int Scale) wide);
        (mantissa, scale) = wide;
        return isWide;
    }

    public string Quality(int interval) => _qualities[interval];

    // Where the value stands in the input.
    public long PositionOf(int interval) => _positions[interval];

    // An interval's start, or its end, in microseconds since 1970.
    public long Time(int interval, bool isEnd) =>
        (_midnight - OffsetSeconds + ((interval + (isEnd ? 1 : 0)) * Stream.Minutes * 60L)) * 1_000_000;

    // Reads a 300 record.
    // stream: The stream that it is of.
    // makesNull: True where a value that can't be read becomes null.
    // field: The field that is, or −1.
    public bool TryRead(Nem12Record record, Nem12Stream stream, bool makesNull, out string error, out int field)
    {
        int count = stream.Intervals;
        Stream = stream;
        Next = 0;
        Position = record.Position;
        MadeNull = 0;
        _wide.Clear();
        field = 1;
        error = "the date of a 300 record is written yyyyMMdd";
        if (!DateOnly.TryParseExact(record.Text(1), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            || date.Year is < 1950 or > 2100)
        {
            return false;
        }

        _midnight = (date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * 86_400L;
        field = count + 2;
        error = string.Create(null,
            $"behind the {count} values of a day in intervals of {stream.Minutes} minutes stands their quality, such as A or S14; the record has more or fewer values");
        if (!IsQuality(record[count + 2]) || record.Count > count + 2 + FieldsBehind)
        {
            return false;
        }

        Grow(count);
        string quality = record.Text(count + 2);
        for (int i = 0; i < count; i++)
        {
            _qualities[i] = quality;
            _positions[i] = record.PositionOf(i + 2);
            if (!TryValue(record[i + 2], i))
            {
                if (!makesNull)
                {
                    field = i + 2;
                    error = NotANumber;
                    return false;
                }

                MadeNull++;
                _isNull[i] = true;
            }
        }

        return true;
    }

    // Takes the quality of a range of intervals from a 400 record.
    public bool TryQuality(Nem12Record record, out string error)
    {
        error = $"a 400 record names the first and the last of the intervals 1 to {Stream.Intervals} that it is for, and their quality";
        if (!TryInterval(record.Text(1), out int first) || !TryInterval(record.Text(2), out int last) || first > last
            || !IsQuality(record[3]))
        {
            return false;
        }

        Array.Fill(_qualities, record.Text(3), first - 1, last - first + 1);
        return true;
    }

    // a letter for how a value came about, and two digits for the method
    private static bool IsQuality(ReadOnlySpan<byte> text) =>
        text.Length is 1 or 3 && "AEFNSV"u8.Contains((byte)(text[0] & ~0x20))
            && text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private bool TryInterval(string text, out int interval) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out interval) && interval >= 1 && interval <= Stream.Intervals;

    private bool TryValue(ReadOnlySpan<byte> text, int interval)
    {
        _values[interval] = 0;
        _isNull[interval] = text.IsEmpty;
        NumberStatus status = text.IsEmpty ? NumberStatus.Ok : DecimalText.TryParse(text, (byte)'.', Scale, out _values[interval]);
        if (status != NumberStatus.Wide)
        {
            return status == NumberStatus.Ok;
        }

        DecimalText.ParseWide(text, (byte)'.', out BigInteger mantissa, out int scale, out _);
        _wide.Add(interval, (mantissa, scale));
        return true;
    }

    private void Grow(int count)
    {
        if (_values.Length < count)
        {
            _values = new long[count];
            _isNull = new bool[count];
            _positions = new long[count];
            _qualities = new string[count];
        }
    }
}
