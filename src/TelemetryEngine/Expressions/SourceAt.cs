using TelemetryEngine.Quoting;

namespace TelemetryEngine.Expressions;

// A place in an expression's text.
// Text: The whole text, or null for a node that was not parsed.
// IsSql: Whether it is a statement, whose places are told by line and column; so are those of any text that has lines.
internal readonly record struct SourceAt(string? Text, int Position, bool IsSql = false)
{
    // The most of the text that an error shows.
    private const int ShownChars = 100;

    // The number of the line, from 1 on.
    public int Line => Text.AsSpan(0, Position).Count('\n') + 1;

    // The place in its line, from 1 on.
    public int Column => Position - LineStart + 1;

    private int LineStart => Text.AsSpan(0, Position).LastIndexOf('\n') + 1;

    // An error that shows this place: the message, the line, and a caret below the character.
    public PlanException Error(string message)
    {
        if (Text is null)
        {
            return new PlanException(message);
        }

        int start = LineStart;
        string line = Text[start..(Text.IndexOf('\n', Position) is >= 0 and var end ? end : Text.Length)].TrimEnd('\r');
        int place = Math.Min(Position - start, line.Length);
        int first = place < ShownChars / 2 ? 0 : Math.Max(0, Math.Min(place - (ShownChars / 2), line.Length - ShownChars));
        string shown = line.Substring(first, Math.Min(ShownChars, line.Length - first)).ReplaceLineEndings(" ").Replace('\t', ' ');
        int before = Math.Min(place - first, shown.Length);
        string head = VisibleText.Of(shown[..before]);
        string where =
            IsSql || Text.Contains('\n', StringComparison.Ordinal) ? $"line {Line}, column {Column}" : $"character {Position + 1}";
        return new PlanException($"{message} at {where}\n  {head}{shown[before..]}\n  {new string(' ', head.Length)}^");
    }
}
