using Superpower;
using Superpower.Model;
using TelemetryEngine.Expressions;
using static TelemetryEngine.Expressions.TokenRules;
using Rule = Superpower.TokenListParser<TelemetryEngine.Expressions.TokenKind, TelemetryEngine.Expressions.ExpressionNode>;

namespace TelemetryEngine.Sql;

// Expressions as statements have them: those of filters, and columns of tables, parameters, aggregates and functions over windows.
internal sealed class SqlExpressionGrammar : ExpressionGrammar
{
    // The question marks that were read in the text of this thread.
    [ThreadStatic]
    private static int _parameters;

    private readonly TokenListParser<TokenKind, SqlCallNode> _call;

    private SqlExpressionGrammar()
        : base(isSql: true)
    {
        Name = Is(TokenKind.Name, "a name").Or(Is(TokenKind.QuotedName, "a name")).Select(NameOf);
        Order =
            from word in Is(TokenKind.Order)
            from link in Word("by")
            from orders in Orders()
            select orders;
        _call = CallRule();
    }

    public static SqlExpressionGrammar Instance { get; } = new();

    // How many question marks were read since Start.
    public static int Parameters => _parameters;

    // A name, bare or in double quotes, with its place.
    public TokenListParser<TokenKind, (string Text, SourceAt At)> Name { get; }

    // ORDER BY …
    public TokenListParser<TokenKind, SqlOrder[]> Order { get; }

    // A new text is read.
    public static void Start()
    {
        StartNesting();
        _parameters = 0;
    }

    // The place of a token.
    public SourceAt PlaceOf(Token<TokenKind> token) => At(token);

    // A value that is given when the statement runs.
    public ExpressionNode Parameter(Token<TokenKind> token) => token.Span[0] == '?'
        ? new ParameterNode(null, ++_parameters, At(token))
        : new ParameterNode(token.ToStringValue()[1..], 0, At(token));

    protected override (TokenKind Kind, Rule Rule)[] MoreOperands()
    {
        Rule parameter = Is(TokenKind.Parameter, "a parameter").Select(Parameter);
        Rule query = static input => Failure<ExpressionNode>(input, "a query that is a value stands in brackets");
        return
        [
            (TokenKind.Parameter, parameter), (TokenKind.Select, query), (TokenKind.With, query), (TokenKind.QuotedName, Column),
        ];
    }

    // (SELECT …), and value::type
    protected override Rule Closed(Rule operand) => input =>
    {
        TokenListParserResult<TokenKind, ExpressionNode> value = IsQuery(input) ? Query(input) : operand(input);
        while (value.HasValue && value.Remainder.Kind == TokenKind.DoubleColon)
        {
            SourceAt at = At(value.Remainder.Next);
            TokenListParserResult<TokenKind, CastType> type = Type(value.Remainder.Rest);
            value = type.HasValue ? Success(Converted("cast", at, value.Value, type.Value), input, type.Remainder)
                : TokenListParserResult.CastEmpty<TokenKind, CastType, ExpressionNode>(type);
        }

        return value;
    };

    protected override TokenListParser<TokenKind, ExpressionNode[]> Listed(TokenListParser<TokenKind, ExpressionNode[]> items)
    {
        TokenListParser<TokenKind, ExpressionNode[]> query = ((Rule)Query).Select(static query => (ExpressionNode[])[query]);
        return input => IsQuery(input) ? query(input) : items(input);
    }

    private static bool IsQuery(TokenList<TokenKind> input) =>
        input.Kind == TokenKind.Open && input.Rest.Kind is TokenKind.Select or TokenKind.With;

    private TokenListParserResult<TokenKind, ExpressionNode> Query(TokenList<TokenKind> input)
    {
        TokenListParserResult<TokenKind, SqlQuery> query = SqlGrammar.Instance.Query(input.Rest);
        if (!query.HasValue)
        {
            return TokenListParserResult.CastEmpty<TokenKind, SqlQuery, ExpressionNode>(query);
        }

        TokenListParserResult<TokenKind, Token<TokenKind>> close = Is(TokenKind.Close, "')'")(query.Remainder);
        if (!close.HasValue)
        {
            return TokenListParserResult.CastEmpty<TokenKind, Token<TokenKind>, ExpressionNode>(close);
        }

        int start = input.Next.Position.Absolute;
        string written = input.Next.Span.Source![start..(close.Value.Position.Absolute + 1)];
        return Success<ExpressionNode>(new SqlQueryNode(query.Value, written, At(input.Next)), input, close.Remainder);
    }

    protected override TokenListParserResult<TokenKind, ExpressionNode> Named(TokenList<TokenKind> input)
    {
        Token<TokenKind> name = input.Next;
        TokenList<TokenKind> rest = input.Rest;
        return rest.Kind switch
        {
            TokenKind.Dot => Column(input),
            TokenKind.Text or TokenKind.Integer or TokenKind.Duration when IsWord(name, "interval") => LengthOf(input, At(name)),
            TokenKind.Text when IsWord(name, "date") =>
                Success<ExpressionNode>(Timestamp(rest.Next.Characters, At(name)), input, rest.Rest),
            TokenKind.Open when IsWord(name, "exists") =>
                Failure<ExpressionNode>(input, "there is no 'exists': write 'semi join' or 'anti join'"),
            _ => base.Named(input),
        };
    }

