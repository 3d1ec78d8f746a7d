using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

/// <summary>What a field says, without its quotes.</summary>
internal static class FieldText
{
    private const int ShownLength = 200;

    public static bool IsQuoted(ReadOnlySpan<byte> raw) => !raw.IsEmpty && raw[0] == CsvDialect.Quote;

    /// <summary>A field without the blanks around it and its quotes, and those within its quotes.</summary>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> raw, ref byte[] scratch) =>
        Blanks.MaySurround(raw) ? Padded(raw, ref scratch) : Blanks.Trim(Unquote(raw, ref scratch));

    /// <summary>True for a quoted field that stands between blanks. Nobody has looked at its quotes yet: each within must be doubled.</summary>
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

    /// <summary>True for a field that a spreadsheet is to take as text: <c>="0012"</c>.</summary>
    public static bool IsFormula(ReadOnlySpan<byte> raw) =>
        raw.Length > 2 && raw[^1] == CsvDialect.Quote && (raw.StartsWith("=\""u8) || (raw.Length > 7 && raw.StartsWith("\"=\"\""u8) && raw.EndsWith("\"\"\""u8)));

    /// <summary>The text of a field that may be quoted, also in the formula that makes it a text for spreadsheets. Where a doubled quote has to shrink it is written to <paramref name="scratch"/>.</summary>
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

    /// <summary>A text for a message: made visible, and cut when it is long; bytes that are not UTF-8 show as U+FFFD.</summary>
    public static string Show(ReadOnlySpan<byte> text) => VisibleText.Of(Cut(text));

    /// <summary>A text as it is, but cut when it is long; bytes that are not UTF-8 are U+FFFD.</summary>
    public static string Cut(ReadOnlySpan<byte> text) => text.Length <= ShownLength
        ? Encoding.UTF8.GetString(text)
        : Encoding.UTF8.GetString(text[..ShownLength]) + "…";
}
