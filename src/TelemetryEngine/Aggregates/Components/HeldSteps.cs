namespace TelemetryEngine.Aggregates.Components;

/// <summary>Value × time where each reading holds until the next.</summary>
/// <param name="carries">True when the step from the last reading of an earlier window counts.</param>
internal sealed class HeldSteps(bool carries) : StepColumn(carries)
{
    public override bool CutsSteps => true;

    protected override void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings)
    {
        for (int i = 1; i < readings.Length; i++)
        {
            AddProduct(group, ref state, readings[i - 1].Value, readings[i - 1].Until(readings[i]));
        }
    }
}
