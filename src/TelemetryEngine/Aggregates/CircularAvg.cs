using System.Globalization;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>
/// The mean direction: where the sum of the values' unit vectors on a circle points to (Mardia and Jupp, "Directional Statistics", 2000), from 0 to below the period, with 12 digits of it. Null of no
/// values, and where the mean vector is shorter than 10⁻¹² of a radius, as of two opposite directions; NaN with NaN or an infinity among the values.
/// </summary>
internal static class CircularAvg
{
    private const double ShortestVector = 1e-12;
    private const int Digits = 12;

    public static AggregateBinding Bind(AggregateCall call)
    {
        if (call.Inputs.Count != 1 || call.Parameters.Length != 1 || call.Texts.Count > 0 || !(call.Parameters[0] > 0) || !double.IsFinite(call.Parameters[0]))
        {
            throw new PlanException($"{call.Name} takes one column and the period above 0, as in {call.Name}(wind_direction, 360)");
        }

        AggregateInput input = call.Number(call.Inputs[0]);
        double period = call.Parameters[0];
        ComponentPart part = new(
            new(string.Create(CultureInfo.InvariantCulture, $"circular_sums_{period:R}"), input.Ordinal, call.Filter), () => new CircularSums(period));
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), [part], (parts, groups, result) =>
        {
            var sums = (CircularSums)parts[0];
            for (int row = 0; row < groups.Length; row++)
            {
                ResultValues.Write(Direction(sums[groups[row]], period), row, groups.Length, result);
            }
        });
    }

    private static double? Direction((double Sine, double Cosine, long Count, long NotFinite) sums, double period)
    {
        if (sums.NotFinite > 0)
        {
            return double.NaN;
        }

        if (sums.Count == 0 || Math.Sqrt((sums.Sine * sums.Sine) + (sums.Cosine * sums.Cosine)) < ShortestVector * sums.Count)
        {
            return null;
        }

        double direction = Math.Atan2(sums.Sine, sums.Cosine) / Math.Tau * period;
        int whole = (int)Math.Ceiling(Math.Log10(period));
        double rounded = whole is > Digits or < Digits - 15 ? direction : Math.Round(direction, Digits - whole);
        rounded += rounded < 0 ? period : 0;
        return rounded >= period ? 0 : whole is > Digits or < Digits - 15 ? rounded : Math.Round(rounded, Digits - whole);
    }
}
