using System.Text;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>Texts made to be hard to read, from a seed.</summary>
internal static class HostileText
{
    private static readonly string[] Pieces = ["a", "b", "1", "\"", "\"\"", ",", ",", "\n", "\r\n", "\r", "#", "é", "\"x\"", ",\"", "\"\n", "xyzxyzxyzxyzxyzxyzxyzxyzxyzxyz"];

    /// <summary>Any sequence of the bytes that matter.</summary>
    public static byte[] Noise(int seed, int length)
    {
        Random random = new(seed);
        StringBuilder text = new();
        for (int i = 0; i < length; i++)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A table of texts and numbers that follows all rules, with quotes and line ends by chance; here and there a record does not.</summary>
    public static byte[] Table(int seed, int rows, int columns, bool withFaults)
    {
        Random random = new(seed);
        StringBuilder text = new();
        for (int column = 0; column < columns; column++)
        {
            text.Append(column == 0 ? "" : ",").Append('c').Append(column);
        }

        text.Append(LineEnd(random));
        for (int row = 0; row < rows; row++)
        {
            int fields = withFaults && random.Next(10) == 0 ? random.Next(1, columns + 3) : columns;
            for (int field = 0; field < fields; field++)
            {
                text.Append(field == 0 ? "" : ",").Append(Field(random, isNumber: field == 0));
            }

            text.Append(withFaults && random.Next(20) == 0 ? "\"q\"x" : "").Append(row < rows - 1 || random.Next(2) == 0 ? LineEnd(random) : "");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string LineEnd(Random random) => random.Next(6) switch { 0 => "\r\n", 1 => "\r", 2 => "\n\n", _ => "\n" };

    private static string Field(Random random, bool isNumber)
    {
        string value = isNumber
            ? random.Next(-1000, 1000).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "ab,\"\r\nµ7"[random.Next(8)]));
        bool mustQuote = value.AsSpan().ContainsAny(",\"\r\n");
        return mustQuote || random.Next(5) == 0 ? '"' + value.Replace("\"", "\"\"", StringComparison.Ordinal) + '"' : value;
    }
}
