using Superpower;
using Superpower.Model;
using TelemetryEngine.Expressions;
using static TelemetryEngine.Expressions.TokenRules;

namespace TelemetryEngine.Sql;

// What stands behind FROM: tables, files, functions, sub-selects, and joins of them.
internal sealed partial class SqlGrammar
{
    private const int MostJoins = 100;

    private TokenListParser<TokenKind, SqlTable> FromRule()
    {
        TokenListParser<TokenKind, SqlTable> table = AliasedTable();
        TokenListParser<TokenKind, SqlJoinKind> kind = JoinKind();
        TokenListParser<TokenKind, ExpressionNode> on = Is(TokenKind.On).IgnoreThen(Value);
        TokenListParser<TokenKind, SqlList<string>> columns = Is(TokenKind.Using).IgnoreThen(ColumnNames());
        TokenListParser<TokenKind, (ExpressionNode? On, SqlList<string> Using)> condition = ByKind(
            "'on' or 'using'",
            (TokenKind.On, on.Select(static value => ((ExpressionNode?)value, (SqlList<string>)[]))),
            (TokenKind.Using, columns.Select(static names => ((ExpressionNode?)null, names))));
        TokenListParser<TokenKind, (ExpressionNode? On, SqlList<string> Using)> none =
            Superpower.Parse.Return<TokenKind, (ExpressionNode?, SqlList<string>)>((null, []));
        TokenListParser<TokenKind, Func<SqlTable, SqlTable>> join = input =>
        {
            SourceAt at = At(input.Next);
            TokenListParser<TokenKind, Func<SqlTable, SqlTable>> rule =
                from how in kind
                from right in table
                from link in how == SqlJoinKind.Cross ? none : condition
                select (Func<SqlTable, SqlTable>)(left => new SqlJoin(at, left, how, right, link.On, link.Using));
            return rule(input);
        };
        return input =>
        {
            TokenListParserResult<TokenKind, SqlTable> left = table(input);
            for (int joins = 0; left.HasValue && IsJoin(left.Remainder.Kind); joins++)
            {
                if (joins == MostJoins)
                {
                    return Failure<SqlTable>(left.Remainder, $"more than {MostJoins} joins");
                }

                TokenListParserResult<TokenKind, Func<SqlTable, SqlTable>> right = join(left.Remainder);
                left = right.HasValue ? Success(right.Value(left.Value), input, right.Remainder)
                    : TokenListParserResult.CastEmpty<TokenKind, Func<SqlTable, SqlTable>, SqlTable>(right);
            }

            return left;
        };
    }

    private static bool IsJoin(TokenKind? kind) =>
        kind is TokenKind.Comma or (>= TokenKind.Join and <= TokenKind.Asof and not TokenKind.Outer);

    private static TokenListParser<TokenKind, SqlJoinKind> JoinKind()
    {
        TokenListParser<TokenKind, Token<TokenKind>> joined = Is(TokenKind.Join);
        TokenListParser<TokenKind, bool> left = Is(TokenKind.Left).IgnoreThen(Is(TokenKind.Outer).IsThere());
        return ByKind(
            "'join'",
            (TokenKind.Join, joined.Value(SqlJoinKind.Inner)),
            (TokenKind.Inner, Is(TokenKind.Inner).IgnoreThen(joined).Value(SqlJoinKind.Inner)),
            (TokenKind.Left, left.IgnoreThen(joined).Value(SqlJoinKind.Left)),
            (TokenKind.Semi, Is(TokenKind.Semi).IgnoreThen(joined).Value(SqlJoinKind.Semi)),
            (TokenKind.Anti, Is(TokenKind.Anti).IgnoreThen(joined).Value(SqlJoinKind.Anti)),
            (TokenKind.Asof, from word in Is(TokenKind.Asof)
                             from outer in left.Value(true).OptionalOrDefault()
                             from end in joined
                             select outer ? SqlJoinKind.AsofLeft : SqlJoinKind.Asof),
            (TokenKind.Right, Is(TokenKind.Right).IgnoreThen(Is(TokenKind.Outer).IsThere()).IgnoreThen(joined).Value(SqlJoinKind.Right)),
            (TokenKind.Full, Refused("there is no 'full join': write a 'left join', and 'union all' with an 'anti join'")),
            (TokenKind.Cross, Is(TokenKind.Cross).IgnoreThen(joined).Value(SqlJoinKind.Cross)),
            (TokenKind.Comma, Refused("tables are joined by 'join … on' or 'cross join', not by a comma,")));
    }

