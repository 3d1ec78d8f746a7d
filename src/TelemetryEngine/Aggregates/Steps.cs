using System.Globalization;
using System.Numerics;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Windows;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Aggregates;

// What the aggregates share that add up the steps between a series' readings.
internal static class Steps
{
    // The option that says whether the step into a window counts there.
    public const string Bounds = "bounds";

    // The value of Bounds for steps within a window alone.
    public const string Inside = "inside";

    // The option with the longest step that counts.
    public const string MaxGap = "max_gap";

    // The option with the value where a register turns over.
    public const string Rollover = "rollover";

    // The option that leaves out readings that drop and come back.
    public const string Glitch = "glitch";

    // The option that takes readings of several devices as those of one.
    public const string Mixed = "mixed";

    // The option that says what the value does between readings.
    public const string Method = "method";

    private const string Carry = "carry";
    private const ulong SecondsInTwoHours = 2 * 3600;

    // the kinds' names: aggregates share steps of one kind
    private const string Linear = "linear";
    private const string Counter = "counter";

    // time_weighted_avg: the sum of value × time ÷ the time, where each reading holds until the next, or the value goes in straight lines.
    public static AggregateBinding TimeWeightedAvg(AggregateCall call) => Choice(call, Method, "locf", Linear) == "locf"
        ? Bind(call, "held", static (numbers, rules) => new HeldSteps(numbers, rules),
            static (steps, group) => OverTime(steps, group, steps[group].Ticks))
        : Bind(call, Linear, NewLinear, static (steps, group) => OverTime(steps, group, steps[group].Ticks * 2));

    // integral: value × hours below the straight lines from reading to reading; of watts it gives watt-hours.
    public static AggregateBinding Integral(AggregateCall call) =>
        Bind(call, Linear, NewLinear, (steps, group) => OverTime(steps, group, SecondsInTwoHours * TicksPerSecond(call)));

    // increase: what a counter counted; a reading below the one before it means that it began again at 0.
    public static AggregateBinding Increase(AggregateCall call) => Bind(call, Counter, NewCounter, Sum);

    // rate: the increase ÷ the seconds that its steps cover; of several series the sum of increases ÷ the sum of seconds.
    public static AggregateBinding Rate(AggregateCall call) => Bind(call, Counter, NewCounter, (steps, group) =>
    {
        // whole seconds, the common case, need no big numbers
        (UInt128 seconds, UInt128 rest) = UInt128.DivRem(steps[group].Ticks, TicksPerSecond(call));
        return rest == 0 ? OverTime(steps, group, seconds) : OverTime(steps, group, steps[group].Ticks, TicksPerSecond(call));
    });

    // delta: the change, the sum of the differences from reading to reading.
    public static AggregateBinding Delta(AggregateCall call) =>
        Bind(call, "difference", static (numbers, rules) => new DifferenceSteps(numbers, rules), Sum);

    // num_resets: how often a counter began again.
    public static AggregateBinding NumResets(AggregateCall call) =>
        Bind(call, ColumnKind.Int64, Counter, NewCounter, static (steps, group, row, rows, result) =>
    {
        result.Int64s[row] = steps[group].Drops;
        if (steps[group].Readings == 0)
        {
            result.SetNull(row, rows);
        }
    });

    // The value of an option; without it the first choice.
    // throws PlanException: It is none of the choices.
    private static string Choice(AggregateCall call, string option, string first, string second)
    {
        string value = call.Options.GetValueOrDefault(option, first);
        return value == first || value == second
            ? value
            : throw new PlanException(
                $"the {option} of {call.Name} is '{first}' or '{second}', not '{value}'; write {call.Name}({call.Inputs[0].Name}, {option} => '{second}')");
    }

    // Units of the event time in a second.
    private static ulong TicksPerSecond(AggregateCall call) => (ulong)call.Time!.Type.Unit.TicksPerSecond();

    private static StepColumn NewLinear(ReadingNumbers numbers, StepRules rules) => new LinearSteps(numbers, rules);

    private static StepColumn NewCounter(ReadingNumbers numbers, StepRules rules) => new CounterSteps(numbers, rules);

    // null where no step takes time
    private static double? OverTime(StepColumn steps, int group, UInt128 divisor, ulong factor = 1) =>
        steps[group].Ticks > 0 ? steps.Round(group, divisor, factor) : null;

    private static double? Sum(StepColumn steps, int group) => steps[group].Steps > 0 ? steps.Round(group, 1) : null;

    private static AggregateBinding Bind(
        AggregateCall call, string name, Func<ReadingNumbers, StepRules, StepColumn> create, Func<StepColumn, int, double?> number) =>
        Bind(call, ColumnKind.Float64, name, create,
            (steps, group, row, rows, result) => ResultValues.Write(number(steps, group), row, rows, result));

    // Binds an aggregate of one column that needs one kind of steps.
    // finish: Writes the result of a group to one of so many rows.
    private static AggregateBinding Bind(
        AggregateCall call, ColumnKind type, string name, Func<ReadingNumbers, StepRules, StepColumn> create,
        Action<StepColumn, int, int, int, ColumnVector> finish)
    {
        AggregateInput input = call.SingleNumber();
        ReadingNumbers numbers = ReadingNumbers.Of(input.Type, cutsLines: name == Linear);
        StepRules rules = Rules(call, numbers);
        ComponentPart part = new(new($"{name}_{rules.Name}", input.Ordinal, call.Filter), () => create(numbers, rules))
        {
            Readings = new(new(ReadingColumn.Name, input.Ordinal, call.Filter, NeedsOrder: true), () => new ReadingColumn(numbers)),
        };
        return new AggregateBinding(new ColumnType(type), [part], (parts, groups, result) =>
        {
            var steps = (StepColumn)parts[0];
            for (int row = 0; row < groups.Length; row++)
            {
                finish(steps, groups[row], row, groups.Length, result);
            }
        });
    }

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
        long ticks =
            Duration.TryParse(text, out Duration gap) && !gap.IsMonths && gap.Count > 0 && call.Time is not null
                ? gap.ToTicks((long)TicksPerSecond(call)) : 0;
        return ticks > 0 || call.Time is null
            ? (ulong)ticks
            : throw new PlanException(
                $"the {MaxGap} of {call.Name} is a length such as 90s, 2h or 1d (24 hours), not '{text}'; write {call.Name}({call.Inputs[0].Name}, {MaxGap} => '2h')");
    }

    private static Reading Register(AggregateCall call, ReadingNumbers numbers, string text)
    {
        bool isNumber =
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value > 0;
        return isNumber
            ? numbers.Of(new BigInteger(decimal.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)),
                ScaleOf(text))
            : throw new PlanException(
                $"the {Rollover} of {call.Name} is the number above 0 at which the register shows 0 again, not '{text}'; write {call.Name}({call.Inputs[0].Name}, {Rollover} => 10000)");
    }

    private static int ScaleOf(string number) => number.Contains('.') ? number.Length - number.IndexOf('.') - 1 : 0;
}
