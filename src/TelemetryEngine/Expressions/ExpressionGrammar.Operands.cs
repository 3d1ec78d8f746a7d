using System.Globalization;
using Superpower;
using Superpower.Model;
using static TelemetryEngine.Expressions.TokenRules;
using Rule = Superpower.TokenListParser<TelemetryEngine.Expressions.TokenKind, TelemetryEngine.Expressions.ExpressionNode>;

namespace TelemetryEngine.Expressions;

// What operators stand between: literals, columns, calls, case, and what is in brackets.
internal partial class ExpressionGrammar
{
    // So many digits come back from a double as they went in.
    private const int DoubleDigits = 15;

    // Operands that only another language has.
    protected virtual (TokenKind Kind, Rule Rule)[] MoreOperands() => [];

    // An operand with what is fastened to it behind.
    protected virtual Rule Closed(Rule operand) => operand;

    // What begins with a bare word: a column, a call, a time or a length of time.
    protected virtual TokenListParserResult<TokenKind, ExpressionNode> Named(TokenList<TokenKind> input)
    {
        Token<TokenKind> name = input.Next;
        TokenList<TokenKind> rest = input.Rest;
        return rest.Kind switch
        {
            TokenKind.Open => CallOf(name, rest),
            TokenKind.Text when IsWord(name, "timestamp") =>
                Success<ExpressionNode>(Timestamp(rest.Next.Characters, At(name)), input, rest.Rest),
            TokenKind.Text when IsWord(name, "interval") =>
                Success<ExpressionNode>(Interval(rest.Next.Characters, At(name)), input, rest.Rest),
            _ => Success<ExpressionNode>(new ColumnNode(name.ToStringValue(), At(name)), input, rest),
        };
    }

    // A call of a function, from the bracket behind its name on.
    protected virtual TokenListParserResult<TokenKind, ExpressionNode> CallOf(Token<TokenKind> name, TokenList<TokenKind> input)
    {
        string lower = name.ToStringValue().ToLowerInvariant();
        SourceAt at = At(name);
        if (lower is "cast" or "try_cast")
        {
            return CastOf(lower, at, input);
        }

        if (FunctionCatalog.Find(lower) is not { IsOperator: false })
        {
            string hint = EverydayWords.Function(lower) is { } meant ? $"; did you mean {meant}?"
                : NearestName.Find(lower, FunctionCatalog.FunctionNames) is { } near ? $"; did you mean '{near}'?"
                : $"; there is {string.Join(", ", FunctionCatalog.FunctionNames)}";
            throw at.Error($"unknown function '{lower}'{hint}");
        }

        TokenListParserResult<TokenKind, ExpressionNode[]> arguments = _arguments(input);
        return arguments.HasValue ? Success(Function(lower, at, arguments.Value)!, input, arguments.Remainder)
            : TokenListParserResult.CastEmpty<TokenKind, ExpressionNode[], ExpressionNode>(arguments);
    }

    // The call of a function that the catalogue has, or null.
    protected virtual ExpressionNode? Function(string name, SourceAt at, ExpressionNode[] arguments) =>
        FunctionCatalog.Find(name) is not { IsOperator: false } function ? null
        : arguments.Length >= function.MinArguments && arguments.Length <= function.MaxArguments
            ? Call(name == "if" ? "case" : name, at, arguments)
        : throw at.Error(
            $"{name} is written {function.Signature}, it can't take {arguments.Length} argument{(arguments.Length == 1 ? "" : "s")},");

    // A conversion, from the bracket behind the word cast or try_cast on.
    protected TokenListParserResult<TokenKind, ExpressionNode> CastOf(string name, SourceAt at, TokenList<TokenKind> input)
    {
        TokenListParserResult<TokenKind, (ExpressionNode Value, CastType Type)> cast = _cast(input);
        return cast.HasValue ? Success(Converted(name, at, cast.Value.Value, cast.Value.Type), input, cast.Remainder)
            : TokenListParserResult.CastEmpty<TokenKind, (ExpressionNode, CastType), ExpressionNode>(cast);
    }

    // A value as one of another type: a call of the function that makes it.
    protected ExpressionNode Converted(string name, SourceAt at, ExpressionNode value, CastType type)
    {
        if (type.Function is not { } function)
        {
            throw type.At.Error(CastType.Unknown($"'{type.Written}'"));
        }

        ExpressionNode call = Call(
            function, at, [value, .. type.Arguments.Select(argument => new LiteralNode(argument, type.At))]);
        return name == "cast" ? call : Call("try", at, call);
    }