    protected override TokenListParserResult<TokenKind, ExpressionNode> CallOf(Token<TokenKind> name, TokenList<TokenKind> input)
    {
        string lower = name.ToStringValue().ToLowerInvariant();
        SourceAt at = At(name);
        if (lower is "cast" or "try_cast")
        {
            return CastOf(lower, at, input);
        }

        TokenListParserResult<TokenKind, SqlCallNode> call = _call(input);
        return call.HasValue ? Success(Known(lower, at, call.Value), input, call.Remainder)
            : TokenListParserResult.CastEmpty<TokenKind, SqlCallNode, ExpressionNode>(call);
    }

    protected override ExpressionNode Function(string name, SourceAt at, ExpressionNode[] arguments) =>
        base.Function(name, at, arguments) ?? Checked(new SqlCallNode(name, [.. arguments], at));

    private static bool IsPlain(SqlCallNode call) =>
        !call.Distinct && call.OrderBy.Count == 0 && call.Filter is null && call.Over is null
            && !call.Arguments.Any(static a => a is StarNode);

    private static TokenListParserResult<TokenKind, ExpressionNode> LengthOf(TokenList<TokenKind> input, SourceAt at)
    {
        TokenList<TokenKind> rest = input.Rest;
        string written = rest.Next.Characters;
        bool isCount = rest.Kind != TokenKind.Duration && written.Length > 0 && !written.AsSpan().ContainsAnyExceptInRange('0', '9');
        TokenList<TokenKind> behind = rest.Rest;
        if (isCount && behind.Kind == TokenKind.Name && SqlLength.Unit(behind.Next.ToStringValue()) is { } unit)
        {
            written += unit;
            behind = behind.Rest;
        }

        string text = SqlLength.Of(written);
        return Success<ExpressionNode>(
            SqlLength.IsCalendar(text) ? new CalendarIntervalNode(text, at) : Interval(text, at), input, behind);
    }

    private (string Text, SourceAt At) NameOf(Token<TokenKind> token)
    {
        string name = token.Characters;
        return name.Length > 0 ? (name, At(token)) : throw At(token).Error("a name is empty");
    }

    // A column, of a table that is named before it or of any.
    private TokenListParserResult<TokenKind, ExpressionNode> Column(TokenList<TokenKind> input)
    {
        Token<TokenKind> first = input.Next;
        (string text, SourceAt at) = NameOf(first);
        if (input.Rest.Kind != TokenKind.Dot)
        {
            return Success<ExpressionNode>(new ColumnNode(text, at, first.Kind == TokenKind.QuotedName), input, input.Rest);
        }

        var name = Name(input.Rest.Rest);
        return name.HasValue ? Success<ExpressionNode>(new QualifiedColumnNode(text, name.Value.Text, at), input, name.Remainder)
            : TokenListParserResult.CastEmpty<TokenKind, (string, SourceAt), ExpressionNode>(name);
    }

    // A function of expressions where the catalogue has one and nothing is said that only aggregates take.
    private ExpressionNode Known(string name, SourceAt at, SqlCallNode call) => IsPlain(call)
        ? Function(name, at, [.. call.Arguments])
        : Checked(new SqlCallNode(name, call.Arguments, at)
        {
            Distinct = call.Distinct,
            OrderBy = call.OrderBy,
            Filter = call.Filter,
            Over = call.Over,
        });

    // The brackets behind a function's name, and what may stand behind them.
    private TokenListParser<TokenKind, SqlCallNode> CallRule()
    {
        Rule star = Is(TokenKind.Star, "'*'").Select(ExpressionNode (token) => new StarNode(At(token)));
        Rule argument = input =>
            input.Kind == TokenKind.Star && input.Rest.Kind is TokenKind.Comma or TokenKind.Close ? star(input) : Any(input);
        TokenListParser<TokenKind, ExpressionNode[]> some = argument.List();
        TokenListParser<TokenKind, ExpressionNode[]> arguments = input =>
            input.Kind == TokenKind.Close ? Success<ExpressionNode[]>([], input, input) : some(input);
        TokenListParser<TokenKind, ExpressionNode?> filter = Parenthesised("filter", Is(TokenKind.Where).IgnoreThen(Any));
        TokenListParser<TokenKind, SqlOver?> over = Parenthesised("over", Window());
        return
            from open in Is(TokenKind.Open, "'('")
            from distinct in Is(TokenKind.Distinct).IsThere()
            from values in distinct ? some : arguments
            from order in Order.OptionalOrDefault([])
            from close in Is(TokenKind.Close, "',' or ')'")
            from condition in filter
            from window in over
            select new SqlCallNode("", [.. values]) { Distinct = distinct, OrderBy = [.. order], Filter = condition, Over = window };
    }

