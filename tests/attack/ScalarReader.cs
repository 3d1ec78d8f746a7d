using System.Globalization;
using System.Text;
using TelemetryEngine.Testing;

namespace TelemetryEngine.Attack;

/// <summary>What adds up in a table: the sum of each column of integers, how many values each column has, and the rows that were read and rejected.</summary>
internal sealed record TableTotals(Int128[] Sums, long[] Counts)
{
    public long Rows { get; set; }

    public long Rejects { get; set; }

    public override string ToString() => $"{Rows} rows, {Rejects} rejects, sums {string.Join(' ', Sums)}, counts {string.Join(' ', Counts)}";
}

/// <summary>The oracle for tables of a <see cref="TableShape"/>: one byte at a time, with nothing of the engine's.</summary>
internal static class ScalarReader
{
    public static TableTotals Read(byte[] text, int columns)
    {
        TableTotals totals = new(new Int128[columns], new long[columns]);
        List<(string Text, bool IsQuoted)> fields = [];
        StringBuilder field = new();
        (bool isInside, bool isQuoted, bool isOdd, bool isHeader) = (false, false, false, true);
        for (int at = 0; at <= text.Length; at++)
        {
            char c = at < text.Length ? (char)text[at] : '\n';
            if (isInside && !(c == '"' && Next(text, at) != '"'))
            {
                field.Append(c);
                at += c == '"' ? 1 : 0;
            }
            else if (c == '"' && (isInside || (field.Length == 0 && !isQuoted)))
            {
                (isInside, isQuoted) = (!isInside, true);
            }
            else if (c is not (',' or '\n' or '\r'))
            {
                isOdd |= isQuoted;
                field.Append(c);
            }
            else if (c == ',' || at < text.Length || fields.Count > 0 || field.Length > 0 || isQuoted)
            {
                fields.Add((field.ToString(), isQuoted));
                (isQuoted, _) = (false, field.Clear());
                if (c != ',')
                {
                    isHeader = Add(totals, fields, isOdd, isHeader);
                    isOdd = false;
                    fields.Clear();
                    at += c == '\r' && Next(text, at) == '\n' ? 1 : 0;
                }
            }
        }

        return totals;
    }

    private static int Next(byte[] text, int at) => at + 1 < text.Length ? text[at + 1] : -1;

    /// <summary>Takes a record; false, as what follows is no header.</summary>
    private static bool Add(TableTotals totals, List<(string Text, bool IsQuoted)> fields, bool isOdd, bool isHeader)
    {
        int columns = totals.Counts.Length;
        // a record of nothing but delimiters is no row
        bool isBlank = fields.TrueForAll(static field => field is { Text: "", IsQuoted: false }) && (columns > 1 || fields.Count > 1);
        if (isHeader || isBlank)
        {
            return isHeader && isBlank;
        }

        if (isOdd || fields.Count != columns)
        {
            totals.Rejects++;
            return false;
        }

        totals.Rows++;
        for (int i = 0; i < columns; i++)
        {
            bool isValue = fields[i].Text.Length > 0 || (fields[i].IsQuoted && !TableShape.IsNumber(i));
            totals.Counts[i] += isValue ? 1 : 0;
            totals.Sums[i] += isValue && TableShape.IsNumber(i) ? long.Parse(fields[i].Text, CultureInfo.InvariantCulture) : 0;
        }

        return false;
    }
}
