using System.Globalization;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Execution.Series;

// What is met while series are gone through, and no number shows. Any thread may add.
internal sealed class SeriesFindings
{
    private const int MostColumns = 3;

    private readonly object _gate = new();
    private MixedReadings? _mixed;
    private long _mixedSeries;

    // Adds what shows that a series is several. The one that begins first is shown, whatever thread met it.
    public void Add(MixedReadings mixed)
    {
        lock (_gate)
        {
            _mixedSeries++;
            if (_mixed is null
                || (mixed.First.Time, mixed.First.Position, mixed.Scan).CompareTo((_mixed.First.Time, _mixed.First.Position, _mixed.Scan))
                    < 0)
            {
                _mixed = mixed;
            }
        }
    }

    // Refuses what can't be right: readings of several devices in one series, and registers above the value where they turn over.
    // leftOut: For each component of the plan what its rules left out; null where it has none.
    // throws RunException: There is such a thing.
    public void Check(BoundPlan plan, IReadOnlyList<StepsLeftOut?> leftOut)
    {
        if (_mixed is { } mixed)
        {
            throw new RunException($"{MixedText(plan, mixed)}");
        }

        for (int i = 0; i < leftOut.Count; i++)
        {
            if (leftOut[i]?.AboveRollover is { } reading)
            {
                ReadingNumbers numbers = ((ReadingColumn)plan.Scan.Components[plan.ScanComponents[i]].Create()).Numbers;
                StepRules rules = ((StepColumn)plan.Components[i].Create()).Rules;
                throw new RunException(
                    $"the reading {numbers.ToDouble(reading)} of '{ColumnOf(plan, i)}' at {TimeText(plan, reading.Time)} is above {numbers.ToDouble(rules.Rollover!.Value)}, where the register is said to turn over; give rollover the value at which it shows 0 again, or leave it out");
            }
        }
    }

    // Says what rules left out, a line for each aggregate.
    public static IEnumerable<MessageText> Notes(BoundPlan plan, IReadOnlyList<StepsLeftOut?> leftOut)
    {
        for (int i = 0; i < leftOut.Count; i++)
        {
            if (leftOut[i] is not { } left)
            {
                continue;
            }

            string names = string.Join(", ", plan.Aggregates.Where(a => a.Parts.Contains(i)).Select(a => a.Name));
            if (left.Steps > 0)
            {
                string steps =
                    left.Steps == 1
                        ? "1 step between readings is longer than max_gap and does not count"
                        : $"{left.Steps} steps between readings are longer than max_gap and do not count";
                yield return Message.Of($"{names}: {steps}, {LengthText(plan, left.Ticks)} in all");
            }

            if (left.Glitches > 0)
            {
                yield return Message.Of(
                    $"{names}: {(left.Glitches == 1 ? "1 reading that dropped and came back does" : $"{left.Glitches} readings that dropped and came back do")} not count");
            }
        }
    }

    private MessageText MixedText(BoundPlan plan, MixedReadings mixed)
    {
        ReadingNumbers numbers = ((ReadingColumn)plan.Scan.Components[mixed.Scan].Create()).Numbers;
        string column = ColumnOf(plan, Array.IndexOf(plan.ScanComponents, mixed.Scan));
        string aggregates =
            string.Join(", ",
                plan.Aggregates.Where(
                    a => a.Parts.Any(p => plan.ScanComponents[p] == mixed.Scan && plan.Components[p].Readings is not null))
                    .Select(a => a.Name).Distinct());
        (double first, double second) = (numbers.ToDouble(mixed.First), numbers.ToDouble(mixed.Second));
        MessageText seen = mixed.AtOneTime
            ? Message.Of(
                $"{mixed.Count} of {mixed.Readings} readings of '{column}' have the time of another with a different value (at {TimeText(plan, mixed.First.Time)} {first} and {second})")
            : Message.Of(
                $"{mixed.Count} of {mixed.Readings - 1} steps of the register '{column}' go down and back up, as those of registers that take turns do (from {first} to {second} at {TimeText(plan, mixed.Second.Time)})");
        string where = _mixedSeries > 1 ? $", and so it is in {_mixedSeries} series" : "";
        return Message.Of(
            $"{aggregates} would go from one device to another: {seen}{where}. Name the column that tells the devices apart: {Hint(plan)}. Where it is one device all the same, write mixed => 'allow' among its arguments");
    }

    // The options with the columns that may tell devices apart: texts first, and no measured numbers.
    private static MessageText Hint(BoundPlan plan)
    {
        string[] names =
        [
            .. Enumerable.Range(0, plan.Columns.Count)
                .Where(i => i != plan.Time && !plan.Scan.Keys.Contains(i)
                    && (plan.Columns[i].Type.IsText || plan.Columns[i].Type.IsInteger))
                .Where(i => plan.Scan.Components.All(c => c.Spec.Input != i && c.Spec.Second != i))
                .OrderBy(i => plan.Columns[i].Type.IsText ? 0 : 1)
                .Select(i => plan.Columns[i].Name).Take(MostColumns),
        ];
        if (names.Length == 0)
        {
            return Message.Of(
                $"{Fix.Series.With("NAME")} adds them up, {Fix.GroupBy.With("NAME")} shows each (the input has no column that could; one from each file or source has to be added)");
        }

        MessageText? others =
            names.Length > 1
                ? Message.Of($" (or {MessageText.Join(", ", names[1..].Select(static name => Message.Of($"{Fix.Column.With(name)}")))})")
                : null;
        return Message.Of($"{Fix.Series.With(names[0])} adds them up, {Fix.GroupBy.With(names[0])} shows each{others}");
    }

    private static string ColumnOf(BoundPlan plan, int component)
    {
        int input = plan.Components[component].Spec.Input;
        return input < plan.Columns.Count ? plan.Columns[input].Name : plan.Arguments[input - plan.Columns.Count].Name;
    }

    private static string TimeText(BoundPlan plan, long instant) => InstantParser.Of(instant, plan.Columns[plan.Time].Type.Unit);

    private static string LengthText(BoundPlan plan, UInt128 ticks)
    {
        UInt128 seconds = ticks / (UInt128)(ulong)plan.Columns[plan.Time].Type.Unit.TicksPerSecond();
        return seconds >= 3600 ? string.Create(CultureInfo.InvariantCulture, $"{(double)seconds / 3600:0.##} h") : $"{seconds} s";
    }
}
