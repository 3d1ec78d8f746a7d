namespace TelemetryEngine.Aggregates.Components;

/// <summary>Value × time where each reading holds until the next.</summary>
/// <param name="numbers">The column's numbers.</param>
/// <param name="rules">Which steps count.</param>
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
