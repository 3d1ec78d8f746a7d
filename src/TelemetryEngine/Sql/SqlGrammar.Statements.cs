using Superpower;
using TelemetryEngine.Expressions;
using static TelemetryEngine.Expressions.TokenRules;

namespace TelemetryEngine.Sql;

// Whole statements: queries, and what is asked about them.
internal sealed partial class SqlGrammar
{
    private TokenListParser<TokenKind, SqlStatement> StatementRule()
    {
        TokenListParser<TokenKind, SqlStatement> select = Query.Select(static SqlStatement (query) => new SqlSelect(query.At, query));
        TokenListParser<TokenKind, SqlStatement> explain =
            from word in Word("explain")
            from analyze in Word("analyze").IsThere()
            from query in Query
            select (SqlStatement)new SqlExplain(At(word), analyze, query);
        TokenListParser<TokenKind, SqlStatement> show =
            from word in Word("show")
            from what in Word("functions").Or(Word("tables"))
            select IsWord(what, "tables") ? (SqlStatement)new SqlShowTables(At(word)) : new SqlShowFunctions(At(word));
        TokenListParser<TokenKind, SqlTable> rows = Query.Select(static SqlTable (query) => new SqlSubSelect(query.At, query));
        TokenListParser<TokenKind, SqlTable> table = TableRule();
        TokenListParser<TokenKind, SqlStatement> describe =
            from word in Word("describe")
            from described in (TokenListParser<TokenKind, SqlTable>)(input =>
                input.Kind is TokenKind.Select or TokenKind.With ? rows(input) : table(input))
            select (SqlStatement)new SqlDescribe(At(word), described);
        TokenListParser<TokenKind, SqlStatement> copy =
            from word in Word("copy")
            from source in table
            from to in Word("to")
            from target in Is(TokenKind.Text, "the name of a file in single quotes")
            from with in Is(TokenKind.With).IsThere()
            from options in OptionRule().BracketList().OptionalOrDefault([])
            select (SqlStatement)new SqlCopy(At(word), source, target.Characters, [.. options]);
        TokenListParser<TokenKind, SqlStatement> others = explain.Or(describe).Or(show).Or(copy);
        TokenListParser<TokenKind, SqlStatement> none = Is(TokenKind.Select).Or(Is(TokenKind.With)).IgnoreThen(select);
        TokenListParser<TokenKind, SqlStatement> words = none.Or(others);
        TokenListParser<TokenKind, SqlStatement> statement = input =>
            input.Kind is TokenKind.Select or TokenKind.With or TokenKind.Open ? select(input) : words(input);
        return
            from read in statement
            from ends in Is(TokenKind.Semicolon, "';'").Many()
            select read;
    }

    // name [=>] value; a name alone is true.
    private static TokenListParser<TokenKind, SqlOption> OptionRule()
    {
        TokenListParser<TokenKind, ExpressionNode> word =
            Is(TokenKind.Name, "a value").Select(static ExpressionNode (token) => new LiteralNode(token.ToStringValue(), At(token)));
        TokenListParser<TokenKind, bool> arrow = Is(TokenKind.Arrow, "'=>'").IsThere();
        return
            from name in Is(TokenKind.Name, "an option")
            from sign in arrow
            from value in (TokenListParser<TokenKind, ExpressionNode>)(input => input.Kind switch
            {
                TokenKind.Name => word(input),
                TokenKind.Comma or TokenKind.Close when !sign => Success<ExpressionNode>(new LiteralNode(true, At(name)), input, input),
                _ => Value(input),
            })
            select new SqlOption(At(name), name.ToStringValue().ToLowerInvariant(), value);
    }
}
