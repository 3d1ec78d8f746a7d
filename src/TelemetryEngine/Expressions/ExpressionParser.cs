using System.Globalization;

namespace TelemetryEngine.Expressions;

// Reads an expression by precedence climbing: or, and, not, comparisons, sums, products, sign.
internal sealed partial class ExpressionParser
{
    // How strongly operators bind; the greater the stronger.
    internal const int Or = 1, And = 2, Not = 3, Comparison = 4, Sum = 5, Product = 6, Sign = 7, Operand = 8;

    private const int MaxNesting = 100;

    private readonly string _text;
    private readonly List<Token> _tokens;
    private int _next;
    private int _nesting;

    private ExpressionParser(string text)
    {
        _text = text;
        _tokens = Tokenizer.Tokenize(text);
    }

    private Token Next => _tokens[_next];

    // Reads the whole text.
    public static ExpressionNode Parse(string text)
    {
        ExpressionParser parser = new(text);
        ExpressionNode node = parser.Read(Or);
        return parser.Next.Kind == TokenKind.End ? node : throw parser.Error($"unexpected {parser.Next} behind the expression");
    }

    // The symbol as it is stored, and how strongly it binds; 0 when it is no infix operator.
    internal static (string Name, int Strength) Infix(in Token token) => token switch
    {
        { Kind: TokenKind.Symbol, Text: "=" or "==" } => ("=", Comparison),
        { Kind: TokenKind.Symbol, Text: "<>" or "!=" } => ("<>", Comparison),
        { Kind: TokenKind.Symbol, Text: "<" or "<=" or ">" or ">=" } => (token.Text, Comparison),
        { Kind: TokenKind.Symbol, Text: "+" or "-" } => (token.Text, Sum),
        { Kind: TokenKind.Symbol, Text: "*" or "/" or "%" } => (token.Text, Product),
        { Kind: TokenKind.Name } when token.IsWord("and") => ("and", And),
        { Kind: TokenKind.Name } when token.IsWord("or") => ("or", Or),
        _ => ("", 0),
    };

    private ExpressionNode Read(int strength)
    {
        if (++_nesting > MaxNesting)
        {
            throw Error($"nested more than {MaxNesting} deep");
        }

        ExpressionNode left = ReadPrefix(strength);
        while (true)
        {
            (string name, int bound) = Infix(Next);
            if (bound >= strength && bound > 0)
            {
                SourceAt at = Take();
                left = Call(name, at, left, Read(bound + 1));
            }
            else if (strength > Comparison || !TryReadPredicate(ref left))
            {
                _nesting--;
                return left;
            }
        }
    }

    private ExpressionNode ReadPrefix(int strength)
    {
        if (Next.IsWord("not"))
        {
            return strength <= Not
                ? Call("not", Take(), Read(Not))
                : throw Error("'not' needs parentheses here: write (not …);");
        }

        if (Next.IsSymbol("+"))
        {
            Take();
            return Read(Sign);
        }

        if (!Next.IsSymbol("-"))
        {
            return ReadOperand();
        }

        SourceAt at = Take();
        return Next.Kind is TokenKind.Integer or TokenKind.Decimal ? ReadNumber("-", at) : Call("negate", at, Read(Sign));
    }

    // is [not] null, [not] between, [not] in, [not] like.
    private bool TryReadPredicate(ref ExpressionNode left)
    {
        SourceAt at = new(_text, Next.Position);
        if (Skip("is"))
        {
            bool isNot = Skip("not");
            Expect("null");
            left = Negated(isNot, at, Call("is null", at, left));
            return true;
        }

        int before = _next;
        bool negated = Skip("not");
        if (Skip("between"))
        {
            ExpressionNode low = Read(Sum);
            Expect("and");
            left = Negated(negated, at, Call("between", at, left, low, Read(Sum)));
        }
        else if (Skip("in"))
        {
            left = Negated(negated, at, Call("in", at, [left, .. ReadItems()]));
        }
        else if (Skip("like"))
        {
            left = Negated(negated, at, Call("like", at, left, Read(Sum)));
        }
        else
        {
            _next = before;
            return false;
        }

        return true;
    }

    private List<ExpressionNode> ReadItems()
    {
        List<ExpressionNode> items = ReadList();
        return items.Count > 0 ? items : throw Error("'in' needs at least one value");
    }

    private ExpressionNode Negated(bool negated, SourceAt at, ExpressionNode node) => negated ? Call("not", at, node) : node;

    private CallNode Call(string name, SourceAt at, params ExpressionNode[] arguments)
    {
        CallNode call = new(name, arguments, at);
        return call.Depth <= ExpressionNode.MaxDepth ? call : throw at.Error($"more than {ExpressionNode.MaxDepth} levels of operators");
    }

    // So many digits come back from a double as they went in.
    private const int DoubleDigits = 15;

    private LiteralNode ReadNumber(string sign, SourceAt at)
    {
        Token token = _tokens[_next++];
        string digits = sign + token.Text;
        if (token.Kind == TokenKind.Integer)
        {
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)
                ? new LiteralNode(integer, at)
                : throw at.Error($"{digits} does not fit into int64; as a float64 it is written {digits}.0,");
        }

        double value = double.Parse(digits, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? new LiteralNode(value, at,
                token.Text.Length > DoubleDigits && ExactDecimal.Of(digits).Stripped() != ExactDecimal.Of(value).Stripped() ? digits : null)
            : throw at.Error($"{digits} does not fit into float64");
    }

    private SourceAt Take() => new(_text, _tokens[_next++].Position);

    private bool Skip(string wordOrSymbol)
    {
        bool found = Next.IsWord(wordOrSymbol) || Next.IsSymbol(wordOrSymbol);
        _next += found ? 1 : 0;
        return found;
    }

    private void Expect(string wordOrSymbol)
    {
        if (!Skip(wordOrSymbol))
        {
            throw Error($"expected '{wordOrSymbol}', found {Next}");
        }
    }

    private PlanException Error(string message) => new SourceAt(_text, Next.Position).Error(message);
}
