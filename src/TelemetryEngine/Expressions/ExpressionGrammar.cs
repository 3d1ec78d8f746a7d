using System.Runtime.CompilerServices;
using Superpower;
using Superpower.Model;
using static TelemetryEngine.Expressions.TokenRules;
using Rule = Superpower.TokenListParser<TelemetryEngine.Expressions.TokenKind, TelemetryEngine.Expressions.ExpressionNode>;
using Tail = Superpower.TokenListParser<
    TelemetryEngine.Expressions.TokenKind,
    System.Func<TelemetryEngine.Expressions.ExpressionNode, TelemetryEngine.Expressions.ExpressionNode>>;

namespace TelemetryEngine.Expressions;

// The grammar of expressions: or, and, not, comparisons, concatenation, sums, products, sign. Rules are made when the first text is read.
internal partial class ExpressionGrammar
{
    private const int MaxNesting = 100;

    // The levels that are open in the text that this thread reads.
    [ThreadStatic]
    private static int _nesting;

    private readonly bool _isSql;

    // The rules of expressions whose operators bind as strongly as the index or more.
    private readonly Rule[] _levels = new Rule[Strength.Operand + 1];
    private readonly Rule _operand;
    private readonly Tail _predicate;
    private readonly TokenListParser<TokenKind, (ExpressionNode Value, CastType Type)> _cast;
    private readonly TokenListParser<TokenKind, ExpressionNode[]> _arguments;

    protected ExpressionGrammar(bool isSql)
    {
        _isSql = isSql;
        for (int strength = Strength.Or; strength <= Strength.Operand; strength++)
        {
            int atLeast = strength;
            Rule level = input => Climb(input, atLeast);
            _levels[strength] = input => Nested(input, level);
        }

        Type = TypeRule();
        _cast = CastArguments();
        _arguments = Any.BracketList();
        _operand = Closed(Operand());
        _predicate = Predicate();
    }

    // That of filters and derived columns.
    public static ExpressionGrammar OfExpressions { get; } = new(isSql: false);

    // Any expression.
    public Rule Any => _levels[Strength.Or];

    // What stands beside a word that is also an operator: and of between, and of frames.
    protected Rule Bound => _levels[Strength.Concat];

    // A type behind a value.
    protected TokenListParser<TokenKind, CastType> Type { get; }

    // Reads an expression, the whole text.
    public static ExpressionNode Parse(string text)
    {
        _nesting = 0;
        TokenList<TokenKind> tokens = new WordTokenizer(isSql: false).Tokenize(text);
        TokenListParserResult<TokenKind, ExpressionNode> result = OfExpressions.Any(tokens);
        return !result.HasValue ? throw SyntaxError.Of(result, text, isSql: false)
            : result.Remainder.IsAtEnd ? result.Value
            : throw SyntaxError.Behind(result.Remainder, text, isSql: false, "the expression");
    }

    // Starts to count levels for a new text.
    protected static void StartNesting() => _nesting = 0;

    // A rule that may stand in itself: one level deeper.
    internal static TokenListParserResult<TokenKind, T> Nested<T>(TokenList<TokenKind> input, TokenListParser<TokenKind, T> rule)
    {
        if (++_nesting > MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return Failure<T>(input, $"nested more than {_nesting - 1} deep");
        }

        TokenListParserResult<TokenKind, T> result = rule(input);
        _nesting--;
        return result;
    }

    // The place of a token.
    protected SourceAt At(in Token<TokenKind> token) => new(token.Span.Source, token.Position.Absolute, _isSql);

    protected static CallNode Call(string name, SourceAt at, params ExpressionNode[] arguments)
    {
        CallNode call = new(name, arguments, at);
        return Checked(call);
    }

    // The node, unless it is more than binding and evaluating can go through.
    protected static T Checked<T>(T node)
        where T : ExpressionNode =>
        node.Depth <= ExpressionNode.MaxDepth ? node : throw node.At.Error($"more than {ExpressionNode.MaxDepth} levels of operators");

    // An infix operator as it is stored, and how strongly it binds; 0 when it is none.
    private static (string Name, int Strength) Infix(TokenKind? kind) => kind switch
    {
        TokenKind.Equal => ("=", Strength.Comparison),
        TokenKind.NotEqual => ("<>", Strength.Comparison),
        TokenKind.Less => ("<", Strength.Comparison),
        TokenKind.LessOrEqual => ("<=", Strength.Comparison),
        TokenKind.Greater => (">", Strength.Comparison),
        TokenKind.GreaterOrEqual => (">=", Strength.Comparison),
        TokenKind.Concat => ("concat", Strength.Concat),
        TokenKind.Plus => ("+", Strength.Sum),
        TokenKind.Minus => ("-", Strength.Sum),
        TokenKind.Star => ("*", Strength.Product),
        TokenKind.Slash => ("/", Strength.Product),
        TokenKind.Percent => ("%", Strength.Product),
        TokenKind.And => ("and", Strength.And),
        TokenKind.Or => ("or", Strength.Or),
        _ => ("", 0),
    };

