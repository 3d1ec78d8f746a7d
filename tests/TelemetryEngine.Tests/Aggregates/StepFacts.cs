using TelemetryEngine.Aggregates;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>Readings of one series, equally far apart.</summary>
/// <param name="seconds">From one to the next.</param>
/// <param name="values">The values.</param>
internal sealed class StepFacts(int seconds, params double[] values)
{
    /// <summary>The result of a plan without windows and keys.</summary>
    public IReadOnlyList<string> Ask(string aggregates)
    {
        BatchBuilder batch = new BatchBuilder()
            .Add("time", "timestamp[s]", [.. values.Select((_, i) => (object)(long)(i * seconds))])
            .Add("x", "float64", [.. values.Select(v => (object)v)]);
        AggregationHarness harness = new(new FlatPlan { Aggregates = AggregateText.ParseList(aggregates) }, batch.Columns);
        return harness.Result(harness.Partial(batch));
    }
}
