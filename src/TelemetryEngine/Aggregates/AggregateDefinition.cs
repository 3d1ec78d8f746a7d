using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// What the order of rows means to an aggregate.
internal enum OrderClass
{
    // Nothing: the state is exact and commutative, and partial states merge in any order. Rows may go to any worker.
    AnyOrder,

    // Values are folded by (time, position): a group, or a series within it, belongs to one worker.
    TimeOrder,
}

// A line of the catalogue.
// Signature: How it is called, for help and docs.
// Description: What it gives, for help and docs.
// Order: What the order of rows means to it.
// Bind: Chooses components and result type for the arguments; throws PlanException for arguments it can't take.
// TakesNumbersOnly: True when its argument must be a number: then a column that holds no value may as well be one.
internal sealed record AggregateDefinition(
    string Name, string Signature, string Description, OrderClass Order, Func<AggregateCall, AggregateBinding> Bind,
    bool TakesNumbersOnly = false)
{
    // The options it takes, as in bounds => 'inside'.
    public IReadOnlyList<string> Options { get; init; } = [];

    // True where the result goes by the rows' times, where there are any.
    public bool GoesByTime { get; init; }
}

// An aggregate as the plan calls it.
// Inputs: The input columns, in the order of the arguments.
// Parameters: The numbers among the arguments.
// Filter: The ordinal of the boolean column of its own filter, or −1.
internal sealed record AggregateCall(string Name, IReadOnlyList<AggregateInput> Inputs, double[] Parameters, int Filter)
{
    // The texts among the arguments, as in string_agg(x, ',').
    public IReadOnlyList<string> Texts { get; init; } = [];

    // The values of the options, by their names; only those that the definition lists.
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    // The event time; null where the plan has none.
    public AggregateInput? Time { get; init; }

    // The only argument.
    // throws PlanException: There is none, or more than one.
    public AggregateInput Single() => Inputs.Count == 1 && Parameters.Length == 0 && Texts.Count == 0
        ? Inputs[0]
        : throw new PlanException($"{Name} takes one column, as in {Name}(power_w)");

    // The only argument, which must be a number.
    // throws PlanException: It is not.
    public AggregateInput SingleNumber() => Number(Single());

    // The two arguments, which must be numbers.
    // throws PlanException: They are not, or are not two.
    public (AggregateInput First, AggregateInput Second) TwoNumbers() => Inputs.Count == 2 && Parameters.Length == 0 && Texts.Count == 0
        ? (Number(Inputs[0]), Number(Inputs[1]))
        : throw new PlanException($"{Name} takes two columns, as in {Name}(power_w, voltage_v)");

    // An argument that must be a number column.
    // throws PlanException: It is not.
    public AggregateInput Number(AggregateInput input) => input.Type.IsNumeric
        ? input
        : throw new PlanException(
            $"{Name}({input.Name}) needs a number, and '{input.Name}' is {input.Type}; name another type with {Fix.Schema.With(input.Name, "float64")}, or count, min, max, first or last it");
}

// An input column of an aggregate.
// Ordinal: Its ordinal in the batch.
// Name: Its name or expression, for messages.
internal sealed record AggregateInput(int Ordinal, string Name, ColumnType Type);

// An aggregate bound to its inputs.
// Parts: Its components, and how each is made when it is not there yet.
// Columns: Its result's columns, at least one.
internal sealed record AggregateBinding(IReadOnlyList<ComponentPart> Parts, IReadOnlyList<AggregateColumn> Columns)
{
    // An aggregate of one column.
    public AggregateBinding(ColumnType type, IReadOnlyList<ComponentPart> parts, FinishGroups finish)
        : this(parts, [new AggregateColumn("", type, finish)])
    {
    }

    // An aggregate whose columns are aggregates themselves, of one column each.
    public static AggregateBinding Join(params ReadOnlySpan<(string Suffix, AggregateBinding Binding)> columns)
    {
        List<ComponentPart> parts = [];
        List<AggregateColumn> joined = [];
        foreach ((string suffix, AggregateBinding binding) in columns)
        {
            (int first, int count, AggregateColumn column) = (parts.Count, binding.Parts.Count, binding.Columns[0]);
            parts.AddRange(binding.Parts);
            joined.Add(
                new AggregateColumn(suffix, column.Type, (p, groups, result) => column.Finish(p.Slice(first, count), groups, result)));
        }

        return new AggregateBinding(parts, joined);
    }
}

// A column of an aggregate's result.
// Suffix: What follows the aggregate's name in the column's, behind a _; empty where the aggregate has one column.
// Finish: Writes the results of some groups.
internal sealed record AggregateColumn(string Suffix, ColumnType Type, FinishGroups Finish);

// A component that an aggregate is made of.
// Spec: Which one; equal ones are shared.
internal sealed record ComponentPart(ComponentSpec Spec, Func<Component> Create)
{
    // The component that keeps the readings while rows come in, of which this one, a StepColumn, is made series by series; null where this
    // one takes the rows itself.
    public ComponentPart? Readings { get; init; }

    // The component that holds all that this one does and more, and serves both where both are asked for; null where there is none.
    public ComponentPart? Wider { get; init; }
}

// Writes results.
// parts: The components, in the order of AggregateBinding.Parts.
// groups: The groups, in the order of the result.
// result: A vector of the result's type, made ready for as many rows.
// throws RunException: A result does not fit its type.
internal delegate void FinishGroups(ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, ColumnVector result);
