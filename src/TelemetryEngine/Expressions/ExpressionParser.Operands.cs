using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// What operators stand between: literals, columns, calls, case, and what is in brackets.
internal sealed partial class ExpressionParser
{
    // Words that name a column only in double quotes.
    internal static readonly string[] Keywords =
        ["and", "or", "not", "is", "null", "between", "in", "like", "true", "false", "case", "when", "then", "else", "end"];

    private ExpressionNode ReadOperand()
    {
        Token token = Next;
        SourceAt at = new(_text, token.Position);
        switch (token.Kind)
        {
            case TokenKind.Integer or TokenKind.Decimal:
                return ReadNumber("", at);
            case TokenKind.Text:
                _next++;
                return new LiteralNode(token.Text, at);
            case TokenKind.QuotedName when token.Text.Length == 0:
                throw Error("a column name is empty");
            case TokenKind.QuotedName:
                _next++;
                return new ColumnNode(token.Text, at, quoted: true);
            case TokenKind.Name:
                return ReadWord(token, at);
            default:
                if (!Skip("("))
                {
                    throw Error($"expected a value, found {token}");
                }

                ExpressionNode inner = Read(Or);
                Expect(")");
                return inner;
        }
    }

    private ExpressionNode ReadWord(Token token, SourceAt at)
    {
        _next++;
        string word = token.Text.ToLowerInvariant();
        switch (word)
        {
            case "true" or "false":
                return new LiteralNode(word == "true", at);
            case "null":
                return new LiteralNode(null, at);
            case "case":
                return ReadCase(at);
            case "timestamp" or "interval" when Next.Kind == TokenKind.Text:
                string text = _tokens[_next++].Text;
                return new LiteralNode(word == "timestamp" ? CheckedTimestamp(text, at) : CheckedInterval(text, at), at);
            default:
                if (Keywords.Contains(word))
                {
                    _next--;
                    throw Error($"expected a value, found '{token.Text}' (a column of that name is written in double quotes)");
                }

                return Next.IsSymbol("(") ? ReadCall(word, at) : new ColumnNode(token.Text, at);
        }
    }

    private static WrittenTimestamp CheckedTimestamp(string text, SourceAt at) =>
        TimestampLiteral.TryParse(text, out _) ? new WrittenTimestamp(text) : throw at.Error($"'{text}' is not an ISO-8601 time");

    private static WrittenInterval CheckedInterval(string text, SourceAt at) =>
        IntervalLiteral.TryParseNanoseconds(text, out _)
            ? new WrittenInterval(text)
            : throw at.Error($"'{text}' is not an interval: a whole number and one of ns us ms s m h d w, as in '15m',");

    private CallNode ReadCall(string name, SourceAt at)
    {
        if (name is "cast" or "try_cast")
        {
            CallNode cast = ReadCast(name, at);
            return name == "cast" ? cast : Call("try", at, cast);
        }

        Function? function = FunctionCatalog.Find(name);
        if (function is null || function.IsOperator)
        {
            string hint = EverydayWords.Function(name) is { } meant ? $"; did you mean {meant}?"
                : NearestName.Find(name, FunctionCatalog.FunctionNames) is { } near ? $"; did you mean '{near}'?"
                : $"; there is {string.Join(", ", FunctionCatalog.FunctionNames)}";
            throw at.Error($"unknown function '{name}'{hint}");
        }

        List<ExpressionNode> arguments = ReadList();
        return arguments.Count >= function.MinArguments && arguments.Count <= function.MaxArguments
            ? Call(name == "if" ? "case" : name, at, [.. arguments])
            : throw at.Error(
                $"{name} is written {function.Signature}, it can't take {arguments.Count} argument{(arguments.Count == 1 ? "" : "s")},");
    }

    private List<ExpressionNode> ReadList()
    {
        Expect("(");
        List<ExpressionNode> items = [];
        if (Skip(")"))
        {
            return items;
        }

        do
        {
            items.Add(Read(Or));
        }
        while (Skip(","));
        Expect(")");
        return items;
    }

    private CallNode ReadCast(string name, SourceAt at)
    {
        Expect("(");
        ExpressionNode value = Read(Or);
        Expect("as");
        Token token = Next;
        string? target = ColumnType.TryParse(token.Text.ToLowerInvariant(), out ColumnType type) && token.Kind == TokenKind.Name
            ? type.Kind switch
            {
                ColumnKind.Int64 => "int64",
                ColumnKind.Float64 => "float64",
                ColumnKind.Utf8 => "utf8",
                _ => null,
            }
            : null;
        if (target is null)
        {
            throw Error($"{name} knows the types int64, float64 and utf8, not {token},");
        }

        _next++;
        Expect(")");
        return Call(target, at, value);
    }

    // Both forms of case become pairs of condition and value, with the else value behind.
    private CallNode ReadCase(SourceAt at)
    {
        ExpressionNode? subject = Next.IsWord("when") ? null : Read(Or);
        List<ExpressionNode> arguments = [];
        while (Next.IsWord("when"))
        {
            SourceAt whenAt = Take();
            ExpressionNode condition = Read(Or);
            arguments.Add(subject is null ? condition : Call("=", whenAt, subject, condition));
            Expect("then");
            arguments.Add(Read(Or));
        }

        if (arguments.Count == 0)
        {
            Expect("when");
        }

        if (Skip("else"))
        {
            arguments.Add(Read(Or));
        }

        Expect("end");
        return Call("case", at, [.. arguments]);
    }
}
