namespace TelemetryEngine.Expressions;

// Cuts an expression's text into words.
internal ref struct Tokenizer(string text)
{
    private static readonly string[] Symbols = ["<>", "<=", ">=", "!=", "==", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", ","];

    private int _position;

    // All words, with an TokenKind.End behind the last.
    // throws PlanException: A quote is not closed, a number is none, or a character has no meaning.
    public static List<Token> Tokenize(string text)
    {
        List<Token> tokens = [];
        Tokenizer tokenizer = new(text);
        do
        {
            tokens.Add(tokenizer.Next());
        }
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    // True for a name that needs no quotes, keywords aside.
    public static bool IsBareName(string name) =>
        name.Length > 0 && IsNameStart(name[0]) && name.All(c => IsNameStart(c) || char.IsAsciiDigit(c));

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c);

    private Token Next()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }

        if (_position == text.Length)
        {
            return new Token(TokenKind.End, "", _position);
        }

        char c = text[_position];
        if (c is '\'' or '"')
        {
            return Quoted(c);
        }

        bool pointFirst = c == '.' && _position + 1 < text.Length && char.IsAsciiDigit(text[_position + 1]);
        return char.IsAsciiDigit(c) || pointFirst ? Number() : IsNameStart(c) ? Name() : Symbol();
    }

    private Token Quoted(char quote)
    {
        int start = _position;
        int end = start + 1;
        while (true)
        {
            int found = text.IndexOf(quote, end);
            if (found < 0)
            {
                string what = quote == '"' ? "a column name is closed by a double quote" : "text is closed by a single quote";
                throw new SourceAt(text, start).Error($"unclosed quote: {what}, and a quote inside is doubled,");
            }

            if (found + 1 < text.Length && text[found + 1] == quote)
            {
                end = found + 2;
                continue;
            }

            _position = found + 1;
            string inner = text[(start + 1)..found].Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal);
            return new Token(quote == '"' ? TokenKind.QuotedName : TokenKind.Text, inner, start);
        }
    }

    private Token Number()
    {
        int start = _position;
        SkipDigits();
        bool isDecimal = false;
        if (_position < text.Length && text[_position] == '.')
        {
            isDecimal = true;
            _position++;
            SkipDigits();
        }

        if (_position < text.Length && text[_position] is 'e' or 'E')
        {
            isDecimal = true;
            _position++;
            if (_position < text.Length && text[_position] is '+' or '-')
            {
                _position++;
            }

            SkipDigits();
        }

        bool endsWell = char.IsAsciiDigit(text[_position - 1]) || text[_position - 1] == '.';
        if (!endsWell || (_position < text.Length && (IsNameStart(text[_position]) || text[_position] == '.')))
        {
            throw new SourceAt(text, start).Error("not a number");
        }

        return new Token(isDecimal ? TokenKind.Decimal : TokenKind.Integer, text[start.._position], start);
    }

    private void SkipDigits()
    {
        while (_position < text.Length && char.IsAsciiDigit(text[_position]))
        {
            _position++;
        }
    }

    private Token Name()
    {
        int start = _position;
        while (_position < text.Length && (IsNameStart(text[_position]) || char.IsAsciiDigit(text[_position])))
        {
            _position++;
        }

        return new Token(TokenKind.Name, text[start.._position], start);
    }

    private Token Symbol()
    {
        foreach (string symbol in Symbols)
        {
            if (string.CompareOrdinal(text, _position, symbol, 0, symbol.Length) == 0)
            {
                _position += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, _position - symbol.Length);
            }
        }

        if (EverydayWords.Operator(text.AsSpan(_position)) is var (written, meant))
        {
            throw new SourceAt(text, _position).Error($"'{written}' is no operator; did you mean {meant}?");
        }

        throw new SourceAt(text, _position).Error($"unexpected character '{text[_position]}'");
    }
}
