using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>What the order of rows means to an aggregate.</summary>
internal enum OrderClass
{
    /// <summary>Nothing: the state is exact and commutative, and partial states merge in any order. Rows may go to any worker.</summary>
    AnyOrder,

    /// <summary>Values are folded by (time, position): a group, or a series within it, belongs to one worker.</summary>
    TimeOrder,
}

/// <summary>A line of the catalogue.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Signature">How it is called, for help and docs.</param>
/// <param name="Description">What it gives, for help and docs.</param>
/// <param name="Order">What the order of rows means to it.</param>
/// <param name="Bind">Chooses components and result type for the arguments; throws <see cref="PlanException"/> for arguments it can't take.</param>
/// <param name="TakesNumbersOnly">True when its argument must be a number: then a column that holds no value may as well be one.</param>
internal sealed record AggregateDefinition(
    string Name, string Signature, string Description, OrderClass Order, Func<AggregateCall, AggregateBinding> Bind, bool TakesNumbersOnly = false)
{
    /// <summary>The options it takes, as in <c>bounds => 'inside'</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}

/// <summary>An aggregate as the plan calls it.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Inputs">The input columns, in the order of the arguments.</param>
/// <param name="Parameters">The numbers among the arguments.</param>
/// <param name="Filter">The ordinal of the boolean column of its own filter, or −1.</param>
internal sealed record AggregateCall(string Name, IReadOnlyList<AggregateInput> Inputs, double[] Parameters, int Filter)
{
    /// <summary>The texts among the arguments, as in <c>string_agg(x, ',')</c>.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>The values of the options, by their names; only those that the definition lists.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The event time; null where the plan has none.</summary>
    public AggregateInput? Time { get; init; }

    /// <summary>The only argument.</summary>
    /// <exception cref="PlanException">There is none, or more than one.</exception>
    public AggregateInput Single() => Inputs.Count == 1 && Parameters.Length == 0 && Texts.Count == 0
        ? Inputs[0]
        : throw new PlanException($"{Name} takes one column, as in {Name}(power_w)");

    /// <summary>The only argument, which must be a number.</summary>
    /// <exception cref="PlanException">It is not.</exception>
    public AggregateInput SingleNumber() => Number(Single());

    /// <summary>The two arguments, which must be numbers.</summary>
    /// <exception cref="PlanException">They are not, or are not two.</exception>
    public (AggregateInput First, AggregateInput Second) TwoNumbers() => Inputs.Count == 2 && Parameters.Length == 0 && Texts.Count == 0
        ? (Number(Inputs[0]), Number(Inputs[1]))
        : throw new PlanException($"{Name} takes two columns, as in {Name}(power_w, voltage_v)");

    /// <summary>An argument that must be a number column.</summary>
    /// <exception cref="PlanException">It is not.</exception>
    public AggregateInput Number(AggregateInput input) => input.Type.IsNumeric
        ? input
        : throw new PlanException($"{Name}({input.Name}) needs a number, and '{input.Name}' is {input.Type}; name another type with {Fix.Schema.With(input.Name, "float64")}, or count, min, max, first or last it");
}

/// <summary>An input column of an aggregate.</summary>
/// <param name="Ordinal">Its ordinal in the batch.</param>
/// <param name="Name">Its name or expression, for messages.</param>
/// <param name="Type">Its type.</param>
internal sealed record AggregateInput(int Ordinal, string Name, ColumnType Type);

/// <summary>An aggregate bound to its inputs.</summary>
/// <param name="Parts">Its components, and how each is made when it is not there yet.</param>
/// <param name="Columns">Its result's columns, at least one.</param>
internal sealed record AggregateBinding(IReadOnlyList<ComponentPart> Parts, IReadOnlyList<AggregateColumn> Columns)
{
    /// <summary>An aggregate of one column.</summary>
    public AggregateBinding(ColumnType type, IReadOnlyList<ComponentPart> parts, FinishGroups finish)
        : this(parts, [new AggregateColumn("", type, finish)])
    {
    }

    /// <summary>An aggregate whose columns are aggregates themselves, of one column each.</summary>
    public static AggregateBinding Join(params ReadOnlySpan<(string Suffix, AggregateBinding Binding)> columns)
    {
        List<ComponentPart> parts = [];
        List<AggregateColumn> joined = [];
        foreach ((string suffix, AggregateBinding binding) in columns)
        {
            (int first, int count, AggregateColumn column) = (parts.Count, binding.Parts.Count, binding.Columns[0]);
            parts.AddRange(binding.Parts);
            joined.Add(new AggregateColumn(suffix, column.Type, (p, groups, result) => column.Finish(p.Slice(first, count), groups, result)));
        }

        return new AggregateBinding(parts, joined);
    }
}

/// <summary>A column of an aggregate's result.</summary>
/// <param name="Suffix">What follows the aggregate's name in the column's, behind a <c>_</c>; empty where the aggregate has one column.</param>
/// <param name="Type">The type.</param>
/// <param name="Finish">Writes the results of some groups.</param>
internal sealed record AggregateColumn(string Suffix, ColumnType Type, FinishGroups Finish);

/// <summary>A component that an aggregate is made of.</summary>
/// <param name="Spec">Which one; equal ones are shared.</param>
/// <param name="Create">Makes it.</param>
internal sealed record ComponentPart(ComponentSpec Spec, Func<Component> Create)
{
    /// <summary>The component that keeps the readings while rows come in, of which this one, a <see cref="StepColumn"/>, is made series by series;
    /// null where this one takes the rows itself.</summary>
    public ComponentPart? Readings { get; init; }

    /// <summary>The component that holds all that this one does and more, and serves both where both are asked for; null where there is none.</summary>
    public ComponentPart? Wider { get; init; }
}

/// <summary>Writes results.</summary>
/// <param name="parts">The components, in the order of <see cref="AggregateBinding.Parts"/>.</param>
/// <param name="groups">The groups, in the order of the result.</param>
/// <param name="result">A vector of the result's type, made ready for as many rows.</param>
/// <exception cref="RunException">A result does not fit its type.</exception>
internal delegate void FinishGroups(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, Vector result);
