namespace TelemetryEngine.Aggregates.Components;

// Value × time where each reading holds until the next.
internal sealed class HeldSteps(ReadingNumbers numbers, StepRules rules) : StepColumn(numbers, rules)
{
    public override bool CutsSteps => true;

    protected override void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings)
    {
        for (int i = 1; i < readings.Length; i++)
        {
            AddProduct(group, ref state, readings[i - 1], readings[i - 1].Until(readings[i]));
        }
    }

    protected override void AddPiece(int group, ref StepState state, in Reading from, in Reading to, long start, long end) =>
        AddProduct(group, ref state, from, (ulong)(end - start));
}

// Twice value × time where the value goes in straight lines from reading to reading: (v₀ + v₁) · Δt for each step.
internal sealed class LinearSteps(ReadingNumbers numbers, StepRules rules) : StepColumn(numbers, rules)
{
    public override bool CutsSteps => true;

    // each reading has its part in the step before it and the one behind it
    protected override void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings)
    {
        int last = readings.Length - 1;
        AddProduct(group, ref state, readings[0], readings[0].Until(readings[1]));
        AddProduct(group, ref state, readings[last], readings[last - 1].Until(readings[last]));
        for (int i = 1; i < last; i++)
        {
            AddProduct(group, ref state, readings[i], readings[i - 1].Until(readings[i + 1]));
        }
    }

    protected override void AddPiece(int group, ref StepState state, in Reading from, in Reading to, long start, long end)
    {
        AddBorder(group, ref state, from, to, start, (ulong)(end - start));
        AddBorder(group, ref state, from, to, end, (ulong)(end - start));
    }
}

// The differences between readings, up or down: all together the last reading less the first.
internal sealed class DifferenceSteps(ReadingNumbers numbers, StepRules rules) : StepColumn(numbers, rules)
{
    public override bool CutsSteps => false;

    protected override void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings) =>
        AddDifferences(group, ref state, readings, AreFinite(readings));

    private bool AreFinite(ReadOnlySpan<Reading> readings)
    {
        foreach (ref readonly Reading reading in readings)
        {
            if (!Numbers.IsFinite(reading))
            {
                return false;
            }
        }

        return true;
    }
}

// What a counter counts: the differences between readings, where one that goes down has begun again at 0 and counts as it stands, or has
// turned over and counts that far on.
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
    private void AddRise(int group, ref StepState state, ReadOnlySpan<Reading> readings) =>
        AddDifferences(group, ref state, readings, Numbers.IsFinite(readings[0]) && Numbers.IsFinite(readings[^1]));
}