    // An operand, and the operators behind it that bind strongly enough, with their operands: precedence climbing.
    private TokenListParserResult<TokenKind, ExpressionNode> Climb(TokenList<TokenKind> input, int strength)
    {
        if (strength > Strength.Not && input.Kind == TokenKind.Not)
        {
            return Failure<ExpressionNode>(input, "'not' needs parentheses here: write (not …);");
        }

        TokenListParserResult<TokenKind, ExpressionNode> left = _operand(input);
        while (left.HasValue)
        {
            TokenList<TokenKind> rest = left.Remainder;
            if (rest.Kind == TokenKind.Slash && rest.Rest.Kind == TokenKind.Slash)
            {
                return Failure<ExpressionNode>(rest, "there is no '//': write floor(a / b)");
            }

            (string name, int bound) = Infix(rest.Kind);
            if (bound >= strength && bound > 0)
            {
                TokenListParserResult<TokenKind, ExpressionNode> right = _levels[bound + 1](rest.Rest);
                left = right.HasValue ? Success(Operator(name, At(rest.Next), left.Value, right.Value), input, right.Remainder) : right;
            }
            else if (strength <= Strength.Comparison && IsPredicate(rest))
            {
                var tail = _predicate(rest);
                left = tail.HasValue ? Success(tail.Value(left.Value), input, tail.Remainder)
                    : TokenListParserResult.CastEmpty<TokenKind, Func<ExpressionNode, ExpressionNode>, ExpressionNode>(tail);
            }
            else
            {
                break;
            }
        }

        return left;
    }

    private ExpressionNode Operator(string name, SourceAt at, ExpressionNode left, ExpressionNode right) =>
        name != "concat" ? Call(name, at, left, right)
        : Function(name, at, [left, right]) ?? throw at.Error($"'||' is no operator; did you mean or?");

    private static bool IsPredicate(TokenList<TokenKind> input) => input.Kind switch
    {
        TokenKind.Is or TokenKind.Between or TokenKind.In or TokenKind.Like => true,
        TokenKind.Not => input.Rest.Kind is TokenKind.Between or TokenKind.In or TokenKind.Like,
        _ => false,
    };

    // is [not] null, [not] between, [not] in, [not] like, behind the operand that they are asked of.
    private Tail Predicate()
    {
        var isNull =
            from word in Is(TokenKind.Is)
            from not in Is(TokenKind.Not).IsThere()
            from end in Is(TokenKind.Null)
            select Asked("is null", At(word), not);
        var between =
            from word in Is(TokenKind.Between)
            from low in Bound
            from and in Is(TokenKind.And)
            from high in Bound
            select Asked("between", At(word), false, low, high);
        var like =
            from word in Is(TokenKind.Like)
            from pattern in Bound
            select Asked("like", At(word), false, pattern);
        Tail predicate = ByKind(
            "a condition", (TokenKind.Is, isNull), (TokenKind.Between, between), (TokenKind.Like, like), (TokenKind.In, In()));
        Tail negated =
            from not in Is(TokenKind.Not)
            from tail in predicate
            select (Func<ExpressionNode, ExpressionNode>)(left => Call("not", At(not), tail(left)));
        return input => input.Kind == TokenKind.Not ? negated(input) : predicate(input);
    }

    private Tail In()
    {
        var items = Listed(Any.BracketList());
        Tail filled =
            from word in Is(TokenKind.In)
            from list in items
            select Asked("in", At(word), false, list);
        return input =>
        {
            var result = filled(input);
            return result.HasValue && input.Rest.Rest.Kind == TokenKind.Close
                ? Failure<Func<ExpressionNode, ExpressionNode>>(result.Remainder, "'in' needs at least one value")
                : result;
        };
    }

    // What stands behind the word in.
    // items: Values in brackets.
    protected virtual TokenListParser<TokenKind, ExpressionNode[]> Listed(TokenListParser<TokenKind, ExpressionNode[]> items) => items;

    private static Func<ExpressionNode, ExpressionNode> Asked(string name, SourceAt at, bool negated, params ExpressionNode[] rest) =>
        left => negated ? Call("not", at, Call(name, at, [left, .. rest])) : Call(name, at, [left, .. rest]);
}
