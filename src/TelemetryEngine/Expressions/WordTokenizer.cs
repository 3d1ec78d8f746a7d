using Superpower;
using Superpower.Model;

namespace TelemetryEngine.Expressions;

// Cuts a text into tokens: that of an expression, or a statement of SQL, which has comments, parameters and more symbols.
internal sealed class WordTokenizer(bool isSql) : Tokenizer<TokenKind>
{
    private static readonly (string Text, TokenKind Kind, bool OnlySql)[] Symbols =
    [
        ("<>", TokenKind.NotEqual, false), ("<=", TokenKind.LessOrEqual, false), (">=", TokenKind.GreaterOrEqual, false),
        ("!=", TokenKind.NotEqual, false), ("==", TokenKind.Equal, false), ("=>", TokenKind.Arrow, true), ("=", TokenKind.Equal, false),
        ("<", TokenKind.Less, false), (">", TokenKind.Greater, false), ("+", TokenKind.Plus, false), ("-", TokenKind.Minus, false),
        ("*", TokenKind.Star, false), ("/", TokenKind.Slash, false), ("%", TokenKind.Percent, false), ("||", TokenKind.Concat, false),
        ("(", TokenKind.Open, false), (")", TokenKind.Close, false), (",", TokenKind.Comma, false), (".", TokenKind.Dot, true),
        ("::", TokenKind.DoubleColon, true), (";", TokenKind.Semicolon, true), ("?", TokenKind.Parameter, true),
    ];

    private readonly ReservedWords _words = isSql ? ReservedWords.OfSql : ReservedWords.OfExpressions;

    // True for a name that needs no quotes, reserved words aside.
    public static bool IsBareName(string name) =>
        name.Length > 0 && IsNameStart(name[0]) && name.All(c => IsNameStart(c) || char.IsAsciiDigit(c));

    // throws PlanException: A quote is not closed, a number is none, or a character has no meaning.
    protected override IEnumerable<Result<TokenKind>> Tokenize(TextSpan span)
    {
        for (TextSpan rest = SkipBlanks(span); !rest.IsAtEnd;)
        {
            (TokenKind kind, int length) = Next(rest.Source!, rest.Position.Absolute);
            TextSpan behind = rest.Skip(length);
            yield return Result.Value(kind, rest, behind);
            rest = SkipBlanks(behind);
        }
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c);

    private static bool IsNamePart(char c) => IsNameStart(c) || char.IsAsciiDigit(c);

    // The end of what begins at a place and consists of such characters.
    private static int EndOf(string text, int start, Func<char, bool> isPart)
    {
        int end = start;
        while (end < text.Length && isPart(text[end]))
        {
            end++;
        }

        return end;
    }

    private TextSpan SkipBlanks(TextSpan span)
    {
        while (true)
        {
            ReadOnlySpan<char> text = span.AsReadOnlySpan();
            int blanks = 0;
            while (blanks < text.Length && char.IsWhiteSpace(text[blanks]))
            {
                blanks++;
            }

            text = text[blanks..];
            int comment = !isSql ? 0 : text.StartsWith("--") ? LineLength(text) : text.StartsWith("/*") ? CommentLength(span, blanks) : 0;
            if (blanks + comment == 0)
            {
                return span;
            }

            span = span.Skip(blanks + comment);
        }
    }

    private static int LineLength(ReadOnlySpan<char> text) => text.IndexOf('\n') is >= 0 and var end ? end : text.Length;

    private SourceAt At(string text, int position) => new(text, position, isSql);

    private int CommentLength(TextSpan span, int blanks)
    {
        int start = span.Position.Absolute + blanks;
        int end = span.Source!.IndexOf("*/", start + 2, StringComparison.Ordinal);
        return end >= 0 ? end + 2 - start : throw At(span.Source, start).Error("unclosed comment: /* is closed by */,");
    }

    private (TokenKind Kind, int Length) Next(string text, int start)
    {
        char c = text[start];
        if (c is '\'' or '"')
        {
            return (c == '"' ? TokenKind.QuotedName : TokenKind.Text, QuotedLength(text, start, c));
        }

        if (IsNameStart(c))
        {
            int length = EndOf(text, start, IsNamePart) - start;
            return (_words.KindOf(text.AsSpan(start, length)), length);
        }

        bool pointFirst = c == '.' && start + 1 < text.Length && char.IsAsciiDigit(text[start + 1]);
        return char.IsAsciiDigit(c) || pointFirst ? Number(text, start)
            : isSql && c == '$' && EndOf(text, start + 1, IsNamePart) is var end && end > start + 1 ? (TokenKind.Parameter, end - start)
            : Symbol(text, start);
    }

    private int QuotedLength(string text, int start, char quote)
    {
        int end = start + 1;
        while (true)
        {
            int found = text.IndexOf(quote, end);
            if (found < 0)
            {
                string what = quote == '"' ? "a column name is closed by a double quote" : "text is closed by a single quote";
                throw At(text, start).Error($"unclosed quote: {what}, and a quote inside is doubled,");
            }

            if (found + 1 == text.Length || text[found + 1] != quote)
            {
                return found + 1 - start;
            }

            end = found + 2;
        }
    }

    private (TokenKind Kind, int Length) Number(string text, int start)
    {
        int end = EndOf(text, start, char.IsAsciiDigit);
        if (isSql && end < text.Length && IsNameStart(text[end]) && EndOf(text, end, char.IsLetter) is var behind
            && !(text[end] is 'e' or 'E' && behind == end + 1))
        {
            return behind == text.Length || !IsNamePart(text[behind]) ? (TokenKind.Duration, behind - start)
                : throw NotANumber(text, start);
        }

        TokenKind kind = TokenKind.Integer;
        if (end < text.Length && text[end] == '.')
        {
            kind = TokenKind.Decimal;
            end = EndOf(text, end + 1, char.IsAsciiDigit);
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            kind = TokenKind.Decimal;
            int sign = end + 1 < text.Length && text[end + 1] is '+' or '-' ? 1 : 0;
            end = EndOf(text, end + 1 + sign, char.IsAsciiDigit);
        }

        bool endsWell = char.IsAsciiDigit(text[end - 1]) || text[end - 1] == '.';
        return endsWell && (end == text.Length || !(IsNameStart(text[end]) || text[end] == '.')) ? (kind, end - start)
            : throw NotANumber(text, start);
    }

    private PlanException NotANumber(string text, int start) => At(text, start).Error("not a number");

    private (TokenKind Kind, int Length) Symbol(string text, int start)
    {
        foreach ((string symbol, TokenKind kind, bool onlySql) in Symbols)
        {
            if ((isSql || !onlySql) && string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0)
            {
                return (kind, symbol.Length);
            }
        }

        throw At(text, start).Error(EverydayWords.Operator(text.AsSpan(start)) is var (written, meant)
            ? $"'{written}' is no operator; did you mean {meant}?"
            : $"unexpected character '{text[start]}'");
    }
}
