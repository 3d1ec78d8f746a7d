using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Twice value × time where the value goes in straight lines from reading to reading: (v₀ + v₁) · Δt for each step.</summary>
/// <param name="carries">True when the step from the last reading of an earlier window counts.</param>
internal sealed class LinearSteps(bool carries) : StepColumn(carries)
{
    public override bool CutsSteps => true;

    // each reading has its part in the step before it and the one behind it
    protected override void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings)
    {
        int last = readings.Length - 1;
        AddProduct(group, ref state, readings[0].Value, readings[0].Until(readings[1]));
        AddProduct(group, ref state, readings[last].Value, readings[last - 1].Until(readings[last]));
        for (int i = 1; i < last; i++)
        {
            AddProduct(group, ref state, readings[i].Value, readings[i - 1].Until(readings[i + 1]));
        }
    }

    // the exact value, rounded once; where an end is not finite the whole step is not
    protected override double ValueAt(in Reading from, in Reading to, long border)
    {
        if (!double.IsFinite(from.Value) || !double.IsFinite(to.Value))
        {
            return from.Value + to.Value;
        }

        ulong before = (ulong)(border - from.Time);
        ulong after = (ulong)(to.Time - border);
        ulong whole = from.Until(to);
        ProductSum sum = default;
        if (sum.TryAdd(from.Value, after) && sum.TryAdd(to.Value, before))
        {
            return sum.Round(whole);
        }

        WideBinarySum wide = new();
        wide.Add(from.Value, after);
        wide.Add(to.Value, before);
        return wide.Round(whole);
    }
}
