using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

// The options that make a number of digits and what stands between them.
internal static class NotationHints
{
    // The options, one for each value that the digits can have; null where the notation that is in force reads them, or none does.
    public static MessageText? For(ReadOnlySpan<byte> digits, NumberNotation inForce)
    {
        int mask = NumberNotation.MaskOf(digits);
        if (mask == 0 || (mask & (1 << inForce.Place)) != 0)
        {
            return null;
        }

        List<MessageText> hints = [];
        HashSet<string> values = new(StringComparer.Ordinal);
        for (int i = 0; i < NumberNotation.All.Length; i++)
        {
            NumberNotation notation = NumberNotation.All[i];
            bool keeps = inForce.Separator == notation.Separator || inForce.Separator == (byte)'.';
            if ((mask & (1 << i)) != 0 && keeps && values.Add(Value(digits, notation)))
            {
                hints.Add(Message.Of($"{Options(notation, inForce)} reads it as {Value(digits, notation)}"));
            }
        }

        return hints.Count == 0 ? null : MessageText.Join(", ", hints);
    }

    // The options of a notation.
    public static MessageText Options(NumberNotation notation, NumberNotation inForce)
    {
        bool isComma = notation.Separator == (byte)',' && inForce.Separator != (byte)',';
        Fix thousands = Fix.Thousands.With(((char)notation.Thousands).ToString());
        return notation.Thousands == 0 ? isComma ? Message.Of($"{Fix.DecimalComma}") : MessageText.Empty
            : isComma ? Message.Of($"{Fix.DecimalComma} {thousands}")
            : Message.Of($"{thousands}");
    }

    private static string Value(ReadOnlySpan<byte> digits, NumberNotation notation)
    {
        Span<byte> plain = stackalloc byte[WrittenNumber.MaxLength];
        notation.TryWrite(digits, plain, out int length);
        return Encoding.ASCII.GetString(plain[..length]).Replace(',', '.');
    }
}
