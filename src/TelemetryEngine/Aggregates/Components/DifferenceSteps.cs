namespace TelemetryEngine.Aggregates.Components;

/// <summary>The differences between readings, up or down: all together the last reading less the first.</summary>
/// <param name="carries">True when the step from the last reading of an earlier window counts.</param>
internal sealed class DifferenceSteps(bool carries) : StepColumn(carries)
{
    public override bool CutsSteps => false;

    protected override void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings)
    {
        if (AreFinite(readings))
        {
            AddDifference(group, ref state, readings[^1].Value, readings[0].Value);
            return;
        }

        for (int i = 1; i < readings.Length; i++)
        {
            AddDifference(group, ref state, readings[i].Value, readings[i - 1].Value);
        }
    }

    private static bool AreFinite(ReadOnlySpan<Reading> readings)
    {
        foreach (ref readonly Reading reading in readings)
        {
            if (!double.IsFinite(reading.Value))
            {
                return false;
            }
        }

        return true;
    }
}
