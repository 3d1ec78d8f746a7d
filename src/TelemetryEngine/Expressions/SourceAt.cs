using TelemetryEngine.Quoting;

namespace TelemetryEngine.Expressions;

// A place in an expression's text.
// Text: The whole text, or null for a node that was not parsed.
internal readonly record struct SourceAt(string? Text, int Position)
{
    // The most of the text that an error shows.
    private const int ShownChars = 100;

    // An error that shows this place: the message, the text, and a caret below the character.
    public PlanException Error(string message)
    {
        if (Text is null)
        {
            return new PlanException(message);
        }

        int first = Position < ShownChars / 2 ? 0 : Math.Max(0, Math.Min(Position - (ShownChars / 2), Text.Length - ShownChars));
        string shown = Text.Substring(first, Math.Min(ShownChars, Text.Length - first)).ReplaceLineEndings(" ").Replace('\t', ' ');
        int before = Math.Min(Position - first, shown.Length);
        string head = VisibleText.Of(shown[..before]);
        return new PlanException($"{message} at character {Position + 1}\n  {head}{shown[before..]}\n  {new string(' ', head.Length)}^");
    }
}
