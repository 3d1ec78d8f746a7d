using System.Text;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>RFC 4180 read one character at a time, to judge the writer by: null for an unquoted empty field, and a text otherwise.</summary>
internal static class CsvRecords
{
    public static List<List<string?>> Parse(string text, char delimiter)
    {
        List<List<string?>> records = [];
        List<string?> record = [];
        int at = 0;
        while (at < text.Length)
        {
            record.Add(Field(text, delimiter, ref at));
            if (at < text.Length && text[at] == delimiter)
            {
                at++;
                if (at == text.Length || text[at] == '\n')
                {
                    record.Add(null);
                }
            }

            if (at < text.Length && text[at] == '\n')
            {
                at++;
                records.Add(record);
                record = [];
            }
        }

        return records;
    }

    private static string? Field(string text, char delimiter, ref int at)
    {
        if (text[at] != '"')
        {
            int start = at;
            while (at < text.Length && text[at] != delimiter && text[at] != '\n')
            {
                at++;
            }

            return at == start ? null : text[start..at];
        }

        StringBuilder value = new();
        for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at++)
        {
            value.Append(text[at]);
            at += text[at] == '"' ? 1 : 0;
        }

        at++;
        return value.ToString();
    }
}
