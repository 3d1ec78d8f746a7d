using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

// What a field says, without its quotes.
internal static class FieldText
{
    private const int ShownLength = 200;

    public static bool IsQuoted(ReadOnlySpan<byte> raw) => !raw.IsEmpty && raw[0] == CsvDialect.Quote;

    // A field without the blanks around it and its quotes, and those within its quotes.
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> raw, ref byte[] scratch) =>
        Blanks.MaySurround(raw) ? Padded(raw, ref scratch) : Blanks.Trim(Unquote(raw, ref scratch));

    // True for a quoted field that stands between blanks. Its quotes were not checked yet: each within must be doubled.
    public static bool IsQuotedWhole(ReadOnlySpan<byte> trimmed)
    {
        if (trimmed.Length < 2 || !IsQuoted(trimmed) || trimmed[^1] != CsvDialect.Quote)
        {
            return false;
        }

        ReadOnlySpan<byte> inner = trimmed[1..^1];
        while (inner.IndexOf(CsvDialect.Quote) is >= 0 and int at)
        {
            if (at + 1 == inner.Length || inner[at + 1] != CsvDialect.Quote)
            {
                return false;
            }

            inner = inner[(at + 2)..];
        }

        return true;
    }

    private static ReadOnlySpan<byte> Padded(ReadOnlySpan<byte> raw, ref byte[] scratch)
    {
        ReadOnlySpan<byte> trimmed = Blanks.Trim(raw);
        return IsQuoted(trimmed) && !IsQuotedWhole(trimmed) ? trimmed : Blanks.Trim(Unquote(trimmed, ref scratch));
    }

    // True for a field that a spreadsheet is to take as text: ="0012".
    public static bool IsFormula(ReadOnlySpan<byte> raw) =>
        raw.Length > 2 && raw[^1] == CsvDialect.Quote
            && (raw.StartsWith("=\""u8) || (raw.Length > 7 && raw.StartsWith("\"=\"\""u8) && raw.EndsWith("\"\"\""u8)));

    // The text of a field that may be quoted, also in the formula that makes it a text for spreadsheets. Where a doubled quote has to
    // shrink it is written to scratch.
    public static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> raw, ref byte[] scratch)
    {
        if (!IsQuoted(raw) || raw.Length < 2)
        {
            return !raw.IsEmpty && raw[0] == '=' && IsFormula(raw) ? raw[2..^1] : raw;
        }

        if (raw[1] == '=' && IsFormula(raw))
        {
            return Unquote(raw[3..^2], ref scratch);
        }

        ReadOnlySpan<byte> inner = raw[1..^1];
        if (!inner.Contains(CsvDialect.Quote))
        {
            return inner;
        }

        if (scratch.Length < inner.Length)
        {
            scratch = new byte[Math.Max(inner.Length, 256)];
        }

        int length = 0;
        for (int i = 0; i < inner.Length; i++)
        {
            scratch[length++] = inner[i];
            if (inner[i] == CsvDialect.Quote)
            {
                i++;
            }
        }

        return scratch.AsSpan(0, length);
    }

    // A text for a message: made visible, and cut when it is long; bytes that are not UTF-8 show as U+FFFD.
    public static string Show(ReadOnlySpan<byte> text) => VisibleText.Of(Cut(text));

    // A text as it is, but cut when it is long; bytes that are not UTF-8 are U+FFFD.
    public static string Cut(ReadOnlySpan<byte> text) => text.Length <= ShownLength
        ? Encoding.UTF8.GetString(text)
        : Encoding.UTF8.GetString(text[..ShownLength]) + "…";
}
