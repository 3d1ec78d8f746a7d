using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>What the aggregates share that add up the steps between a series' readings.</summary>
internal static class Steps
{
    /// <summary>The option that says whether the step into a window counts there.</summary>
    public const string Bounds = "bounds";

    /// <summary>The value of <see cref="Bounds"/> for steps within a window alone.</summary>
    public const string Inside = "inside";

    private const string Carry = "carry";

    /// <summary>Writes one result.</summary>
    public delegate void FinishGroup(StepColumn steps, int group, int row, Vector result);

    /// <summary>Binds an aggregate of one column that needs one kind of steps.</summary>
    /// <param name="call">The call.</param>
    /// <param name="type">The result's type.</param>
    /// <param name="name">The kind's name.</param>
    /// <param name="create">Makes its component; told whether it carries.</param>
    /// <param name="hasResult">False where the result is null.</param>
    /// <param name="finish">Writes a result that is not null.</param>
    public static AggregateBinding Bind(
        AggregateCall call, ColumnKind type, string name, Func<bool, StepColumn> create, Func<StepState, bool> hasResult, FinishGroup finish)
    {
        AggregateInput input = call.SingleNumber();
        bool carries = Choice(call, Bounds, Carry, Inside) == Carry;
        ComponentPart part = new(new($"{name}_{(carries ? Carry : Inside)}", input.Ordinal, call.Filter), () => create(carries))
        {
            Readings = new(ReadingColumn.Spec(input.Ordinal, call.Filter), static () => new ReadingColumn()),
        };
        return new AggregateBinding(new ColumnType(type), [part], (parts, groups, result) =>
        {
            var steps = (StepColumn)parts[0];
            for (int row = 0; row < groups.Length; row++)
            {
                if (hasResult(steps[groups[row]]))
                {
                    finish(steps, groups[row], row, result);
                }
                else
                {
                    result.SetNull(row, groups.Length);
                }
            }
        });
    }

    /// <summary>The value of an option; without it the first choice.</summary>
    /// <exception cref="PlanException">It is none of the choices.</exception>
    public static string Choice(AggregateCall call, string option, string first, string second)
    {
        string value = call.Options.GetValueOrDefault(option, first);
        return value == first || value == second
            ? value
            : throw new PlanException($"the {option} of {call.Name} is '{first}' or '{second}', not '{value}'; write {call.Name}({call.Inputs[0].Name}, {option} => '{second}')");
    }

    /// <summary>Units of the event time in a second.</summary>
    public static ulong TicksPerSecond(AggregateCall call) => (ulong)call.Time!.Type.Unit.TicksPerSecond();
}