    private static TokenListParser<TokenKind, SqlJoinKind> Refused(string message) => input => Failure<SqlJoinKind>(input, message);

    // A table and the name that the query gives it.
    private TokenListParser<TokenKind, SqlTable> AliasedTable()
    {
        TokenListParser<TokenKind, SqlTable> table = TableRule();
        TokenListParser<TokenKind, string?> alias = AliasRule(static input => !IsWord(input, "sample") && !IsWord(input, "fill"));
        return
            from rows in table
            from name in alias
            select name is null ? rows : rows with { Alias = name };
    }

    private TokenListParser<TokenKind, SqlTable> TableRule()
    {
        TokenListParser<TokenKind, SqlTable> file = Is(TokenKind.Text, "a text")
            .Select(static SqlTable (token) => token.Characters.Length > 0 ? new SqlFileTable(At(token), token.Characters)
                : throw At(token).Error("the name of a file is empty"));
        TokenListParser<TokenKind, SqlTable> quoted =
            Expressions.Name.Select(static SqlTable (name) => new SqlNamedTable(name.At, name.Text));
        TokenListParser<TokenKind, SqlTable> query =
            from open in Is(TokenKind.Open, "'('")
            from rows in Query
            from close in Is(TokenKind.Close, "')'")
            select (SqlTable)new SqlSubSelect(At(open), rows);
        TokenListParser<TokenKind, SqlArgument[]> arguments = null!;
        TokenListParser<TokenKind, SqlTable> function = null!;
        TokenListParser<TokenKind, SqlTable> wrapped = Word("table").IgnoreThen(input => function.InBrackets()(input));
        TokenListParser<TokenKind, SqlTable> named = input => input.Rest.Kind switch
        {
            TokenKind.Open when IsWord(input, "table") => wrapped(input),
            TokenKind.Open => function(input),
            TokenKind.Dot => Failure<SqlTable>(input.Rest, "a table has one name, and that of a file is written in single quotes,"),
            _ => quoted(input),
        };
        TokenListParser<TokenKind, SqlTable> table = ByKind(
            "a table", (TokenKind.Text, file), (TokenKind.Name, named), (TokenKind.QuotedName, quoted), (TokenKind.Open, query));
        arguments = ArgumentRule(table).BracketList();
        function =
            from name in Is(TokenKind.Name, "a function")
            from values in arguments
            select (SqlTable)new SqlFunctionTable(At(name), name.ToStringValue().ToLowerInvariant(), [.. values]);
        return table;
    }

    // [name =>] value, TABLE t or DESCRIPTOR(column).
    private static TokenListParser<TokenKind, SqlArgument> ArgumentRule(TokenListParser<TokenKind, SqlTable> table)
    {
        TokenListParser<TokenKind, ExpressionNode[]> one = Value.Select(static value => (ExpressionNode[])[value]);
        TokenListParser<TokenKind, ExpressionNode[]> several = Value.List().InBrackets("',' or ')'");
        TokenListParser<TokenKind, ExpressionNode[]> partition = Word("partition").IgnoreThen(Word("by"))
            .IgnoreThen((TokenListParser<TokenKind, ExpressionNode[]>)(input => input.Kind == TokenKind.Open ? several(input) : one(input)))
            .OptionalOrDefault([]);
        TokenListParser<TokenKind, (SqlTable Table, ExpressionNode[] Keys)> rows =
            from word in Word("table")
            from source in table
            from keys in partition
            select (source, keys);
        TokenListParser<TokenKind, SqlList<string>> descriptor = Word("descriptor").IgnoreThen(ColumnNames());
        return input =>
        {
            SourceAt at = input.IsAtEnd ? default : At(input.Next);
            bool isNamed = input.Kind == TokenKind.Name && input.Rest.Kind == TokenKind.Arrow;
            string? name = isNamed ? input.Next.ToStringValue().ToLowerInvariant() : null;
            TokenList<TokenKind> value = isNamed ? input.Rest.Rest : input;
            bool isTable = IsWord(value, "table")
                && value.Rest.Kind is TokenKind.Name or TokenKind.QuotedName or TokenKind.Text or TokenKind.Open;
            bool isDescriptor = IsWord(value, "descriptor") && value.Rest.Kind == TokenKind.Open;
            return isTable ? rows.Select(SqlArgument (t) => new SqlTableArgument(at, name, t.Table, [.. t.Keys]))(value)
                : isDescriptor ? descriptor.Select(SqlArgument (columns) => new SqlDescriptorArgument(at, name, columns))(value)
                : Value.Select(SqlArgument (v) => new SqlValueArgument(at, name, v))(value);
        };
    }
}