    private Rule Operand()
    {
        Rule number = Is(TokenKind.Integer, "a number").Or(Is(TokenKind.Decimal, "a number")).Select(token => Number("", token, At(token)));
        Rule text = Is(TokenKind.Text, "a text").Select(ExpressionNode (token) => new LiteralNode(token.Characters, At(token)));
        Rule quoted = Is(TokenKind.QuotedName, "a name").Select(ExpressionNode (token) => Quoted(token));
        Rule word = Is(TokenKind.True).Or(Is(TokenKind.False)).Or(Is(TokenKind.Null)).Select(ExpressionNode (token) =>
            new LiteralNode(token.Kind == TokenKind.Null ? null : token.Kind == TokenKind.True, At(token)));
        Rule not =
            from sign in Is(TokenKind.Not)
            from condition in _levels[Strength.Not]
            select (ExpressionNode)Call("not", At(sign), condition);
        Rule plus = Is(TokenKind.Plus, "a sign").IgnoreThen(_levels[Strength.Sign]);
        Rule negative =
            from sign in Is(TokenKind.Minus, "a sign")
            from value in _levels[Strength.Sign]
            select (ExpressionNode)Call("negate", At(sign), value);
        Rule belowZero =
            from sign in Is(TokenKind.Minus, "a sign")
            from digits in Is(TokenKind.Integer, "a number").Or(Is(TokenKind.Decimal, "a number"))
            select Number("-", digits, At(sign));
        Rule minus = input => input.Rest.Kind is TokenKind.Integer or TokenKind.Decimal ? belowZero(input) : negative(input);
        return ByKind(
            "a value",
            [
                (TokenKind.Integer, number), (TokenKind.Decimal, number), (TokenKind.Text, text), (TokenKind.QuotedName, quoted),
                (TokenKind.Name, Named), (TokenKind.True, word), (TokenKind.False, word), (TokenKind.Null, word), (TokenKind.Case, Case()),
                (TokenKind.Open, Any.InBrackets()), (TokenKind.Plus, plus), (TokenKind.Minus, minus), (TokenKind.Not, not),
                .. MoreOperands(),
            ]);
    }

    // Both forms of case become pairs of condition and value, with the else value behind.
    private Rule Case()
    {
        Rule noSubject = Superpower.Parse.Return<TokenKind, ExpressionNode>(null!);
        Rule subject = input => input.Kind == TokenKind.When ? noSubject(input) : Any(input);
        var pair =
            from when in Is(TokenKind.When)
            from condition in Any
            from then in Is(TokenKind.Then)
            from value in Any
            select (At: At(when), Condition: condition, Value: value);
        return
            from word in Is(TokenKind.Case)
            from of in subject
            from pairs in pair.AtLeastOnce()
            from otherwise in Is(TokenKind.Else).IgnoreThen(Any).Select(static value => (ExpressionNode?)value).OptionalOrDefault()
            from end in Is(TokenKind.End)
            select (ExpressionNode)Call("case", At(word),
            [
                .. pairs.SelectMany(p => (ExpressionNode[])[of is null ? p.Condition : Call("=", p.At, of, p.Condition), p.Value]),
                .. otherwise is null ? (ExpressionNode[])[] : [otherwise],
            ]);
    }

    // A type behind a value: a word, and for decimals their digits in brackets.
    private TokenListParser<TokenKind, CastType> TypeRule()
    {
        var digits = Is(TokenKind.Integer, "a number").List().InBrackets();
        return input =>
        {
            if (input.Kind != TokenKind.Name)
            {
                return Failure<CastType>(input, CastType.Unknown(SyntaxError.Shown(input)));
            }

            SourceAt at = At(input.Next);
            string word = input.Next.ToStringValue();
            if (input.Rest.Kind != TokenKind.Open)
            {
                return Success(CastType.Of(word, [], at), input, input.Rest);
            }

            TokenListParserResult<TokenKind, Token<TokenKind>[]> behind = digits(input.Rest);
            return behind.HasValue ? Success(CastType.Of(word, [.. behind.Value.Select(Digits)], at), input, behind.Remainder)
                : TokenListParserResult.CastEmpty<TokenKind, Token<TokenKind>[], CastType>(behind);
        };
    }

    // what is too large is no type's
    private static long Digits(Token<TokenKind> token) =>
        long.TryParse(token.ToStringValue(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;

    private TokenListParser<TokenKind, (ExpressionNode Value, CastType Type)> CastArguments()
    {
        TokenListParser<TokenKind, Token<TokenKind>> word = Is(TokenKind.As).Or(Word("as"));
        return
            (from value in Any
             from link in word
             from type in Type
             select (value, type)).InBrackets();
    }

    private ColumnNode Quoted(Token<TokenKind> token)
    {
        string name = token.Characters;
        return name.Length > 0 ? new ColumnNode(name, At(token), quoted: true) : throw At(token).Error("a column name is empty");
    }

    protected static LiteralNode Timestamp(string text, SourceAt at) => TimestampLiteral.TryParse(text, out _)
        ? new LiteralNode(new WrittenTimestamp(text), at) : throw at.Error($"'{text}' is not an ISO-8601 time");

    protected static LiteralNode Interval(string text, SourceAt at) => IntervalLiteral.TryParseNanoseconds(text, out _)
        ? new LiteralNode(new WrittenInterval(text), at)
        : throw at.Error($"'{text}' is not an interval: a whole number and one of ns us ms s m h d w, as in '15m',");

    private static ExpressionNode Number(string sign, Token<TokenKind> token, SourceAt at)
    {
        string digits = sign + token.ToStringValue();
        if (token.Kind == TokenKind.Integer)
        {
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)
                ? new LiteralNode(integer, at)
                : throw at.Error($"{digits} does not fit into int64; as a float64 it is written {digits}.0,");
        }

        double value = double.Parse(digits, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? new LiteralNode(value, at,
                token.Span.Length > DoubleDigits && ExactDecimal.Of(digits).Stripped() != ExactDecimal.Of(value).Stripped() ? digits : null)
            : throw at.Error($"{digits} does not fit into float64");
    }
}
