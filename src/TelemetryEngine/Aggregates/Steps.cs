using System.Globalization;
using System.Numerics;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Windows;
using Vector = TelemetryEngine.Columns.Vector;

namespace TelemetryEngine.Aggregates;

/// <summary>What the aggregates share that add up the steps between a series' readings.</summary>
internal static class Steps
{
    /// <summary>The option that says whether the step into a window counts there.</summary>
    public const string Bounds = "bounds";

    /// <summary>The value of <see cref="Bounds"/> for steps within a window alone.</summary>
    public const string Inside = "inside";

    /// <summary>The option with the longest step that counts.</summary>
    public const string MaxGap = "max_gap";

    /// <summary>The option with the value where a register turns over.</summary>
    public const string Rollover = "rollover";

    /// <summary>The option that leaves out readings that drop and come back.</summary>
    public const string Glitch = "glitch";

    /// <summary>The option that takes readings of several devices as those of one.</summary>
    public const string Mixed = "mixed";

    private const string Carry = "carry";

    /// <summary>Makes a kind of steps.</summary>
    public delegate StepColumn CreateSteps(ReadingNumbers numbers, StepRules rules);

    /// <summary>Writes one result.</summary>
    public delegate void FinishGroup(StepColumn steps, int group, int row, Vector result);

    /// <summary>Binds an aggregate of one column that needs one kind of steps.</summary>
    /// <param name="call">The call.</param>
    /// <param name="type">The result's type.</param>
    /// <param name="name">The kind's name.</param>
    /// <param name="create">Makes its component.</param>
    /// <param name="hasResult">False where the result is null.</param>
    /// <param name="finish">Writes a result that is not null.</param>
    public static AggregateBinding Bind(
        AggregateCall call, ColumnKind type, string name, CreateSteps create, Func<StepState, bool> hasResult, FinishGroup finish)
    {
        AggregateInput input = call.SingleNumber();
        ReadingNumbers numbers = ReadingNumbers.Of(input.Type, cutsLines: name == Integral.LinearName);
        StepRules rules = Rules(call, numbers);
        ComponentPart part = new(new($"{name}_{rules.Name}", input.Ordinal, call.Filter), () => create(numbers, rules))
        {
            Readings = new(ReadingColumn.Spec(input.Ordinal, call.Filter), () => new ReadingColumn(numbers)),
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

    // the name tells sets of rules apart, and with them components
    private static StepRules Rules(AggregateCall call, ReadingNumbers numbers)
    {
        string name = Choice(call, Bounds, Carry, Inside);
        StepRules rules = new(name == Carry)
        {
            IgnoresGlitches = Choice(call, Glitch, "count", "ignore") == "ignore",
            AllowsMixed = Choice(call, Mixed, "refuse", "allow") == "allow",
        };
        name += rules.IgnoresGlitches ? "_steady" : "";
        name += rules.AllowsMixed ? "_mixed" : "";
        if (call.Options.TryGetValue(MaxGap, out string? gap))
        {
            rules = rules with { LongestStep = Length(call, gap) };
            name += $"_up_to_{rules.LongestStep}";
        }

        if (call.Options.TryGetValue(Rollover, out string? rollover))
        {
            rules = rules with { Rollover = Register(call, numbers, rollover) };
            name += $"_over_{rules.Rollover.Value.Low}_{rules.Rollover.Value.High}";
        }

        return rules with { Name = name };
    }

    private static ulong Length(AggregateCall call, string text)
    {
        // without a time the catalogue's error is the one to show
        long ticks = Duration.TryParse(text, out Duration gap) && !gap.IsMonths && gap.Count > 0 && call.Time is not null ? gap.ToTicks((long)TicksPerSecond(call)) : 0;
        return ticks > 0 || call.Time is null
            ? (ulong)ticks
            : throw new PlanException($"the {MaxGap} of {call.Name} is a length such as 90s, 2h or 1d (24 hours), not '{text}'; write {call.Name}({call.Inputs[0].Name}, {MaxGap} => '2h')");
    }

    private static Reading Register(AggregateCall call, ReadingNumbers numbers, string text)
    {
        bool isNumber = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value > 0;
        return isNumber
            ? numbers.Of(new BigInteger(decimal.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)), ScaleOf(text))
            : throw new PlanException($"the {Rollover} of {call.Name} is the number above 0 at which the register shows 0 again, not '{text}'; write {call.Name}({call.Inputs[0].Name}, {Rollover} => 10000)");
    }

    private static int ScaleOf(string number) => number.Contains('.') ? number.Length - number.IndexOf('.') - 1 : 0;
}
