using Superpower.Model;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// Reads statements.
internal static class SqlParser
{
    // Words that begin a part of a query, for hints to what was meant.
    private static readonly string[] Clauses =
    [
        "from", "where", "group", "having", "qualify", "order", "limit", "offset", "union", "join", "left", "inner", "semi", "anti", "asof",
        "on", "using", "as", "sample", "fill", "filter", "over", "desc", "asc", "nulls", "analyze",
    ];

    // Reads a statement, the whole text.
    // throws PlanException: The text is none; the message has the line, the column, and a caret under the place.
    public static SqlStatement Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        SqlExpressionGrammar.Start();
        TokenList<TokenKind> tokens = new WordTokenizer(isSql: true).Tokenize(text);
        TokenListParserResult<TokenKind, SqlStatement> result = SqlGrammar.Instance.Statement(tokens);
        return !result.HasValue ? throw SyntaxError.Of(result, text, isSql: true, Clauses, Before(tokens, result.Remainder))
            : !result.Remainder.IsAtEnd
                ? throw SyntaxError.Behind(result.Remainder, text, isSql: true, "the statement", Clauses, Before(tokens, result.Remainder))
            : result.Value with { Parameters = SqlExpressionGrammar.Parameters };
    }

    // Where a statement has a name first; null where it does not.
    public static SourceAt? PlaceOf(string text, string name)
    {
        foreach (Token<TokenKind> token in new WordTokenizer(isSql: true).Tokenize(text))
        {
            if (token.Kind is TokenKind.Name or TokenKind.QuotedName && token.Characters == name)
            {
                return new SourceAt(text, token.Position.Absolute, IsSql: true);
            }
        }

        return null;
    }

    // The token before the place where reading ended: a misspelt word is read as a name, and what is behind it does not fit.
    private static Token<TokenKind>? Before(TokenList<TokenKind> tokens, TokenList<TokenKind> rest) =>
        rest.Position == 0 ? null : tokens.ElementAt(rest.Position - 1);
}
