using System.Buffers;
using System.Text;
using System.Text.Unicode;
using TelemetryEngine.Formats.Text;

namespace TelemetryEngine.Formats.NdJson;

// Text as a JSON string: only what RFC 8259 demands is escaped. Bytes that are not UTF-8 become U+FFFD, since JSON has no way to keep them.
internal static class JsonText
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    public static void Append(Utf8Output output, ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        }

        output.Append((byte)'"');
        for (int special = text.IndexOfAny(Special); special >= 0; special = text.IndexOfAny(Special))
        {
            output.Append(text[..special]);
            AppendEscape(output, text[special]);
            text = text[(special + 1)..];
        }

        output.Append(text);
        output.Append((byte)'"');
    }

    private static void AppendEscape(Utf8Output output, byte value)
    {
        ReadOnlySpan<byte> hexDigits = "0123456789abcdef"u8;
        switch (value)
        {
            case (byte)'"': output.Append("\\\""u8); break;
            case (byte)'\\': output.Append("\\\\"u8); break;
            case (byte)'\b': output.Append("\\b"u8); break;
            case (byte)'\f': output.Append("\\f"u8); break;
            case (byte)'\n': output.Append("\\n"u8); break;
            case (byte)'\r': output.Append("\\r"u8); break;
            case (byte)'\t': output.Append("\\t"u8); break;
            default:
                output.Append("\\u00"u8);
                output.Append(hexDigits[value >> 4]);
                output.Append(hexDigits[value & 15]);
                break;
        }
    }
}
