using Superpower;
using Superpower.Model;
using TelemetryEngine.Expressions;
using static TelemetryEngine.Expressions.TokenRules;

namespace TelemetryEngine.Sql;

// The grammar of queries: WITH, SELECT and its clauses, UNION, ORDER BY, LIMIT. Rules are made when the first text is read.
internal sealed partial class SqlGrammar
{
    private static readonly SqlExpressionGrammar Expressions = SqlExpressionGrammar.Instance;

    private readonly TokenListParser<TokenKind, SqlQuery> _queryInside;
    private readonly TokenListParser<TokenKind, SqlTable> _from;

    private SqlGrammar()
    {
        Query = input => ExpressionGrammar.Nested(input, _queryInside!);
        _from = FromRule();
        _queryInside = QueryRule();
        Statement = StatementRule();
    }

    public static SqlGrammar Instance { get; } = new();

    // A statement, with the semicolons behind it.
    public TokenListParser<TokenKind, SqlStatement> Statement { get; }

    private static TokenListParser<TokenKind, ExpressionNode> Value => Expressions.Any;

    // WITH … SELECT …
    public TokenListParser<TokenKind, SqlQuery> Query { get; }

    private static SourceAt At(Token<TokenKind> token) => Expressions.PlaceOf(token);

    // A clause of a word and a rule, or null.
    private static TokenListParser<TokenKind, T?> Clause<T>(TokenKind word, TokenListParser<TokenKind, T> rule)
        where T : class => Is(word).IgnoreThen(rule).Maybe();

    // Names with commas between, in brackets; none where there are no brackets.
    private static TokenListParser<TokenKind, SqlList<string>> ColumnNames() =>
        Expressions.Name.List().InBrackets("',' or ')'").Select(SqlList<string> (names) => [.. names.Select(static name => name.Text)]);

    private TokenListParser<TokenKind, SqlQuery> QueryRule()
    {
        TokenListParser<TokenKind, SqlList<string>> columns = ColumnNames();
        TokenListParser<TokenKind, SqlCommonTable> common =
            from name in Expressions.Name
            from names in columns.OptionalOrDefault([])
            from word in Is(TokenKind.As)
            from query in Query.InBrackets()
            select new SqlCommonTable(name.At, name.Text, names, query);
        TokenListParser<TokenKind, SqlCommonTable[]> with = Is(TokenKind.With).IgnoreThen(common.List()).OptionalOrDefault([]);
        TokenListParser<TokenKind, SqlBody> body = BodyRule();
        TokenListParser<TokenKind, SqlOrder[]> order = Expressions.Order.OptionalOrDefault([]);
        TokenListParser<TokenKind, (ExpressionNode? Limit, ExpressionNode? Offset)> cut = CutRule();
        return input =>
        {
            SourceAt at = input.IsAtEnd ? default : At(input.Next);
            TokenListParser<TokenKind, SqlQuery> query =
                from tables in with
                from rows in body
                from orders in order
                from part in cut
                select new SqlQuery(at, [.. tables], rows, [.. orders], part.Limit, part.Offset);
            return query(input);
        };
    }

    // LIMIT and OFFSET, in either order.
    private static TokenListParser<TokenKind, (ExpressionNode? Limit, ExpressionNode? Offset)> CutRule()
    {
        TokenListParser<TokenKind, ExpressionNode> count = ByKind(
            "a whole number",
            (TokenKind.Integer, Value), (TokenKind.Parameter, Is(TokenKind.Parameter, "a parameter").Select(Expressions.Parameter)));
        TokenListParser<TokenKind, ExpressionNode?> limit = Clause(TokenKind.Limit, count);
        TokenListParser<TokenKind, ExpressionNode?> offset = Clause(TokenKind.Offset, count);
        TokenListParser<TokenKind, (ExpressionNode?, ExpressionNode?)> limitFirst =
            from rows in limit
            from passed in offset
            select (rows, passed);
        TokenListParser<TokenKind, (ExpressionNode?, ExpressionNode?)> offsetFirst =
            from passed in offset
            from rows in limit
            select (rows, passed);
        return input => input.Kind == TokenKind.Offset ? offsetFirst(input) : limitFirst(input);
    }

    private TokenListParser<TokenKind, SqlBody> BodyRule()
    {
        TokenListParser<TokenKind, SqlBody> nested =
            from open in Is(TokenKind.Open, "'('")
            from query in Query
            from close in Is(TokenKind.Close, "')'")
            select (SqlBody)new SqlNestedQuery(At(open), query);
        TokenListParser<TokenKind, SqlBody> part = ByKind("'select'", (TokenKind.Select, SelectRule()), (TokenKind.Open, nested));
        TokenListParser<TokenKind, bool> byName = Word("by").IgnoreThen(Word("name")).IsThere();
        TokenListParser<TokenKind, SqlUnionPart> other =
            from union in Is(TokenKind.Union)
            from all in Word("all").IsThere()
            from names in byName
            from rows in part
            select new SqlUnionPart(At(union), all, names, rows);
        return
            from first in part
            from others in other.Many()
            select others.Length == 0 ? first : new SqlUnion(first.At, first, [.. others]);
    }

