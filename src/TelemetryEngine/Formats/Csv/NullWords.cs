using System.Text;

namespace TelemetryEngine.Formats.Csv;

// The words by which files say that there is no value. In a column of numbers, booleans or times whose type was inferred they are null, and
// counted; in columns of text they are texts.
internal static class NullWords
{
    private static readonly string[] Words =
    [
        "NaN", "nan", "NAN", "NULL", "null", "Null", "N/A", "n/a", "NA", "na", "<NA>", "#N/A", "#NA", "#VALUE!", "#DIV/0!", "#REF!",
        "(null)", "\\N",
        "-", "--", "---", "–", "—", ".", "?", "None", "none", "NONE", "nil", "undefined", "missing", "Missing", "MISSING",
        "unavailable", "Unavailable", "UNAVAILABLE", "unknown", "Unknown", "UNKNOWN",
    ];

    private static readonly byte[][] Texts = [.. Words.Select(Encoding.UTF8.GetBytes)];

    // How many words there are.
    public static int Count => Words.Length;

    // The number of a word, trimmed and without quotes; −1 for any other text.
    public static int Find(ReadOnlySpan<byte> text)
    {
        // a digit there means a number, and almost all texts that are asked for are one
        if (text.Length is 0 or > 11 || text[0] is >= (byte)'0' and <= (byte)'9'
            || (text.Length > 1 && text[1] is >= (byte)'0' and <= (byte)'9'))
        {
            return -1;
        }

        for (int i = 0; i < Texts.Length; i++)
        {
            if (text.SequenceEqual(Texts[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // A word by its number.
    public static string Word(int number) => Words[number];

    // True for the words that are also a value of floating-point numbers.
    public static bool IsNaN(int number) => number is 0 or 1 or 2;
}
