using System.Globalization;
using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Aggregates;

// The most frequent values, a column each; of equally frequent ones the smaller first.
internal static class Top
{
    private const int Most = ValueCountColumn.MostRanks;

    public static AggregateBinding Bind(AggregateCall call)
    {
        if (call.Inputs.Count != 1 || call.Texts.Count > 0 || call.Parameters is not [>= 1 and <= Most and double n] || n != Math.Floor(n))
        {
            throw new PlanException(
                string.Create(CultureInfo.InvariantCulture,
                    $"{call.Name} takes one column and a whole number from 1 to {Most}, as in {call.Name}(status, 3)"));
        }

        IEnumerable<string> suffixes = Enumerable.Range(1, (int)n).Select(i => i.ToString(CultureInfo.InvariantCulture));
        return FrequentValues.Bind(call.Inputs[0], call.Filter, [.. suffixes]);
    }
}