    private TokenListParser<TokenKind, SqlBody> SelectRule()
    {
        TokenListParser<TokenKind, SqlItem[]> items = ItemRule().List();
        TokenListParser<TokenKind, SqlTable?> tables = Clause(TokenKind.From, _from);
        TokenListParser<TokenKind, ExpressionNode?> filter = Clause(TokenKind.Where, Value);
        TokenListParser<TokenKind, SqlFill[]> fill = FillRule().OptionalOrDefault([]);
        TokenListParser<TokenKind, (SqlSampling? Sampling, SqlFill[] Fill)> sample = SampleRule(fill);
        TokenListParser<TokenKind, SqlGrouping?> grouping = GroupRule().Maybe();
        TokenListParser<TokenKind, ExpressionNode?> having = Clause(TokenKind.Having, Value);
        TokenListParser<TokenKind, ExpressionNode?> qualify = Clause(TokenKind.Qualify, Value);
        return
            from word in Is(TokenKind.Select)
            from distinct in Is(TokenKind.Distinct).IsThere()
            from list in items
            from table in tables
            from condition in filter
            from sampling in sample
            from keys in grouping
            from fills in fill
            from groups in having
            from rows in qualify
            select (SqlBody)new SqlSelectBody(
                At(word), distinct, [.. list], table, condition, sampling.Sampling, keys, [.. sampling.Fill, .. fills], groups, rows);
    }

    private static TokenListParser<TokenKind, SqlItem> ItemRule()
    {
        TokenListParser<TokenKind, SqlList<string>> except =
            Word("exclude").Or(Word("except")).IgnoreThen(ColumnNames()).OptionalOrDefault([]);
        TokenListParser<TokenKind, SqlItem> star =
            from token in Is(TokenKind.Star, "'*'")
            from names in except
            select (SqlItem)new SqlStarItem(At(token), null, names);
        TokenListParser<TokenKind, SqlItem> tableStar =
            from table in Expressions.Name
            from dot in Is(TokenKind.Dot, "'.'")
            from token in Is(TokenKind.Star, "'*'")
            from names in except
            select (SqlItem)new SqlStarItem(table.At, table.Text, names);
        TokenListParser<TokenKind, SqlItem> value =
            from expression in Value
            from alias in AliasRule(static _ => true)
            select (SqlItem)new SqlValueItem(expression.At, expression, alias);
        return input => input.Kind == TokenKind.Star ? star(input)
            : input.Kind is TokenKind.Name or TokenKind.QuotedName
                && input.Rest.Kind == TokenKind.Dot && input.Rest.Rest.Kind == TokenKind.Star
                ? tableStar(input)
            : value(input);
    }

    // AS name, or a name alone where it can be none of the next clause.
    private static TokenListParser<TokenKind, string?> AliasRule(Func<TokenList<TokenKind>, bool> canBeName)
    {
        TokenListParser<TokenKind, string> named = Is(TokenKind.As).IgnoreThen(Expressions.Name).Select(static name => name.Text);
        TokenListParser<TokenKind, string> bare = Expressions.Name.Select(static name => name.Text);
        return input => input.Kind == TokenKind.As ? named(input).OrNull()
            : input.Kind is TokenKind.Name or TokenKind.QuotedName && canBeName(input) ? bare(input).OrNull()
            : Success<string?>(null, input, input);
    }

    private static TokenListParser<TokenKind, SqlGrouping> GroupRule()
    {
        TokenListParser<TokenKind, ExpressionNode[]> keys = Value.List();
        return
            from word in Is(TokenKind.Group)
            from link in Word("by")
            from values in (TokenListParser<TokenKind, ExpressionNode[]>)(input =>
                SqlExpressionGrammar.IsAll(input) ? Success<ExpressionNode[]>([], input, input.Rest) : keys(input))
            select new SqlGrouping(At(word), values.Length == 0, [.. values]);
    }

    // FILL(prev), FILL(prev, 0) or FILL previous.
    private static TokenListParser<TokenKind, SqlFill[]> FillRule()
    {
        TokenListParser<TokenKind, SqlFill> word = Is(TokenKind.Name, "a fill").Or(Is(TokenKind.Null))
            .Select(static token => new SqlFill(At(token), token.ToStringValue().ToLowerInvariant(), null));
        TokenListParser<TokenKind, SqlFill> value = Value.Select(static value => new SqlFill(value.At, "value", value));
        TokenListParser<TokenKind, SqlFill> fill = input => input.Kind is TokenKind.Name or TokenKind.Null ? word(input) : value(input);
        TokenListParser<TokenKind, SqlFill[]> several = fill.List().InBrackets("',' or ')'");
        TokenListParser<TokenKind, SqlFill[]> one = fill.Select(static fill => (SqlFill[])[fill]);
        return Word("fill").IgnoreThen((TokenListParser<TokenKind, SqlFill[]>)(input =>
            input.Kind == TokenKind.Open ? several(input) : one(input)));
    }

    // SAMPLE BY 1h [FILL(…)] [ALIGN TO CALENDAR [TIME ZONE 'zone']].
    private static TokenListParser<TokenKind, (SqlSampling? Sampling, SqlFill[] Fill)> SampleRule(
        TokenListParser<TokenKind, SqlFill[]> fill)
    {
        TokenListParser<TokenKind, string> length =
            Is(TokenKind.Duration, "a length such as 1h").Or(Is(TokenKind.Text, "a length such as 1h"))
                .Select(static token => SqlLength.OfSample(token.Characters));
        TokenListParser<TokenKind, string?> zone =
            Word("time").IgnoreThen(Word("zone")).IgnoreThen(Is(TokenKind.Text, "a text")).Select(static token => token.Characters).Maybe();
        TokenListParser<TokenKind, string?> calendar = Word("align").IgnoreThen(Word("to")).IgnoreThen(Word("calendar")).IgnoreThen(zone);
        return
            (from word in Word("sample")
             from link in Word("by")
             from text in length
             from fills in fill
             from inZone in calendar.OptionalOrDefault()
             select ((SqlSampling?)new SqlSampling(At(word), text, inZone), fills)).OptionalOrDefault((null, []));
    }
}
