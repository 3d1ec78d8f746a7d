namespace TelemetryEngine.Expressions;

internal enum TokenKind
{
    /// <summary>A bare word: keyword, column or function.</summary>
    Name,

    /// <summary>A name in double quotes.</summary>
    QuotedName,

    /// <summary>Digits.</summary>
    Integer,

    /// <summary>Digits with a point or an exponent.</summary>
    Decimal,

    /// <summary>Text in single quotes.</summary>
    Text,

    /// <summary>An operator, a bracket or a comma.</summary>
    Symbol,

    /// <summary>The end of the expression.</summary>
    End,
}

/// <summary>A word of an expression.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">Its characters; without quotes, doubled ones made single.</param>
/// <param name="Position">Where it starts.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    /// <summary>As error messages call it.</summary>
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
