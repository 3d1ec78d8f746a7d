using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace TelemetryEngine.Expressions;

// The small rules that grammars are made of. What a rule expects is named as messages show it.
internal static class TokenRules
{
    // A token of a kind.
    public static TokenListParser<TokenKind, Token<TokenKind>> Is(TokenKind kind, string shown) =>
        Token.Matching<TokenKind>(found => found == kind, shown);

    // A reserved word.
    public static TokenListParser<TokenKind, Token<TokenKind>> Is(TokenKind kind) => Is(kind, $"'{ReservedWords.Word(kind)}'");

    // A word that is not reserved, in any letter case.
    public static TokenListParser<TokenKind, Token<TokenKind>> Word(string word)
    {
        string[] expected = [$"'{word}'"];
        return input => IsWord(input, word) ? input.ConsumeToken()
            : TokenListParserResult.Empty<TokenKind, Token<TokenKind>>(input, expected);
    }

    // Whether something stands there; for words that may be left out.
    public static TokenListParser<TokenKind, bool> IsThere<T>(this TokenListParser<TokenKind, T> rule) =>
        rule.Select(static _ => true).OptionalOrDefault();

    // A rule whose text may be left out.
    public static TokenListParser<TokenKind, T?> Maybe<T>(this TokenListParser<TokenKind, T> rule)
        where T : class => rule.Select(static T? (value) => value).OptionalOrDefault();

    // A result of a rule whose text may be left out.
    public static TokenListParserResult<TokenKind, T?> OrNull<T>(this TokenListParserResult<TokenKind, T> result)
        where T : class => result!;

    // One of several rules, by the kind of the next token: nothing is tried in vain.
    public static TokenListParser<TokenKind, T> ByKind<T>(
        string expected, params ReadOnlySpan<(TokenKind Kind, TokenListParser<TokenKind, T> Rule)> rules)
    {
        TokenListParser<TokenKind, T>?[] table = new TokenListParser<TokenKind, T>?[(int)TokenKind.As + 1];
        foreach ((TokenKind kind, TokenListParser<TokenKind, T> rule) in rules)
        {
            table[(int)kind] = rule;
        }

        string[] expectations = [expected];
        return input => input.Kind is { } kind && table[(int)kind] is { } rule ? rule(input)
            : TokenListParserResult.Empty<TokenKind, T>(input, expectations);
    }

    // One or more, with commas between.
    public static TokenListParser<TokenKind, T[]> List<T>(this TokenListParser<TokenKind, T> item) =>
        item.AtLeastOnceDelimitedBy(Is(TokenKind.Comma, "','"));

    // A rule in round brackets.
    public static TokenListParser<TokenKind, T> InBrackets<T>(this TokenListParser<TokenKind, T> rule, string close = "')'") =>
        rule.Between(Is(TokenKind.Open, "'('"), Is(TokenKind.Close, close));

    // None or more, with commas between, in round brackets.
    public static TokenListParser<TokenKind, T[]> BracketList<T>(this TokenListParser<TokenKind, T> item)
    {
        TokenListParser<TokenKind, T[]> close = Is(TokenKind.Close, "')'").Select(static _ => System.Array.Empty<T>());
        TokenListParser<TokenKind, Token<TokenKind>> closeBehind = Is(TokenKind.Close, "',' or ')'");
        TokenListParser<TokenKind, T[]> items = item.List().Then(list => closeBehind.Value(list));
        return Is(TokenKind.Open, "'('").IgnoreThen(input => input.Kind == TokenKind.Close ? close(input) : items(input));
    }

    // A failure with a message of its own.
    public static TokenListParserResult<TokenKind, T> Failure<T>(TokenList<TokenKind> at, string message) =>
        TokenListParserResult.Empty<TokenKind, T>(at, message);

    public static TokenListParserResult<TokenKind, T> Success<T>(T value, TokenList<TokenKind> from, TokenList<TokenKind> behind) =>
        TokenListParserResult.Value(value, from, behind);

    // True when a word that is not reserved comes next.
    public static bool IsWord(TokenList<TokenKind> input, string word) => input.Kind == TokenKind.Name && IsWord(input.Next, word);

    public static bool IsWord(in Token<TokenKind> token, string word) =>
        token.Span.AsReadOnlySpan().Equals(word, StringComparison.OrdinalIgnoreCase);

    extension(TokenList<TokenKind> input)
    {
        // The kind of the next token, or null at the end.
        public TokenKind? Kind => input.IsAtEnd ? null : input.ConsumeToken().Value.Kind;

        // The next token; there has to be one.
        public Token<TokenKind> Next => input.ConsumeToken().Value;

        // What stands behind the next token.
        public TokenList<TokenKind> Rest => input.ConsumeToken().Remainder;
    }

    extension(Token<TokenKind> token)
    {
        // Its characters; without quotes, doubled ones made single.
        public string Characters => token.Kind switch
        {
            TokenKind.QuotedName => Unquoted(token, "\""),
            TokenKind.Text => Unquoted(token, "'"),
            _ => token.ToStringValue(),
        };
    }

    private static string Unquoted(in Token<TokenKind> token, string quote) =>
        token.Span.AsReadOnlySpan()[1..^1].ToString().Replace(quote + quote, quote, StringComparison.Ordinal);
}
