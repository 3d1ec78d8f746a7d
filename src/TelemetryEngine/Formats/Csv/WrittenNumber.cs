using System.Text;

namespace TelemetryEngine.Formats.Csv;

// The parts of a number as people write it: - 0.243, +5, (12.50), $1,115.67, 13.6 °C. What the digits and the signs between them mean is a
// NumberNotation.
internal readonly ref struct WrittenNumber
{
    // A longer text is no number that was written by hand; plain ones of any length are read before.
    public const int MaxLength = 100;

    private WrittenNumber(bool isNegative, bool inParentheses, ReadOnlySpan<byte> digits, ReadOnlySpan<byte> unit)
    {
        IsNegative = isNegative;
        InParentheses = inParentheses;
        Digits = digits;
        Unit = unit;
    }

    // True behind a minus, or in parentheses.
    public bool IsNegative { get; }

    // True in parentheses, by which accounts mean a negative number.
    public bool InParentheses { get; }

    // Digits, what stands between them, and the exponent.
    public ReadOnlySpan<byte> Digits { get; }

    // The currency before or the unit behind; empty where there is neither.
    public ReadOnlySpan<byte> Unit { get; }

    // Takes a text apart, without blanks around it. False for what can't be a number in any notation.
    public static bool TryParse(ReadOnlySpan<byte> text, out WrittenNumber number)
    {
        number = default;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        bool inParentheses = text[0] == '(' && text[^1] == ')';
        ReadOnlySpan<byte> rest = inParentheses ? Blanks.Trim(text[1..^1]) : text;
        int sign = TakeSign(ref rest);
        ReadOnlySpan<byte> currency = TakeCurrency(ref rest);
        if (currency.Length > 0 && sign == 0)
        {
            sign = TakeSign(ref rest);
        }

        int end = DigitsEnd(rest);
        ReadOnlySpan<byte> unit = Blanks.TrimStart(rest[end..]);
        if (end == 0 || (inParentheses && sign != 0) || (currency.Length > 0 && unit.Length > 0) || !CanBeUnit(unit))
        {
            return false;
        }

        number = new WrittenNumber(inParentheses || sign < 0, inParentheses, rest[..end], currency.Length > 0 ? currency : unit);
        return true;
    }

    // −1 or 1 for a sign, with the blanks behind it; 0 for none.
    private static int TakeSign(scoped ref ReadOnlySpan<byte> text)
    {
        int length = text.IsEmpty ? 0 : text[0] is (byte)'+' or (byte)'-' ? 1 : text.StartsWith("−"u8) ? 3 : 0;
        if (length == 0)
        {
            return 0;
        }

        int sign = text[0] == '+' ? 1 : -1;
        text = Blanks.TrimStart(text[length..]);
        return sign;
    }

    private static ReadOnlySpan<byte> TakeCurrency(scoped ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny("0123456789.,+-"u8);
        if (end <= 0)
        {
            return default;
        }

        ReadOnlySpan<byte> currency = Blanks.TrimEnd(text[..end]);
        if (!NumberUnits.IsCurrency(currency))
        {
            return default;
        }

        text = text[end..];
        return currency;
    }

    // Where digits, the signs between them and an exponent end. A blank is between digits only when a digit follows.
    private static int DigitsEnd(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length)
        {
            int length = text[at] is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)',' or (byte)'\'' ? 1
                : text[at..].StartsWith("’"u8) ? 3
                : at > 0 && Blanks.LengthAt(text[at..]) is > 0 and int blank && at + blank < text.Length && IsDigit(text[at + blank])
                    ? blank
                : 0;
            if (length == 0)
            {
                break;
            }

            at += length;
        }

        return at > 0 && at < text.Length && text[at] is (byte)'e' or (byte)'E' ? ExponentEnd(text, at) : at;
    }

    private static int ExponentEnd(ReadOnlySpan<byte> text, int at)
    {
        int end = at + 1;
        end += end < text.Length && text[end] is (byte)'+' or (byte)'-' ? 1 : 0;
        int digits = end;
        while (end < text.Length && IsDigit(text[end]))
        {
            end++;
        }

        return end > digits ? end : at;
    }

    // A unit begins like one: a digit, a sign or a bracket there means that the whole is something else, such as a date or a range. With a
    // digit in it (0x1F, 1h30) it has to be a known one.
    private static bool CanBeUnit(ReadOnlySpan<byte> unit) => unit.IsEmpty
        || (unit.Length <= 20
            && (unit[0] is (byte)'%' or (byte)'$' or >= 0x80 || char.IsAsciiLetter((char)unit[0]))
            && (!unit.ContainsAnyInRange((byte)'0', (byte)'9') || NumberUnits.IsKnown(Encoding.UTF8.GetString(unit))));

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}
