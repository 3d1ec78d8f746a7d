using System.Globalization;
using System.Text;
using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>
/// Numbers in the styles in which files have them, read with nothing said: each value is exactly the one that was written, or an error, or the column is text; never another number. The writer knows nothing of the reader's tables.
/// </summary>
public sealed class NumberTextLaws
{
    private static readonly string[] Units = ["", "", "", " kW", "kWh", " %", " °C", " m³/h"];
    private static readonly string[] Words = ["NaN", "NULL", "N/A", "n/a", "-", "--", "unavailable", "unknown", "None", ""];

    [Fact]
    public void NoNumberIsReadAsAnother()
    {
        int read = 0;
        for (int seed = 0; seed < 1500; seed++)
        {
            read += Check(new Random(seed), seed) ? 1 : 0;
        }

        // most styles are read; if none were, the law would hold of nothing
        Assert.InRange(read, 1000, 1500);
    }

    /// <summary>True when the column was read as numbers.</summary>
    private static bool Check(Random random, int seed)
    {
        Style style = Style.Next(random);
        decimal[] values = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => style.Value(random))];
        bool[] isNull = [.. values.Select(_ => random.Next(8) == 0)];
        StringBuilder text = new($"row{style.Delimiter}v\n");
        for (int i = 0; i < values.Length; i++)
        {
            string field = isNull[i] ? Words[random.Next(Words.Length)] : style.Write(values[i]);
            text.Append(CultureInfo.InvariantCulture, $"{i}{style.Delimiter}{style.Field(field, random)}\n");
        }

        SourceContents rows = CsvReading.Skip(text.ToString(), new CsvDialect { Delimiter = (byte)style.Delimiter });
        bool isText = rows.Rows.Any(static row => row.Values[1] is string);
        foreach (SourceRow row in rows.Rows.Where(_ => !isText))
        {
            int number = (int)(long)row.Values[0]!;
            object? expected = isNull[number] ? null : (double)values[number];
            object? actual = row.Values[1] is null ? null : Convert.ToDouble(row.Values[1], CultureInfo.InvariantCulture);
            Assert.True(Equals(expected, actual), $"seed {seed}: {actual} where {expected} was written\n{text}");
        }

        return !isText && rows.Rows.Count == values.Length;
    }

    private sealed record Style(char Delimiter, char Separator, string Thousands, int Scale, string Unit, bool IsMoney, bool HasPlus, bool HasBlankSign, int Padding, int Size)
    {
        public static Style Next(Random random)
        {
            char separator = random.Next(3) == 0 ? ',' : '.';
            string[] groups = separator == '.' ? ["", "", ",", " ", "'", "\u00A0"] : ["", ".", " ", "\u202F", "’"];
            string thousands = groups[random.Next(groups.Length)];

            // integers with points between their thousands are decimals to everybody who is not told
            int least = thousands == "." ? 1 : 0;
            bool isMoney = random.Next(8) == 0;
            return new Style(
                ";,\t"[random.Next(3)], separator, thousands, Math.Max(least, random.Next(5)), isMoney ? "" : Units[random.Next(Units.Length)], isMoney, random.Next(6) == 0, random.Next(8) == 0,
                random.Next(4) == 0 ? random.Next(1, 5) : 0, random.Next(1, 9));
        }

        public decimal Value(Random random)
        {
            decimal digits = random.NextInt64((long)Math.Pow(10, Size + Scale));
            decimal value = digits;
            for (int i = 0; i < Scale; i++)
            {
                value /= 10;
            }

            return random.Next(3) == 0 ? -value : value;
        }

        public string Write(decimal value)
        {
            string plain = Math.Abs(value).ToString($"F{Scale}", CultureInfo.InvariantCulture);
            string whole = plain.Split('.')[0];
            for (int at = whole.Length - 3; at > 0 && Thousands.Length > 0; at -= 3)
            {
                whole = whole[..at] + Thousands + whole[at..];
            }

            string number = Scale == 0 ? whole : whole + Separator + plain.Split('.')[1];
            bool isNegative = value < 0;
            string sign = isNegative ? "-" : HasPlus ? "+" : "";
            return IsMoney && isNegative ? $"(${number})" : IsMoney ? $"${number}" : $"{sign}{(sign.Length > 0 && HasBlankSign ? "  " : "")}{number}{Unit}";
        }

        public string Field(string text, Random random)
        {
            string padded = Padding == 0 ? text : random.Next(2) == 0 ? text.PadLeft(text.Length + Padding) : text.PadRight(text.Length + Padding);
            return padded.Contains(Delimiter, StringComparison.Ordinal) || random.Next(10) == 0 ? $"\"{padded}\"" : padded;
        }
    }
}
