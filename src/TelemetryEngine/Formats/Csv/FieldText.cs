using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

/// <summary>What a field says, without its quotes.</summary>
internal static class FieldText
{
    private const int ShownLength = 200;

    public static bool IsQuoted(ReadOnlySpan<byte> raw) => !raw.IsEmpty && raw[0] == CsvDialect.Quote;

    /// <summary>The text of a field that may be quoted. Where a doubled quote has to shrink it is written to <paramref name="scratch"/>.</summary>
    public static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> raw, ref byte[] scratch)
    {
        if (!IsQuoted(raw) || raw.Length < 2)
        {
            return raw;
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
