namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// What a counter counts: the differences between readings, where one that goes down has begun again at 0 and counts as it stands, or has turned over and counts that far on.
/// </summary>
/// <param name="numbers">The column's numbers.</param>
/// <param name="rules">Which steps count.</param>
internal sealed class CounterSteps(ReadingNumbers numbers, StepRules rules) : StepColumn(numbers, rules)
{
    public override bool CutsSteps => false;

    // as long as it rises, all steps together are the last reading less the first
    protected override void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings)
    {
        int first = 0;
        for (int i = 1; i < readings.Length; i++)
        {
            int order = Numbers.Order(readings[i], readings[i - 1]);
            if (order is 0 or 1)
            {
                continue;
            }

            AddRise(group, ref state, readings[first..i]);
            first = i;
            if (order < 0)
            {
                state.Drops++;
                AddDrop(group, ref state, readings[i - 1], readings[i]);
            }
            else
            {
                AddNotFinite(group, double.NaN);
            }
        }

        AddRise(group, ref state, readings[first..]);
    }

    private void AddDrop(int group, ref StepState state, in Reading from, in Reading to)
    {
        if (Rules.Rollover is not { } rollover)
        {
            AddProduct(group, ref state, to, 1);
            return;
        }

        LeftOut.Meet(Numbers.Order(from, rollover) > 0 ? from : null);
        AddDifference(group, ref state, to, from);
        AddProduct(group, ref state, rollover, 1);
    }

    // readings that rise are finite between two that are
    private void AddRise(int group, ref StepState state, ReadOnlySpan<Reading> readings)
    {
        if (readings.Length > 1 && Numbers.IsFinite(readings[0]) && Numbers.IsFinite(readings[^1]))
        {
            AddDifference(group, ref state, readings[^1], readings[0]);
            return;
        }

        for (int i = 1; i < readings.Length; i++)
        {
            AddDifference(group, ref state, readings[i], readings[i - 1]);
        }
    }
}
