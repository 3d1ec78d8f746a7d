namespace TelemetryEngine.Aggregates.Components;

/// <summary>Twice value × time where the value goes in straight lines from reading to reading: (v₀ + v₁) · Δt for each step.</summary>
/// <param name="numbers">The column's numbers.</param>
/// <param name="rules">Which steps count.</param>
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
