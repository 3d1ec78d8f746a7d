using System.Text;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Aggregates;

// Aggregates that are functions of the program: definitions like those of the catalogue, which travel in the plan.
internal static class CustomAggregate
{
    // The state of no values.
    // throws ArgumentException: The function says that its state is another type.
    public static TSelf Empty<TSelf>(object function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function is TSelf empty
            ? empty
            : throw new ArgumentException($"{function.GetType().Name} is to be its own state, and names {typeof(TSelf).Name}", nameof(function));
    }

    public static AggregatePlan Of<TSelf, TValue, TResult>(TSelf empty, string column)
        where TSelf : struct, IAggregateFunction<TSelf, TValue, TResult> =>
        Plan<TSelf, TResult>(
            goesByTime: false, [CustomValues.Of<TValue>()], [column],
            (call, owner) => Merging(call, owner, said => new CustomColumn<TSelf, TValue, TResult>(empty, said)));

    public static AggregatePlan Of<TSelf, TFirst, TSecond, TResult>(TSelf empty, string first, string second)
        where TSelf : struct, IAggregateFunction<TSelf, TFirst, TSecond, TResult> =>
        Plan<TSelf, TResult>(
            goesByTime: false, [CustomValues.Of<TFirst>(), CustomValues.Of<TSecond>()], [first, second],
            (call, owner) => Merging(call, owner, said => new CustomColumn<TSelf, TFirst, TSecond, TResult>(empty, said)));

    public static AggregatePlan InOrder<TSelf, TValue, TResult>(TSelf empty, string column)
        where TSelf : struct, IOrderedAggregateFunction<TSelf, TValue, TResult>
        where TValue : unmanaged =>
        Plan<TSelf, TResult>(
            goesByTime: true, [CustomValues.Of<TValue>()], [column],
            (call, _) => InOrder(
                call, static () => new PlacedRows<TValue>(), new OrderedValuesCall<TSelf, TValue, TResult>(empty, Said(call))));

    public static AggregatePlan InOrder<TSelf, TFirst, TSecond, TResult>(TSelf empty, string first, string second)
        where TSelf : struct, IOrderedAggregateFunction<TSelf, TFirst, TSecond, TResult>
        where TFirst : unmanaged
        where TSecond : unmanaged =>
        Plan<TSelf, TResult>(
            goesByTime: true, [CustomValues.Of<TFirst>(), CustomValues.Of<TSecond>()], [first, second],
            (call, _) => InOrder(
                call,
                static () => new PlacedRows<TFirst, TSecond>(),
                new OrderedPairsCall<TSelf, TFirst, TSecond, TResult>(empty, Said(call))));

    // The error of a run in which a function failed.
    public static RunException Failed(string said, string member, Exception error) =>
        new($"{said}: {member} failed: {error.GetType().Name}: {error.Message}", error);

    private static AggregatePlan Plan<TSelf, TResult>(
        bool goesByTime, CustomValues[] takes, string[] columns, Func<AggregateCall, object, AggregateBinding> bind)
    {
        CustomValues.Of<TResult>();
        Array.ForEach(columns, static column => ArgumentException.ThrowIfNullOrEmpty(column));
        string name = NameOf(typeof(TSelf));
        object owner = new();
        return new AggregatePlan
        {
            Function = name,
            Arguments = columns,
            Custom = new AggregateDefinition(
                name, $"{name}({string.Join(", ", columns)})", "a function of the program", OrderClass.AnyOrder,
                call => bind(Checked(call, takes), owner), takes.All(static type => type.Type.IsNumeric))
            {
                GoesByTime = goesByTime,
            },
        };
    }

    private static AggregateCall Checked(AggregateCall call, CustomValues[] takes)
    {
        if (call.Inputs.Count != takes.Length || call.Parameters.Length > 0 || call.Texts.Count > 0)
        {
            throw new PlanException(
                $"{call.Name} is a function of the program and takes {(takes.Length == 1 ? "one column" : "two columns")} or expressions, and no numbers or texts");
        }

        for (int i = 0; i < takes.Length; i++)
        {
            AggregateInput input = call.Inputs[i];
            if (!takes[i].Takes(input.Type))
            {
                throw new PlanException(
                    $"{Said(call)} takes {takes[i].Wanted}, and '{input.Name}' is {input.Type}; name another column, or one of that type by an expression");
            }
        }

        return call;
    }

    private static AggregateBinding Merging<TSelf, TResult>(
        AggregateCall call, object owner, Func<string, CustomColumn<TSelf, TResult>> create)
        where TSelf : struct, IAggregateFunction<TSelf, TResult>
    {
        string said = Said(call);
        return new AggregateBinding(
            CustomValues.Of<TResult>().Type, [new ComponentPart(Spec(call, "custom", owner), () => create(said))],
            static (parts, groups, result) => ((CustomColumn<TSelf, TResult>)parts[0]).Finish(groups, result));
    }

    private static AggregateBinding InOrder<TSelf, TRow, TResult>(
        AggregateCall call, Func<ValueLists<Placed<TRow>>> create, OrderedCall<TSelf, TRow, TResult> ordered)
        where TSelf : struct, IAggregateState<TResult>
        where TRow : unmanaged
    {
        // functions of equal columns and types share what is held
        ComponentSpec spec = Spec(call, $"placed {typeof(TRow)}", null) with { NeedsOrder = true };
        return new AggregateBinding(
            CustomValues.Of<TResult>().Type, [new ComponentPart(spec, create)],
            (parts, groups, result) => ordered.Finish((ValueLists<Placed<TRow>>)parts[0], groups, result));
    }

    private static ComponentSpec Spec(AggregateCall call, string name, object? owner) =>
        new(name, call.Inputs[0].Ordinal, call.Filter, Second: call.Inputs.Count > 1 ? call.Inputs[1].Ordinal : -1) { Owner = owner };

    private static string Said(AggregateCall call) => $"{call.Name}({string.Join(", ", call.Inputs.Select(static input => input.Name))})";

    // The words of a type's name in lower case, joined by underscores.
    private static string NameOf(Type type)
    {
        StringBuilder name = new();
        string written = type.Name.Split('`')[0];
        for (int i = 0; i < written.Length; i++)
        {
            bool begins = char.IsUpper(written[i])
                && i > 0 && (!char.IsUpper(written[i - 1]) || (i + 1 < written.Length && char.IsLower(written[i + 1])));
            name.Append(begins ? "_" : "").Append(char.ToLowerInvariant(written[i]));
        }

        return name.ToString();
    }
}
