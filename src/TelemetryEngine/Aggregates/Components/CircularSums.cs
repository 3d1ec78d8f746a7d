using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// Sums the directions that values are on a circle: unit vectors, each rounded to steps of 2⁻⁶² and then added as integers. So the sum is the same for any order of rows. Sine and cosine are
/// the framework's own of half turns, which are exact at the quarters of a circle.
/// </summary>
/// <param name="period">Once around the circle; above 0 and finite.</param>
internal sealed class CircularSums(double period) : Component
{
    private const double StepsPerUnit = 1L << 62;

    private (Int128 Sine, Int128 Cosine, long Count, long NotFinite)[] _states = [];

    public override long Bytes => _states.Length * 48L;

    public override IReadOnlyList<ColumnType> StateTypes { get; } = [.. Enumerable.Repeat(new ColumnType(ColumnKind.Int64), 6)];

    /// <summary>A group's state: the sums of sines and cosines in radii, how many values there are, and how many of them are NaN or infinite.</summary>
    public (double Sine, double Cosine, long Count, long NotFinite) this[int group] => (
        (double)_states[group].Sine / StepsPerUnit, (double)_states[group].Cosine / StepsPerUnit, _states[group].Count, _states[group].NotFinite);

    public override void Reserve(int groups)
    {
        if (_states.Length < groups)
        {
            Array.Resize(ref _states, Grown(_states.Length, groups));
        }
    }

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<double> values = rows.Doubles[..groups.Length];
        for (int row = 0; row < groups.Length; row++)
        {
            ref (Int128 Sine, Int128 Cosine, long Count, long NotFinite) state = ref _states[groups[row]];
            state.Count++;
            if (!double.IsFinite(values[row]))
            {
                state.NotFinite++;
                continue;
            }

            double halfTurns = values[row] % period / period * 2;
            state.Sine += (long)(double.SinPi(halfTurns) * StepsPerUnit);
            state.Cosine += (long)(double.CosPi(halfTurns) * StepsPerUnit);
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (CircularSums)right;
        for (int i = 0; i < groups.Length; i++)
        {
            Merge(into[i], other._states[groups[i]]);
        }
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            (Int128 sine, Int128 cosine, long count, long notFinite) = _states[groups[row]];
            SavedInt128.Save(sine, row, columns);
            SavedInt128.Save(cosine, row, [columns[2], columns[3]]);
            (columns[4].Int64s[row], columns[5].Int64s[row]) = (count, notFinite);
        }
    }

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            Merge(groups[row], (SavedInt128.Load(row, columns), SavedInt128.Load(row, [columns[2], columns[3]]), columns[4].Int64s[row], columns[5].Int64s[row]));
        }
    }

    private void Merge(int group, in (Int128 Sine, Int128 Cosine, long Count, long NotFinite) right)
    {
        ref (Int128 Sine, Int128 Cosine, long Count, long NotFinite) state = ref _states[group];
        state = (state.Sine + right.Sine, state.Cosine + right.Cosine, state.Count + right.Count, state.NotFinite + right.NotFinite);
    }
}
