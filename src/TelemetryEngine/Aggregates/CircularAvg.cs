using System.Globalization;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// The mean direction: where the sum of the values' unit vectors on a circle points to (Mardia and Jupp, "Directional Statistics", 2000),
// from 0 to below the period, with 12 digits of it. Null of no values, and where the mean vector is shorter than 10⁻¹² of a radius, as of
// two opposite directions; NaN with NaN or an infinity among the values.
internal static class CircularAvg
{
    public static AggregateBinding Bind(AggregateCall call)
    {
        if (call.Inputs.Count != 1 || call.Parameters.Length != 1 || call.Texts.Count > 0 || !(call.Parameters[0] > 0)
            || !double.IsFinite(call.Parameters[0]))
        {
            throw new PlanException($"{call.Name} takes one column and the period above 0, as in {call.Name}(wind_direction, 360)");
        }

        AggregateInput input = call.Number(call.Inputs[0]);
        double period = call.Parameters[0];
        ComponentPart part = new(
            new(string.Create(CultureInfo.InvariantCulture, $"circular_sums_{period:R}"), input.Ordinal, call.Filter),
            () => new CircularSums(period));
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), [part], (parts, groups, result) =>
        {
            var sums = (CircularSums)parts[0];
            for (int row = 0; row < groups.Length; row++)
            {
                ResultValues.Write(sums[groups[row]].Direction(period), row, groups.Length, result);
            }
        });
    }
}

// The sums of sines and cosines in steps of 2⁻⁶², how many values there are, and how many of them are NaN or infinite.
internal struct CircularSum : IState<CircularSum>
{
    private const double StepsPerUnit = 1L << 62;

    private const double ShortestVector = 1e-12;
    private const int Digits = 12;

    private Int128 _sine;
    private Int128 _cosine;
    private long _count;
    private long _notFinite;

    public static IReadOnlyList<ColumnType> Types { get; } = [.. Enumerable.Repeat(new ColumnType(ColumnKind.Int64), 6)];

    // Adds a value of a circle.
    public void Add(double value, double period)
    {
        _count++;
        if (!double.IsFinite(value))
        {
            _notFinite++;
            return;
        }

        double halfTurns = value % period / period * 2;
        _sine += (long)(double.SinPi(halfTurns) * StepsPerUnit);
        _cosine += (long)(double.CosPi(halfTurns) * StepsPerUnit);
    }

    // Where the sum points to.
    public readonly double? Direction(double period)
    {
        if (_notFinite > 0)
        {
            return double.NaN;
        }

        (double sine, double cosine) = ((double)_sine / StepsPerUnit, (double)_cosine / StepsPerUnit);
        if (_count == 0 || Math.Sqrt((sine * sine) + (cosine * cosine)) < ShortestVector * _count)
        {
            return null;
        }

        double direction = Math.Atan2(sine, cosine) / Math.Tau * period;
        int whole = (int)Math.Ceiling(Math.Log10(period));
        double rounded = whole is > Digits or < Digits - 15 ? direction : Math.Round(direction, Digits - whole);
        rounded += rounded < 0 ? period : 0;
        return rounded >= period ? 0 : whole is > Digits or < Digits - 15 ? rounded : Math.Round(rounded, Digits - whole);
    }

    public void Merge(in CircularSum right)
    {
        _sine += right._sine;
        _cosine += right._cosine;
        _count += right._count;
        _notFinite += right._notFinite;
    }

    public readonly void Save(int row, IReadOnlyList<ColumnVector> columns)
    {
        SavedInt128.Save(_sine, row, columns);
        SavedInt128.Save(_cosine, row, columns, 2);
        (columns[4].Int64s[row], columns[5].Int64s[row]) = (_count, _notFinite);
    }

    public static CircularSum Load(int row, IReadOnlyList<ColumnVector> columns) => new()
    {
        _sine = SavedInt128.Load(row, columns),
        _cosine = SavedInt128.Load(row, columns, 2),
        _count = columns[4].Int64s[row],
        _notFinite = columns[5].Int64s[row],
    };
}

// Sums the directions that values are on a circle: unit vectors, each rounded to steps of 2⁻⁶² and then added as integers. So the sum is
// the same for any order of rows. Sine and cosine are the framework's own of half turns, which are exact at the quarters of a circle.
// period: Once around the circle; above 0 and finite.
internal sealed class CircularSums(double period) : StateColumn<CircularSum>
{
    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<double> values = DoubleValues.Read(rows);
        Span<CircularSum> states = States;
        for (int row = 0; row < groups.Length; row++)
        {
            states[groups[row]].Add(values[row], period);
        }
    }
}
