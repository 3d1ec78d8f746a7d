namespace TelemetryEngine.Formats.Csv;

// What stands between the digits of numbers.
// Separator: Between integer digits and fraction: a point or a comma.
// Thousands: Between groups of three integer digits: , . ' or a space, which stands for all blanks; 0 for nothing.
internal readonly record struct NumberNotation(byte Separator, byte Thousands)
{
    // All of them: four with a point, then four with a comma, each begun by the one without groups.
    public static readonly NumberNotation[] All =
    [
        new((byte)'.', 0), new((byte)'.', (byte)','), new((byte)'.', (byte)' '), new((byte)'.', (byte)'\''),
        new((byte)',', 0), new((byte)',', (byte)'.'), new((byte)',', (byte)' '), new((byte)',', (byte)'\''),
    ];

    // The notation's place among all; −1 for none of them.
    public int Place
    {
        get
        {
            int place = All.Length - 1;
            while (place >= 0 && (All[place].Separator != Separator || All[place].Thousands != Thousands))
            {
                place--;
            }

            return place;
        }
    }

    // How many of them share a separator.
    public const int PerSeparator = 4;

    // One bit for each notation with a point.
    public const int PointMask = 0x0F;

    // One bit for each notation with a comma.
    public const int CommaMask = 0xF0;

    // The notations in which digits and what is between them are a number, as one bit each.
    public static int MaskOf(ReadOnlySpan<byte> digits)
    {
        Span<byte> scratch = stackalloc byte[WrittenNumber.MaxLength];
        int mask = 0;
        for (int i = 0; i < All.Length; i++)
        {
            mask |= All[i].TryWrite(digits, scratch, out _) ? 1 << i : 0;
        }

        return mask;
    }

    // Writes a number without its groups. They are strict: one to three digits, the first not 0, then groups of exactly three, so that no
    // fraction can pass as a group unseen.
    // digits: Digits, what stands between them, and perhaps an exponent; no sign, no unit.
    // into: Room for as many bytes.
    public bool TryWrite(ReadOnlySpan<byte> digits, Span<byte> into, out int length)
    {
        length = 0;
        int run = 0;
        int all = 0;
        bool isGrouped = false;
        bool isFraction = false;
        for (int i = 0; i < digits.Length;)
        {
            byte value = digits[i];
            if (value is >= (byte)'0' and <= (byte)'9')
            {
                into[length++] = value;
                run++;
                all++;
                i++;
            }
            else if (value == Separator && !isFraction && !(isGrouped && run != 3))
            {
                into[length++] = value;
                isFraction = true;
                i++;
            }
            else if (value is (byte)'e' or (byte)'E' && all > 0 && !isGrouped && IsExponent(digits[i..]))
            {
                digits[i..].CopyTo(into[length..]);
                length += digits.Length - i;
                return true;
            }
            else if (!isFraction && GroupSign(digits[i..]) is > 0 and int sign
                && (isGrouped ? run == 3 : run is >= 1 and <= 3 && into[0] != '0'))
            {
                isGrouped = true;
                run = 0;
                i += sign;
            }
            else
            {
                return false;
            }
        }

        return all > 0 && (!isGrouped || isFraction || run == 3);
    }

    private static bool IsExponent(ReadOnlySpan<byte> text)
    {
        int sign = text.Length > 1 && text[1] is (byte)'+' or (byte)'-' ? 2 : 1;
        return text.Length > sign && !text[sign..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    // The bytes of the sign between groups that a text begins with; 0 where there is none.
    private int GroupSign(ReadOnlySpan<byte> text) => Thousands switch
    {
        0 => 0,
        (byte)' ' => Blanks.LengthAt(text) is > 0 and int blank && text[0] != '\t' ? blank : 0,
        (byte)'\'' => text[0] == '\'' ? 1 : text.StartsWith("’"u8) ? 3 : 0,
        _ => text[0] == Thousands ? 1 : 0,
    };
}
