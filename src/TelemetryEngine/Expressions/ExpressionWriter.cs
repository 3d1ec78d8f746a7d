using System.Globalization;
using System.Text;

namespace TelemetryEngine.Expressions;

// Writes a node as text that parses to an equal node, with no more brackets than it needs.
// isSql: Whether names that SQL reserves are quoted too.
// replace: What an operand stands in the place of a node as; null = the node is written.
internal sealed class ExpressionWriter(bool isSql, Func<ExpressionNode, string?>? replace = null)
{
    private readonly StringBuilder _text = new();

    public static string Write(ExpressionNode node, bool isSql = false, Func<ExpressionNode, string?>? replace = null)
    {
        ExpressionWriter writer = new(isSql, replace);
        writer.Write(node, Strength.Or);
        return writer._text.ToString();
    }

    // A column's name as an expression has it: in double quotes where it needs them.
    public static string Name(string name, bool isSql = false) =>
        WordTokenizer.IsBareName(name)
            && (isSql ? ReservedWords.OfSql : ReservedWords.OfExpressions).KindOf(name) == TokenKind.Name
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public void Append(string text) => _text.Append(text);

    public void AppendName(string name) => _text.Append(Name(name, isSql));

    // Several nodes with commas between.
    public void AppendAll(IReadOnlyList<ExpressionNode> items, int first = 0)
    {
        for (int i = first; i < items.Count; i++)
        {
            _text.Append(i > first ? ", " : "");
            Write(items[i], Strength.Or);
        }
    }

    // A node behind operators that bind so strongly: in brackets where its own bind less.
    public void Write(ExpressionNode node, int strength)
    {
        if (replace?.Invoke(node) is { } operand)
        {
            _text.Append(operand);
            return;
        }

        switch (node)
        {
            case ColumnNode column:
                AppendName(column.Name);
                break;
            case LiteralNode literal:
                _text.Append(literal.Digits ?? Literal(literal.Value));
                break;
            case CallNode call when StrengthOf(call) < strength:
                _text.Append('(');
                WriteCall(call);
                _text.Append(')');
                break;
            case CallNode call:
                WriteCall(call);
                break;
            default:
                node.WriteTo(this);
                break;
        }
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        bool isTrue => isTrue ? "true" : "false",
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        double number => Number(number),
        string text => Quote(text),
        WrittenTimestamp time => $"timestamp {Quote(time.Text)}",
        WrittenInterval interval => $"interval {Quote(interval.Text)}",
        _ => throw new ArgumentException("not a literal", nameof(value)),
    };

    private static string Number(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    private static int StrengthOf(CallNode call) => call.Name switch
    {
        "or" => Strength.Or,
        "and" => Strength.And,
        "not" when NegatedPredicate(call) is null => Strength.Not,
        "not" or "=" or "<>" or "<" or "<=" or ">" or ">=" or "is null" or "between" or "in" or "like" => Strength.Comparison,
        "+" or "-" => Strength.Sum,
        "*" or "/" or "%" => Strength.Product,
        "negate" => Strength.Sign,
        _ => Strength.Operand,
    };

    private static CallNode? NegatedPredicate(CallNode call) =>
        call.Arguments[0] is CallNode { Name: "is null" or "between" or "in" or "like" } predicate ? predicate : null;

    private void WriteCall(CallNode call)
    {
        switch (call.Name)
        {
            case "not" when NegatedPredicate(call) is { } predicate:
                WritePredicate(predicate, "not ");
                break;
            case "is null" or "between" or "in" or "like":
                WritePredicate(call, "");
                break;
            case "not":
                _text.Append("not ");
                Write(call.Arguments[0], Strength.Not);
                break;
            case "negate":
                // Brackets keep a number behind the sign from becoming a negative number, and -- from looking like a comment.
                bool isColumn = call.Arguments[0] is ColumnNode;
                _text.Append(isColumn ? "-" : "-(");
                Write(call.Arguments[0], Strength.Or);
                _text.Append(isColumn ? "" : ")");
                break;
            case "case":
                WriteCase(call.Arguments);
                break;
            case var _ when StrengthOf(call) < Strength.Operand:
                Write(call.Arguments[0], StrengthOf(call));
                _text.Append(' ').Append(call.Name).Append(' ');
                Write(call.Arguments[1], StrengthOf(call) + 1);
                break;
            default:
                _text.Append(call.Name);
                WriteList(call.Arguments, 0);
                break;
        }
    }

    private void WritePredicate(CallNode call, string not)
    {
        Write(call.Arguments[0], Strength.Comparison);
        _text.Append(call.Name == "is null" ? $" is {not}null" : $" {not}{call.Name} ");
        if (call.Name == "in")
        {
            WriteList(call.Arguments, 1);
        }
        else if (call.Name != "is null")
        {
            Write(call.Arguments[1], Strength.Sum);
        }

        if (call.Name == "between")
        {
            _text.Append(" and ");
            Write(call.Arguments[2], Strength.Sum);
        }
    }

    private void WriteList(IReadOnlyList<ExpressionNode> items, int first)
    {
        _text.Append('(');
        AppendAll(items, first);
        _text.Append(')');
    }

    private void WriteCase(IReadOnlyList<ExpressionNode> arguments)
    {
        _text.Append("case");
        for (int i = 0; i + 1 < arguments.Count; i += 2)
        {
            _text.Append(" when ");
            Write(arguments[i], Strength.Or);
            _text.Append(" then ");
            Write(arguments[i + 1], Strength.Or);
        }

        if (arguments.Count % 2 == 1)
        {
            _text.Append(" else ");
            Write(arguments[^1], Strength.Or);
        }

        _text.Append(" end");
    }
}
