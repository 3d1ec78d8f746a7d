namespace TelemetryEngine.Expressions;

// Words that name a column only in double quotes, each with its kind of token, in any letter case.
internal sealed class ReservedWords
{
    private readonly Dictionary<string, TokenKind> _kinds = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TokenKind>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    private ReservedWords(TokenKind last)
    {
        for (TokenKind kind = TokenKind.And; kind <= last; kind++)
        {
            _kinds.Add(Word(kind), kind);
        }

        _bySpan = _kinds.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    // Those of expressions.
    public static ReservedWords OfExpressions { get; } = new(TokenKind.End);

    // Those of expressions, and those that statements are made of.
    public static ReservedWords OfSql { get; } = new(TokenKind.As);

    // The word of a kind, in lower case.
    public static string Word(TokenKind kind) => kind switch
    {
        TokenKind.And => "and",
        TokenKind.Or => "or",
        TokenKind.Not => "not",
        TokenKind.Is => "is",
        TokenKind.Null => "null",
        TokenKind.Between => "between",
        TokenKind.In => "in",
        TokenKind.Like => "like",
        TokenKind.True => "true",
        TokenKind.False => "false",
        TokenKind.Case => "case",
        TokenKind.When => "when",
        TokenKind.Then => "then",
        TokenKind.Else => "else",
        TokenKind.End => "end",
        TokenKind.Select => "select",
        TokenKind.Distinct => "distinct",
        TokenKind.From => "from",
        TokenKind.Where => "where",
        TokenKind.Group => "group",
        TokenKind.Having => "having",
        TokenKind.Qualify => "qualify",
        TokenKind.Order => "order",
        TokenKind.Limit => "limit",
        TokenKind.Offset => "offset",
        TokenKind.Union => "union",
        TokenKind.Join => "join",
        TokenKind.Inner => "inner",
        TokenKind.Left => "left",
        TokenKind.Right => "right",
        TokenKind.Full => "full",
        TokenKind.Cross => "cross",
        TokenKind.Outer => "outer",
        TokenKind.Semi => "semi",
        TokenKind.Anti => "anti",
        TokenKind.Asof => "asof",
        TokenKind.On => "on",
        TokenKind.Using => "using",
        TokenKind.With => "with",
        TokenKind.As => "as",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a word"),
    };

    // True for the kinds of reserved words.
    public static bool IsWord(TokenKind kind) => kind >= TokenKind.And;

    // The kind of a bare word.
    public TokenKind KindOf(ReadOnlySpan<char> word) => _bySpan.TryGetValue(word, out TokenKind kind) ? kind : TokenKind.Name;
}
