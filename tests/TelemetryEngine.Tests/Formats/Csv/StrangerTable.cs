using System.Globalization;
using System.Text;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>A table of known values, written as strangers write theirs: with lines above it, several header lines, fields too many, records that are no rows, in some encoding.</summary>
internal sealed class StrangerTable
{
    private static readonly string[] Preambles =
    [
        "", "", "Report of meters\n", "# made by a logger\n# id: 17\n", "Name;A Person\nAddress;1 Any Street\n\n", "Export, v2\n\n\n", "Identifier,Kind,From,To,Unit,Step,More,And more,End\n17,curve,x,y,W,30,a,b,c\n",
        "sep={d}\n", "sep={d}\nVersion CSV3|Tool WebUI\n\n",
    ];

    private static readonly string[] TimeNames = ["time", "Datum", "Timestamp", "Date/Time", "Zeit"];

    private static readonly string[] Names = ["power", "Energie [kWh]", "Außen °C", "a", "value", "Temp (C)", "flow", "Wert"];

    private static readonly string[] Units = ["kW", "[kWh]", "°C", "(W)", "degC", "%", "Avg"];

    private readonly Random _random;

    public StrangerTable(int seed)
    {
        _random = new Random(seed);
        char delimiter = Any(",;\t|");
        int numbers = _random.Next(1, 5);
        int rows = _random.Next(4, 40);
        bool hasText = _random.Next(2) == 0;
        List<string> names = [Any(TimeNames), .. Names.OrderBy(_ => _random.Next()).Take(numbers)];
        if (hasText)
        {
            names.Add("note");
        }

        int trailing = _random.Next(4) == 0 ? _random.Next(1, 3) : 0;
        bool headerTrails = _random.Next(2) == 0;
        string end = Any(["\n", "\r\n"]);
        StringBuilder text = new(Any(Preambles).Replace("{d}", delimiter.ToString(), StringComparison.Ordinal));
        string header = string.Join(delimiter, names.Select(name => Quoted(name, delimiter)));
        text.Append(header).Append(headerTrails ? new string(delimiter, trailing) : "").Append('\n');
        int units = _random.Next(4) == 0 ? _random.Next(1, 3) : 0;
        for (int i = 0; i < units; i++)
        {
            text.Append(string.Join(delimiter, names.Select((_, column) => column == 0 || column > numbers ? "" : Any(Units)))).Append(new string(delimiter, trailing)).Append('\n');
        }

        for (int row = 0; row < rows; row++)
        {
            Append(text, delimiter, names.Count, numbers, row, trailing);
            if (row > 2 && _random.Next(12) == 0)
            {
                text.Append(_random.Next(2) == 0 ? header + (headerTrails ? new string(delimiter, trailing) : "") : new string(delimiter, names.Count - 1 + trailing)).Append('\n');
            }
        }

        Text = text.Replace("\n", end).ToString();
        Encoding = Any(["utf-8", "utf-8", "utf-16", "utf-16be", "windows-1252"]);
    }

    public string Text { get; }

    /// <summary>The encoding; of UTF-16 with its mark.</summary>
    public string Encoding { get; }

    /// <summary>The values of the number columns, row by row.</summary>
    public List<decimal?[]> Rows { get; } = [];

    public byte[] Bytes => Encoding switch
    {
        "utf-16" => [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes(Text)],
        "utf-16be" => [0xFE, 0xFF, .. System.Text.Encoding.BigEndianUnicode.GetBytes(Text)],
        "windows-1252" => System.Text.Encoding.Latin1.GetBytes(Text),
        _ => System.Text.Encoding.UTF8.GetBytes(Text),
    };

    private void Append(StringBuilder text, char delimiter, int columns, int numbers, int row, int trailing)
    {
        DateTime time = new DateTime(2024, 1, 1).AddMinutes(row * 15);
        text.Append(time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        decimal?[] values = new decimal?[numbers];
        for (int i = 0; i < numbers; i++)
        {
            values[i] = _random.Next(10) == 0 ? null : _random.Next(-5000, 5000) / (decimal)Math.Pow(10, _random.Next(3));
            text.Append(delimiter).Append(values[i]?.ToString(CultureInfo.InvariantCulture));
        }

        if (columns > numbers + 1)
        {
            text.Append(delimiter).Append(Any(["", "ok", "x y", "é", "1 b"]));
        }

        text.Append(new string(delimiter, trailing)).Append('\n');
        Rows.Add(values);
    }

    private static string Quoted(string name, char delimiter) => name.Contains(delimiter) ? $"\"{name}\"" : name;

    private T Any<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private char Any(string of) => of[_random.Next(of.Length)];
}
