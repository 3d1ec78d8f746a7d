namespace TelemetryEngine.Aggregates.Components;

/// <summary>The differences between readings, up or down: all together the last reading less the first.</summary>
/// <param name="numbers">The column's numbers.</param>
/// <param name="rules">Which steps count.</param>
internal sealed class DifferenceSteps(ReadingNumbers numbers, StepRules rules) : StepColumn(numbers, rules)
{
    public override bool CutsSteps => false;

    protected override void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings)
    {
        if (AreFinite(readings))
        {
            AddDifference(group, ref state, readings[^1], readings[0]);
            return;
        }

        for (int i = 1; i < readings.Length; i++)
        {
            AddDifference(group, ref state, readings[i], readings[i - 1]);
        }
    }

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