    // A word and a rule in brackets behind it, or null: the word may also be a name.
    private static TokenListParser<TokenKind, T?> Parenthesised<T>(string word, TokenListParser<TokenKind, T> rule)
        where T : class
    {
        TokenListParser<TokenKind, T> inside = Word(word).IgnoreThen(rule.InBrackets());
        return input => IsWord(input, word) && (input.Rest.Kind == TokenKind.Open || word == "over")
            ? inside(input).OrNull() : Success<T?>(null, input, input);
    }

    private TokenListParser<TokenKind, SqlOver> Window()
    {
        TokenListParser<TokenKind, ExpressionNode[]> partition = Word("partition").IgnoreThen(Word("by")).IgnoreThen(Any.List());
        TokenListParser<TokenKind, SqlFrame> frame = FrameRule();
        return input =>
        {
            // the bracket behind an empty window has its place
            SourceAt at = input.IsAtEnd ? default : At(input.Next);
            var window =
                from keys in partition.OptionalOrDefault([])
                from order in Order.OptionalOrDefault([])
                from rows in frame.Maybe()
                select new SqlOver(at, [.. keys], [.. order], rows);
            return window(input);
        };
    }

    private TokenListParser<TokenKind, SqlFrame> FrameRule()
    {
        TokenListParser<TokenKind, SqlFrameBound> bound = FrameBound();
        TokenListParser<TokenKind, (SqlFrameBound Start, SqlFrameBound? End)> between =
            from word in Is(TokenKind.Between)
            from start in bound
            from and in Is(TokenKind.And)
            from end in bound
            select (start, (SqlFrameBound?)end);
        TokenListParser<TokenKind, (SqlFrameBound Start, SqlFrameBound? End)> alone = bound.Select(start => (start, (SqlFrameBound?)null));
        return
            from word in Word("rows").Or(Word("range"))
            from bounds in (TokenListParser<TokenKind, (SqlFrameBound Start, SqlFrameBound? End)>)(input =>
                input.Kind == TokenKind.Between ? between(input) : alone(input))
            select new SqlFrame(At(word), IsWord(word, "range"), bounds.Start, bounds.End);
    }

    private TokenListParser<TokenKind, SqlFrameBound> FrameBound()
    {
        TokenListParser<TokenKind, SqlFrameBound> unbounded =
            from word in Word("unbounded")
            from side in Word("preceding").Or(Word("following"))
            select new SqlFrameBound(
                At(word),
                IsWord(side, "preceding") ? SqlFrameBoundKind.UnboundedPreceding : SqlFrameBoundKind.UnboundedFollowing,
                null);
        TokenListParser<TokenKind, SqlFrameBound> current =
            from word in Word("current")
            from row in Word("row")
            select new SqlFrameBound(At(word), SqlFrameBoundKind.CurrentRow, null);
        TokenListParser<TokenKind, SqlFrameBound> counted =
            from value in Bound
            from side in Word("preceding").Or(Word("following"))
            select new SqlFrameBound(
                value.At, IsWord(side, "preceding") ? SqlFrameBoundKind.Preceding : SqlFrameBoundKind.Following, value);
        return input => IsWord(input, "unbounded") ? unbounded(input) : IsWord(input, "current") ? current(input) : counted(input);
    }

    // True for the word all where it is no column's name: no operator is behind it.
    public static bool IsAll(TokenList<TokenKind> input) =>
        IsWord(input, "all")
            && input.Rest.Kind is null or TokenKind.Name or TokenKind.Close or TokenKind.Semicolon or >= TokenKind.Select;

    private TokenListParser<TokenKind, SqlOrder[]> Orders()
    {
        TokenListParser<TokenKind, SqlOrder[]> all =
            from word in Word("all")
            from order in Direction()
            select (SqlOrder[])[new SqlOrder(At(word), null, order.Descending, order.NullsFirst)];
        TokenListParser<TokenKind, SqlOrder[]> items = OrderItem().List();
        return input => IsAll(input) ? all(input) : items(input);
    }

    private TokenListParser<TokenKind, SqlOrder> OrderItem() =>
        from value in Any
        from order in Direction()
        select new SqlOrder(value.At, value, order.Descending, order.NullsFirst);

    private static TokenListParser<TokenKind, (bool Descending, bool? NullsFirst)> Direction()
    {
        TokenListParser<TokenKind, bool?> nulls =
            from word in Word("nulls")
            from place in Word("first").Or(Word("last"))
            select (bool?)IsWord(place, "first");
        return
            from direction in Word("asc").Or(Word("desc")).Select(static word => (Token<TokenKind>?)word).OptionalOrDefault()
            from place in nulls.OptionalOrDefault()
            select (direction is { } word && IsWord(word, "desc"), place);
    }
}
