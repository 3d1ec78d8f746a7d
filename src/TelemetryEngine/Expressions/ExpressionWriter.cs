using System.Globalization;
using System.Text;

namespace TelemetryEngine.Expressions;

// Writes a node as text that parses to an equal node, with no more brackets than it needs.
internal static class ExpressionWriter
{
    public static string Write(ExpressionNode node)
    {
        StringBuilder text = new();
        Write(text, node, ExpressionParser.Or);
        return text.ToString();
    }

    // A column's name as an expression has it: in double quotes where it needs them.
    public static string Name(string name) =>
        Tokenizer.IsBareName(name) && !ExpressionParser.Keywords.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

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

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Number(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    private static void Write(StringBuilder text, ExpressionNode node, int strength)
    {
        switch (node)
        {
            case ColumnNode column:
                text.Append(Name(column.Name));
                break;
            case LiteralNode literal:
                text.Append(literal.Digits ?? Literal(literal.Value));
                break;
            case CallNode call when Strength(call) < strength:
                text.Append('(');
                WriteCall(text, call);
                text.Append(')');
                break;
            case CallNode call:
                WriteCall(text, call);
                break;
        }
    }

    private static int Strength(CallNode call) => call.Name switch
    {
        "or" => ExpressionParser.Or,
        "and" => ExpressionParser.And,
        "not" when NegatedPredicate(call) is null => ExpressionParser.Not,
        "not" or "=" or "<>" or "<" or "<=" or ">" or ">=" or "is null" or "between" or "in" or "like" => ExpressionParser.Comparison,
        "+" or "-" => ExpressionParser.Sum,
        "*" or "/" or "%" => ExpressionParser.Product,
        "negate" => ExpressionParser.Sign,
        _ => ExpressionParser.Operand,
    };

    private static CallNode? NegatedPredicate(CallNode call) =>
        call.Arguments[0] is CallNode { Name: "is null" or "between" or "in" or "like" } predicate ? predicate : null;

    private static void WriteCall(StringBuilder text, CallNode call)
    {
        switch (call.Name)
        {
            case "not" when NegatedPredicate(call) is { } predicate:
                WritePredicate(text, predicate, "not ");
                break;
            case "is null" or "between" or "in" or "like":
                WritePredicate(text, call, "");
                break;
            case "not":
                text.Append("not ");
                Write(text, call.Arguments[0], ExpressionParser.Not);
                break;
            case "negate":
                // Brackets keep a number behind the sign from becoming a negative number, and -- from looking like a comment.
                bool isColumn = call.Arguments[0] is ColumnNode;
                text.Append(isColumn ? "-" : "-(");
                Write(text, call.Arguments[0], ExpressionParser.Or);
                text.Append(isColumn ? "" : ")");
                break;
            case "case":
                WriteCase(text, call.Arguments);
                break;
            case var _ when Strength(call) < ExpressionParser.Operand:
                Write(text, call.Arguments[0], Strength(call));
                text.Append(' ').Append(call.Name).Append(' ');
                Write(text, call.Arguments[1], Strength(call) + 1);
                break;
            default:
                text.Append(call.Name);
                WriteList(text, call.Arguments, 0);
                break;
        }
    }

    private static void WritePredicate(StringBuilder text, CallNode call, string not)
    {
        Write(text, call.Arguments[0], ExpressionParser.Comparison);
        text.Append(call.Name == "is null" ? $" is {not}null" : $" {not}{call.Name} ");
        if (call.Name == "in")
        {
            WriteList(text, call.Arguments, 1);
        }
        else if (call.Name != "is null")
        {
            Write(text, call.Arguments[1], ExpressionParser.Sum);
        }

        if (call.Name == "between")
        {
            text.Append(" and ");
            Write(text, call.Arguments[2], ExpressionParser.Sum);
        }
    }

    private static void WriteList(StringBuilder text, IReadOnlyList<ExpressionNode> items, int first)
    {
        text.Append('(');
        for (int i = first; i < items.Count; i++)
        {
            text.Append(i > first ? ", " : "");
            Write(text, items[i], ExpressionParser.Or);
        }

        text.Append(')');
    }

    private static void WriteCase(StringBuilder text, IReadOnlyList<ExpressionNode> arguments)
    {
        text.Append("case");
        for (int i = 0; i + 1 < arguments.Count; i += 2)
        {
            text.Append(" when ");
            Write(text, arguments[i], ExpressionParser.Or);
            text.Append(" then ");
            Write(text, arguments[i + 1], ExpressionParser.Or);
        }

        if (arguments.Count % 2 == 1)
        {
            text.Append(" else ");
            Write(text, arguments[^1], ExpressionParser.Or);
        }

        text.Append(" end");
    }
}
