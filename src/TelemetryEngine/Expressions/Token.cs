namespace TelemetryEngine.Expressions;

internal enum TokenKind
{
    // A bare word: keyword, column or function.
    Name,

    // A name in double quotes.
    QuotedName,

    // Digits.
    Integer,

    // Digits with a point or an exponent.
    Decimal,

    // Text in single quotes.
    Text,

    // An operator, a bracket or a comma.
    Symbol,

    // The end of the expression.
    End,
}

// A word of an expression.
// Text: Its characters; without quotes, doubled ones made single.
internal readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    // As error messages call it.
    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => $"text '{Text}'",
        TokenKind.QuotedName => $"\"{Text}\"",
        _ => $"'{Text}'",
    };

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Name && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
