using System.Text;
using TelemetryEngine.Kernels.Compare;

namespace TelemetryEngine.Expressions;

// Binds operators that give true, false or null.
internal static class LogicFunctions
{
    public static BoundNode And(Call call) => new LogicNode(isAnd: true, Condition(call, 0), Condition(call, 1));

    public static BoundNode Or(Call call) => new LogicNode(isAnd: false, Condition(call, 0), Condition(call, 1));

    public static BoundNode Not(Call call) => new NotNode(Condition(call, 0));

    public static BoundNode IsNull(Call call) => new IsNullNode(Coercion.ToValue(call[0]));

    public static BoundNode Between(Call call)
    {
        BoundNode value = Share(call[0]);
        BoundNode low = Comparisons.Bind(call, Comparison.GreaterOrEqual, value, call[1]);
        return new LogicNode(isAnd: true, low, Comparisons.Bind(call, Comparison.LessOrEqual, value, call[2]));
    }

    // Literals that a comparison of each is the quicker way for.
    private const int FewLiterals = 16;

    // Text among texts is one question to each dictionary entry, and a value among many literals is looked for among them; all else is
    // equalities joined by or.
    public static BoundNode In(Call call)
    {
        if (Coercion.IsText(call[0]) && call.Arguments.Skip(1).All(item => item is ConstantNode { Value: string }))
        {
            HashSet<string> texts = [.. call.Arguments.Skip(1).Select(item => (string)((ConstantNode)item).Value!)];
            return new TextPredicateNode(call[0], text => texts.Contains(Encoding.UTF8.GetString(text)));
        }

        BoundNode value = Share(call[0]);
        List<BoundNode> nodes = [];
        List<EqualTo> literals = [];
        foreach (BoundNode item in call.Arguments.Skip(1))
        {
            if (call.Arguments.Length > FewLiterals && Comparisons.EqualsOf(value, item) is { } literal)
            {
                literals.Add(literal);
            }
            else
            {
                nodes.Add(Comparisons.Bind(call, Comparison.Equal, value, item));
            }
        }

        return AnyOf(literals.Count == 0 ? [.. nodes] : [new AmongNode(value, literals), .. nodes]);
    }

    // An operand that has to be a bool.
    public static BoundNode Condition(Call call, int argument)
    {
        if (Coercion.IsNull(call[argument]))
        {
            return Coercion.ToValue(call[argument]);
        }

        return Coercion.IsBool(call[argument])
            ? call[argument]
            : throw (call with { Arguments = [call[argument]] }).Error($"'{call.Node.Name}' takes conditions (bool)");
    }

    private static BoundNode Share(BoundNode node) =>
        node is ColumnReference or ConstantNode or PendingLiteral ? node : new SharedNode(node);

    // A balanced tree, so that a long list does not become a deep one.
    private static BoundNode AnyOf(ReadOnlySpan<BoundNode> nodes) => nodes.Length == 1
        ? nodes[0]
        : new LogicNode(isAnd: false, AnyOf(nodes[..(nodes.Length / 2)]), AnyOf(nodes[(nodes.Length / 2)..]));
}
