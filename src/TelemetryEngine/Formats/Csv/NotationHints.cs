using System.Text;

namespace TelemetryEngine.Formats.Csv;

/// <summary>The flags that make a number of digits and what stands between them.</summary>
internal static class NotationHints
{
    /// <summary>The flags, one for each value that the digits can have; null where the notation that is in force reads them, or none does.</summary>
    public static string? For(ReadOnlySpan<byte> digits, NumberNotation inForce)
    {
        int mask = NumberNotation.MaskOf(digits);
        if (mask == 0 || (mask & (1 << inForce.Place)) != 0)
        {
            return null;
        }

        List<string> hints = [];
        HashSet<string> values = new(StringComparer.Ordinal);
        for (int i = 0; i < NumberNotation.All.Length; i++)
        {
            NumberNotation notation = NumberNotation.All[i];
            bool keeps = inForce.Separator == notation.Separator || inForce.Separator == (byte)'.';
            if ((mask & (1 << i)) != 0 && keeps && values.Add(Value(digits, notation)))
            {
                hints.Add($"{Flags(notation, inForce)} reads it as {Value(digits, notation)}");
            }
        }

        return hints.Count == 0 ? null : string.Join(", ", hints);
    }

    /// <summary>The flags of a notation.</summary>
    public static string Flags(NumberNotation notation, NumberNotation inForce)
    {
        string comma = notation.Separator == (byte)',' && inForce.Separator != (byte)',' ? "--decimal-comma" : "";
        string thousands = notation.Thousands switch
        {
            0 => "",
            (byte)',' => "--thousands ,",
            (byte)'.' => "--thousands .",
            (byte)' ' => "--thousands ' '",
            _ => "--thousands \"'\"",
        };
        return comma.Length > 0 && thousands.Length > 0 ? $"{comma} {thousands}" : comma + thousands;
    }

    private static string Value(ReadOnlySpan<byte> digits, NumberNotation notation)
    {
        Span<byte> plain = stackalloc byte[WrittenNumber.MaxLength];
        notation.TryWrite(digits, plain, out int length);
        return Encoding.ASCII.GetString(plain[..length]).Replace(',', '.');
    }
}
