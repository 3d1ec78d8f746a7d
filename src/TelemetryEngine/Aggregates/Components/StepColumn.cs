using System.Runtime.CompilerServices;
using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// Adds up the steps from each reading of a series to the next. Rows do not come here: once all are read, whole series are gone through in their order. What is
/// kept are exact sums, so windows, series and threads merge in any order.
/// </summary>
/// <param name="carries">True when the step from the last reading of an earlier window counts.</param>
internal abstract class StepColumn(bool carries) : Component
{
    private readonly Dictionary<int, WideBinarySum> _wide = [];
    private StepState[] _states = [];

    /// <summary>True when the step from the last reading of an earlier window counts.</summary>
    public bool Carries => carries;

    /// <summary>True when such a step is cut at the windows' borders; else it counts where it ends.</summary>
    public abstract bool CutsSteps { get; }

    public override long Bytes => ((long)_states.Length * Unsafe.SizeOf<StepState>()) + (_wide.Count * 650L);

    public override IReadOnlyList<ColumnType> StateTypes { get; } = [.. StepState.Types, new(ColumnKind.Utf8)];

    /// <summary>A group's state.</summary>
    public ref readonly StepState this[int group] => ref _states[group];

    /// <summary>Adds the steps between readings.</summary>
    /// <param name="group">Their group.</param>
    /// <param name="readings">The readings, in their order; at least one.</param>
    public void AddSteps(int group, ReadOnlySpan<Reading> readings)
    {
        if (readings.Length > 1)
        {
            ref StepState state = ref _states[group];
            state.Steps += readings.Length - 1;
            state.Ticks += readings[0].Until(readings[^1]);
            AddSteps(group, ref state, readings);
        }
    }

    /// <summary>Counts readings.</summary>
    public void AddReadings(int group, int count) => _states[group].Readings += count;

    /// <summary>Adds a piece of the step from one reading to the next.</summary>
    /// <param name="group">The piece's group.</param>
    /// <param name="from">The reading where the step begins.</param>
    /// <param name="to">The reading where it ends.</param>
    /// <param name="start">Where the piece begins, not before the step.</param>
    /// <param name="end">Where it ends, not after the step.</param>
    public void AddPiece(int group, in Reading from, in Reading to, long start, long end)
    {
        Reading first = start == from.Time ? from : new Reading(start, 0, ValueAt(from, to, start));
        Reading last = end == to.Time ? to : new Reading(end, 0, ValueAt(from, to, end));
        AddSteps(group, [first, last]);
    }

    /// <summary>The group's sum × factor ÷ divisor, rounded once.</summary>
    public double Round(int group, UInt128 divisor, ulong factor = 1)
    {
        if (!_wide.TryGetValue(group, out WideBinarySum? wide))
        {
            return _states[group].Sum.Round(divisor, factor);
        }

        WideBinarySum whole = new();
        whole.Merge(wide);
        whole.Add(_states[group].Sum);
        return whole.Round(divisor, factor);
    }

    public override void Reserve(int groups)
    {
        if (_states.Length < groups)
        {
            Array.Resize(ref _states, Grown(_states.Length, groups));
        }
    }

    /// <exception cref="NotSupportedException">Always: series are added, not rows.</exception>
    public override void Add(in RowInput rows) => throw new NotSupportedException("steps are between the readings of a series, and rows are of many");

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (StepColumn)right;
        for (int i = 0; i < groups.Length; i++)
        {
            _states[into[i]].Merge(other._states[groups[i]]);
            if (other._wide.Count > 0 && other._wide.TryGetValue(groups[i], out WideBinarySum? wide))
            {
                Wide(into[i]).Merge(wide);
            }
        }
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        columns[^1].Dictionary = new TextDictionary();
        for (int row = 0; row < groups.Length; row++)
        {
            _states[groups[row]].Save(row, columns);
            if (_wide.TryGetValue(groups[row], out WideBinarySum? wide))
            {
                columns[^1].Codes[row] = columns[^1].Dictionary!.GetOrAdd(Encoding.UTF8.GetBytes(wide.ToText()));
            }
            else
            {
                columns[^1].SetNull(row, groups.Length);
            }
        }
    }

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            _states[groups[row]].Merge(StepState.Load(row, columns));
            if (!columns[^1].IsNull(row))
            {
                ReadOnlySpan<byte> text = columns[^1].Dictionary![columns[^1].Codes[row]];
                Wide(groups[row]).Merge(WideBinarySum.Parse(Encoding.UTF8.GetString(text)));
            }
        }
    }

    /// <summary>Adds what the steps between readings give, of which there are at least two.</summary>
    protected abstract void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings);

    /// <summary>The value at a border within a step; the same on both sides of it.</summary>
    protected virtual double ValueAt(in Reading from, in Reading to, long border) => from.Value;

    /// <summary>Adds value × factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void AddProduct(int group, ref StepState state, double value, ulong factor)
    {
        if (!state.Sum.TryAdd(value, factor))
        {
            Wide(group).Add(value, factor);
        }
    }

    /// <summary>Adds value − less.</summary>
    protected void AddDifference(int group, ref StepState state, double value, double less)
    {
        if (double.IsFinite(value) && double.IsFinite(less))
        {
            AddProduct(group, ref state, value, 1);
            AddProduct(group, ref state, -less, 1);
        }
        else
        {
            Wide(group).AddNotFinite(value - less);
        }
    }

    private WideBinarySum Wide(int group)
    {
        if (!_wide.TryGetValue(group, out WideBinarySum? wide))
        {
            wide = new WideBinarySum();
            _wide.Add(group, wide);
        }

        return wide;
    }
}
