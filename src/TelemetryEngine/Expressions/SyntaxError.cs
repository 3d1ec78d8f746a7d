using Superpower.Model;

namespace TelemetryEngine.Expressions;

// What is said of a text that the grammar does not read: what was expected, what was found, and which word was perhaps meant.
internal static class SyntaxError
{
    // So many characters of a token are shown.
    private const int ShownChars = 60;

    // Words that may stand behind an operand.
    private static readonly string[] Operators = ["and", "or", "not", "is", "between", "in", "like"];

    // The error of a rule that failed.
    // words: Words that parts of a statement begin with.
    // before: The token before the place.
    public static PlanException Of<T>(
        TokenListParserResult<TokenKind, T> failed, string text, bool isSql, string[]? words = null, Token<TokenKind>? before = null)
    {
        SourceAt at = At(failed.Remainder, text, isSql);
        if (failed.ErrorMessage is { } message)
        {
            return at.Error(message);
        }

        string[] expected = [.. (failed.Expectations ?? []).Distinct()];
        bool isClosed = expected.Any(static e => e.EndsWith("')'", StringComparison.Ordinal));
        return at.Error($"expected {Alternatives(expected)}, found {Shown(failed.Remainder)}"
            + Hint(failed.Remainder, expected, words ?? [], isClosed ? before : null));
    }

    // The error of something behind what was read to its end.
    public static PlanException Behind(
        TokenList<TokenKind> rest, string text, bool isSql, string what, string[]? words = null, Token<TokenKind>? before = null) =>
        At(rest, text, isSql).Error($"unexpected {Shown(rest)} behind {what}{Meant(rest, [.. words ?? [], .. Operators], before)}");

    // What comes next, as messages call it.
    public static string Shown(TokenList<TokenKind> rest)
    {
        if (rest.IsAtEnd)
        {
            return "the end";
        }

        string characters = rest.Next.Characters;
        string shown = characters.Length <= ShownChars ? characters : characters[..ShownChars] + "…";
        return rest.Kind switch
        {
            TokenKind.Text => $"text '{shown}'",
            TokenKind.QuotedName => $"\"{shown}\"",
            _ => $"'{shown}'",
        };
    }

    private static SourceAt At(TokenList<TokenKind> rest, string text, bool isSql) =>
        new(text, rest.IsAtEnd ? text.Length : rest.Next.Position.Absolute, isSql);

    private static string Alternatives(string[] expected) => expected.Length switch
    {
        0 => "nothing more",
        1 => expected[0],
        _ => $"{string.Join(", ", expected[..^1])} or {expected[^1]}",
    };

    private static string Hint(TokenList<TokenKind> found, string[] expected, string[] words, Token<TokenKind>? before)
    {
        if (found.Kind is { } kind && ReservedWords.IsWord(kind))
        {
            string? what = expected.Contains("a value") || expected.Contains("a name") ? "column"
                : expected.Contains("a table") ? "table" : null;
            return what is null ? "" : $" (a {what} of that name is written in double quotes)";
        }

        IEnumerable<string> quoted = string.Join(' ', expected).Split('\'').Where(static (_, i) => i % 2 == 1);
        return Meant(found, [.. quoted, .. words], before);
    }

    // The word that was meant by what was found, or by the name before it, which was read as another name.
    private static string Meant(TokenList<TokenKind> found, string[] words, Token<TokenKind>? before) =>
        found.Kind == TokenKind.Name && Near(found.Next, words) is { } near ? $"; did you mean '{near}'?"
        : before is { Kind: TokenKind.Name } name && Near(name, words) is { } meant
            ? $"; did you mean '{meant}' by '{name.ToStringValue()}'?"
        : "";

    // A name of one letter is near to too much.
    private static string? Near(Token<TokenKind> name, string[] words) => name.Span.Length == 1 ? null : NearestName.Find(
        name.ToStringValue(),
        words.Where(word => word.Length > 1 && !word.Equals(name.ToStringValue(), StringComparison.OrdinalIgnoreCase)));
}
