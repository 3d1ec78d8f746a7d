using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Compare;

namespace TelemetryEngine.Expressions;

// Binds what gives one of its operands.
internal static class ChoiceFunctions
{
    public static BoundNode Case(Call call)
    {
        int pairs = call.Arguments.Length / 2;
        BoundNode[] conditions = [.. Enumerable.Range(0, pairs).Select(i => LogicFunctions.Condition(call, 2 * i))];
        IEnumerable<BoundNode> values = call.Arguments.Where((_, i) => i % 2 == 1 || i == 2 * pairs);
        return new ChoiceNode(CommonType(call, values, out BoundNode[] typed), conditions, typed);
    }

    public static BoundNode Coalesce(Call call) => new ChoiceNode(CommonType(call, call.Arguments, out BoundNode[] typed), [], typed);

    public static BoundNode NullIf(Call call)
    {
        BoundNode value = new SharedNode(Coercion.IsNull(call[0]) ? Coercion.ToValue(call[0]) : CommonTyped(call));
        return new NullIfNode(value.Type, value, Comparisons.Bind(call, Comparison.Equal, value, call[1]));
    }

    public static BoundNode Extremum<TExtremum>(Call call)
        where TExtremum : struct, IExtremum<long>, IExtremum<double>
    {
        ColumnType type = CommonType(call, call.Arguments, out BoundNode[] typed);
        if (type.Layout == VectorLayout.Scaled)
        {
            return typed.Aggregate((a, b) => new DecimalExtremumNode(a, b, typeof(TExtremum) == typeof(Least)));
        }

        if (type.Layout is not (VectorLayout.Int64 or VectorLayout.Double))
        {
            throw call.Error($"{call.Node.Name} takes numbers or times");
        }

        return typed.Aggregate((a, b) => type.Layout == VectorLayout.Int64
            ? new ExtremumNode<long, TExtremum>(type, a, b)
            : new ExtremumNode<double, TExtremum>(type, a, b));
    }

    private static BoundNode CommonTyped(Call call)
    {
        CommonType(call, [call[0]], out BoundNode[] typed);
        return typed[0];
    }

    private static ColumnType CommonType(Call call, IEnumerable<BoundNode> values, out BoundNode[] typed)
    {
        BoundNode[] all = [.. values];
        ColumnType type = Coercion.Common(all)
            ?? throw (call with { Arguments = all }).Error($"the values of {call.Node.Name} have to be of one type");
        typed = [.. all.Select(value => Coercion.To(value, type, call))];
        return type;
    }
}
