using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

// How the numbers of a column are written where they are not plain. What it says is asked only of fields that a reader refused.
// Notation: What stands between their digits.
// Unit: The unit that they carry, or the currency; null where they carry none.
// TakesParentheses: True when a number in parentheses is negative: in columns of money, and where units are stripped.
internal sealed record NumberStyle(NumberNotation Notation, string? Unit, bool TakesParentheses)
{
    private readonly byte[] _unit = Encoding.UTF8.GetBytes(Unit ?? "");

    // True when a number without the unit is none of the column: what it counts can't be told. Sums of money are often written with the
    // sign only where there is room.
    public bool NeedsUnit { get; } = Unit is not null && !NumberUnits.IsMoney(Unit);

    // Writes a number as readers know it: a minus, digits, the separator.
    // text: The field, without quotes and blanks.
    // into: Room for WrittenNumber.MaxLength bytes and one.
    public bool TryWrite(ReadOnlySpan<byte> text, Span<byte> into, out int length)
    {
        length = 0;
        if (!WrittenNumber.TryParse(text, out WrittenNumber number)
            || (number.InParentheses && !TakesParentheses)
            || !(number.Unit.IsEmpty ? !NeedsUnit : number.Unit.SequenceEqual(_unit)))
        {
            return false;
        }

        int sign = number.IsNegative ? 1 : 0;
        into[0] = (byte)'-';
        bool isNumber = Notation.TryWrite(number.Digits, into[sign..], out length);
        length += sign;
        return isNumber;
    }

    // Why a text is no number of the column though it is one for people, with what helps; null where that is not the reason.
    public MessageText? Explain(string column, ReadOnlySpan<byte> text)
    {
        if (!WrittenNumber.TryParse(text, out WrittenNumber number) || NumberNotation.MaskOf(number.Digits) is 0)
        {
            return null;
        }

        string shown = FieldText.Show(text);
        if (NeedsUnit && number.Unit.IsEmpty)
        {
            return Message.Of(
                $"'{shown}' has no unit where the numbers of '{column}' are in {Unit}; {Fix.Schema.With(column, "utf8")} reads the column as text");
        }

        if (!number.Unit.IsEmpty && !number.Unit.SequenceEqual(_unit))
        {
            string unit = FieldText.Show(number.Unit);
            return Unit is null
                ? Message.Of(
                    $"'{shown}' carries the unit {unit}; {Fix.StripUnits} takes units off, if all numbers of the column have the same")
                : Message.Of(
                    $"'{shown}' is in {unit} where the numbers of '{column}' are in {Unit}; {Fix.Schema.With(column, "utf8")} reads the column as text");
        }

        if (number.InParentheses && !TakesParentheses)
        {
            return Message.Of($"'{shown}' is not a number; {Fix.StripUnits} reads numbers in parentheses as negative");
        }

        return NotationHints.For(number.Digits, Notation) is { } hint ? Message.Of($"'{shown}' is not a number; {hint}") : null;
    }
}
