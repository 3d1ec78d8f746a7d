namespace TelemetryEngine.Aggregates.Components;

/// <summary>What a counter counts: the differences between readings, where one that goes down has begun again at 0 and counts as it stands.</summary>
/// <param name="carries">True when the step from the last reading of an earlier window counts.</param>
internal sealed class CounterSteps(bool carries) : StepColumn(carries)
{
    public override bool CutsSteps => false;

    // as long as it rises, all steps together are the last reading less the first
    protected override void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings)
    {
        int first = 0;
        for (int i = 1; i < readings.Length; i++)
        {
            if (readings[i].Value >= readings[i - 1].Value)
            {
                continue;
            }

            AddRise(group, ref state, readings[first..i]);
            first = i;
            if (readings[i].Value < readings[i - 1].Value)
            {
                state.Drops++;
                AddProduct(group, ref state, readings[i].Value, 1);
            }
            else
            {
                AddProduct(group, ref state, double.NaN, 1);
            }
        }

        AddRise(group, ref state, readings[first..]);
    }

    // readings that rise are finite between two that are
    private void AddRise(int group, ref StepState state, ReadOnlySpan<Reading> readings)
    {
        if (readings.Length > 1 && double.IsFinite(readings[0].Value) && double.IsFinite(readings[^1].Value))
        {
            AddDifference(group, ref state, readings[^1].Value, readings[0].Value);
            return;
        }

        for (int i = 1; i < readings.Length; i++)
        {
            AddDifference(group, ref state, readings[i].Value, readings[i - 1].Value);
        }
    }
}
