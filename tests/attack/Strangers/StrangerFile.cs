using System.Globalization;
using System.Text;

namespace TelemetryEngine.Attack.Strangers;

/// <summary>A reading as it was before somebody exported it.</summary>
internal sealed record StrangerReading(string Meter, DateTimeOffset Instant, decimal? Value);

/// <summary>A file as some system may export it, and the readings that are in it.</summary>
internal sealed class StrangerFile
{
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "America/Sao_Paulo"];
    private static readonly string[][] Meters = [["m1", "m2", "m3"], ["0012", "12", "901"], ["site a", "site b", "site,c"], ["1", "2", "3"], ["89490200001234567890", "89490200001234567891", "89490200001234567892"]];

    private readonly Random _random;
    private readonly TimeStyle _time;
    private readonly NumberStyle _number;
    private readonly char _delimiter;
    private readonly string _lineEnd;
    private readonly bool _quotesAll;
    private readonly bool _hasBlanks;
    private readonly bool _hasTrailingDelimiter;
    private readonly List<string> _said = [];

    private StrangerFile(int seed)
    {
        _random = new Random(seed);
        Zone = Pick(Zones);
        _time = Pick([.. TimeStyle.All]);
        _number = NumberStyle.Any(_random);
        _delimiter = _number.Comma ? Pick([';', ';', ';', '\t', ',']) : Pick([',', ',', ',', ';', '\t', '|']);
        _lineEnd = Pick(["\n", "\n", "\r\n", "\r\n", "\r"]);
        _quotesAll = _random.Next(6) == 0;
        _hasBlanks = _random.Next(10) == 0;
        _hasTrailingDelimiter = _random.Next(12) == 0;
        Readings = MakeReadings();
        Bytes = MakeBytes();
    }

    /// <summary>The file.</summary>
    public byte[] Bytes { get; }

    /// <summary>The zone of its clock.</summary>
    public string Zone { get; }

    /// <summary>What is in it.</summary>
    public IReadOnlyList<StrangerReading> Readings { get; }

    public static StrangerFile Of(int seed) => new(seed);

    /// <summary>Sum and count for each hour of the local clock and each meter, as lines in the order of the engine's result.</summary>
    public IReadOnlyList<string> Truth()
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        return [.. Readings
            .GroupBy(reading => (Hour: HourOf(reading.Instant, zone), reading.Meter))
            .OrderBy(static group => group.Key.Hour).ThenBy(static group => group.Key.Meter, StringComparer.Ordinal)
            .Select(static group => $"{group.Key.Hour.ToUnixTimeSeconds()}|{group.Key.Meter}|{Sum(group)}|{group.Count(static reading => reading.Value is not null)}")];
    }

    public override string ToString() =>
        $"zone {Zone}, times {_time.Name}, numbers {_number}, delimiter '{_delimiter}', {string.Join(", ", _said)}{(_quotesAll ? ", all quoted" : "")}{(_hasBlanks ? ", blanks" : "")}{(_hasTrailingDelimiter ? ", trailing delimiter" : "")}";

    private static DateTimeOffset HourOf(DateTimeOffset instant, TimeZoneInfo zone)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(instant, zone);
        return local.AddTicks(-(local.Ticks % TimeSpan.TicksPerHour));
    }

    private static string Sum(IEnumerable<StrangerReading> readings)
    {
        decimal[] values = [.. readings.Where(static reading => reading.Value is not null).Select(static reading => reading.Value!.Value)];
        return values.Length == 0 ? "∅" : double.Parse(values.Sum().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
    }

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>Whole local days, every quarter, half or whole hour, now and then over the change of the clock.</summary>
    private List<StrangerReading> MakeReadings()
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        DateTime day = new DateTime(2010, 1, 1).AddDays(_random.Next(15 * 365));
        if (_random.Next(3) == 0)
        {
            for (int i = 0; i < 400 && !Enumerable.Range(0, 24).Any(hour => zone.IsAmbiguousTime(day.AddHours(hour))); i++)
            {
                day = day.AddDays(1);
            }
        }

        int step = Pick([15, 30, 60]);
        int days = _random.Next(1, 4);
        DateTimeOffset start = new(day, zone.GetUtcOffset(day));
        DateTimeOffset end = start.AddDays(days);
        string[] meters = Pick(Meters)[.._random.Next(1, 4)];
        double missing = _random.Next(2) * 0.1;
        decimal size = Pick([10m, 1_000m, 100_000m, 10_000_000m]);
        bool negative = _random.Next(4) == 0;
        List<StrangerReading> readings = [];
        foreach (string meter in meters)
        {
            for (DateTimeOffset at = start; at < end; at = at.AddMinutes(step))
            {
                decimal value = Math.Round((decimal)_random.NextDouble() * size, _number.Places) * (negative && _random.Next(3) == 0 ? -1 : 1);
                readings.Add(new StrangerReading(meter, at, _random.NextDouble() < missing ? null : value));
            }
        }

        int order = _random.Next(4);
        _said.Add(order switch { 0 => "meters in turn", 1 => "newest first", _ => "a meter behind the other" });
        return order switch
        {
            0 => [.. readings.OrderBy(static reading => reading.Instant)],
            1 => [.. readings.AsEnumerable().Reverse()],
            _ => readings,
        };
    }

    private byte[] MakeBytes()
    {
        StringBuilder text = new();
        string[] names = [.. _time.Names, "meter", "kwh"];
        AppendPreamble(text, names.Length);
        AppendLine(text, names, _hasTrailingDelimiter && _random.Next(2) == 0);
        if (_random.Next(12) == 0)
        {
            _said.Add("a row of units");
            AppendLine(text, [.. _time.Names.Select(static _ => ""), "", "[kWh]"], _hasTrailingDelimiter);
        }

        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        int repeated = _random.Next(15) == 0 ? Readings.Count / 2 : -1;
        for (int i = 0; i < Readings.Count; i++)
        {
            if (i == repeated)
            {
                _said.Add("the header again");
                AppendLine(text, names, _hasTrailingDelimiter);
            }

            StrangerReading reading = Readings[i];
            AppendLine(text, [.. _time.Write(reading.Instant, zone), reading.Meter, _number.Write(reading.Value)], _hasTrailingDelimiter);
        }

        if (_random.Next(8) == 0)
        {
            _said.Add("rows of nothing at the end");
            text.Append(_random.Next(2) == 0 ? _lineEnd : new string(_delimiter, names.Length - 1) + _lineEnd);
        }

        return Encode(text.ToString());
    }

    private void AppendPreamble(StringBuilder text, int fields)
    {
        switch (_random.Next(12))
        {
            case 0:
                _said.Add("a title");
                text.Append("Meter report").Append(_lineEnd);
                break;
            case 1:
                _said.Add("a title and pairs");
                text.Append("Export").Append(_lineEnd).Append("Customer").Append(_delimiter).Append("A Person").Append(_lineEnd).Append(_lineEnd);
                break;
            case 2:
                _said.Add("pairs padded to the table's width");
                text.Append("\"Name : A Person\"").Append(_delimiter, fields - 1).Append(_lineEnd).Append(_delimiter, fields - 1).Append(_lineEnd);
                break;
            case 3:
                _said.Add("comments");
                text.Append("# made by a logger").Append(_lineEnd).Append("# serial 4711").Append(_lineEnd);
                break;
            case 4:
                _said.Add("a sep line");
                text.Append("sep=").Append(_delimiter).Append(_lineEnd);
                break;
        }
    }

    private void AppendLine(StringBuilder text, string[] fields, bool trailing)
    {
        string blank = _hasBlanks ? " " : "";
        text.AppendJoin(_delimiter + blank, fields.Select(Field));
        text.Append(trailing ? _delimiter.ToString() : "").Append(_lineEnd);
    }

    private string Field(string value) => (_quotesAll && !_hasBlanks) || value.Contains(_delimiter) ? $"\"{value}\"" : value;

    private byte[] Encode(string text)
    {
        switch (_random.Next(12))
        {
            case 0:
                _said.Add("UTF-16");
                return [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
            case 1:
                _said.Add("UTF-16 BE");
                return [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)];
            case 2 or 3:
                _said.Add("a byte order mark");
                return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)];
            case 4:
                _said.Add("Latin-1");
                return Encoding.Latin1.GetBytes(text);
            default:
                return Encoding.UTF8.GetBytes(text);
        }
    }
}
