using System.Runtime.CompilerServices;
using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// Adds up the steps from each reading of a series to the next. Rows do not come here: once all are read, whole series are gone through in their order. What is
/// kept are exact sums, so windows, series and threads merge in any order.
/// </summary>
/// <param name="numbers">The column's numbers.</param>
/// <param name="rules">Which steps count.</param>
internal abstract class StepColumn(ReadingNumbers numbers, StepRules rules) : Component
{
    private readonly Dictionary<int, WideStepSum> _wide = [];
    private StepState[] _states = [];
    private long _wideBytes;

    /// <summary>Which steps count.</summary>
    public StepRules Rules => rules;

    /// <summary>True when the step from the last reading of an earlier window counts.</summary>
    public bool Carries => rules.Carries;

    /// <summary>True when such a step is cut at the windows' borders; else it counts where it ends.</summary>
    public abstract bool CutsSteps { get; }

    /// <summary>What was left out here, whatever group it would have belonged to.</summary>
    public StepsLeftOut LeftOut { get; } = new();

    public override long Bytes => ((long)_states.Length * Unsafe.SizeOf<StepState>()) + _wideBytes;

    public override IReadOnlyList<ColumnType> StateTypes { get; } = [.. StepState.Types, new(ColumnKind.Utf8)];

    /// <summary>The column's numbers.</summary>
    protected ReadingNumbers Numbers => numbers;

    /// <summary>A group's state.</summary>
    public ref readonly StepState this[int group] => ref _states[group];

    /// <summary>Adds the steps between readings.</summary>
    /// <param name="group">Their group.</param>
    /// <param name="readings">The readings, in their order; at least one.</param>
    public void AddSteps(int group, ReadOnlySpan<Reading> readings)
    {
        if (rules.LongestStep == ulong.MaxValue)
        {
            AddAll(group, readings);
            return;
        }

        int first = 0;
        for (int i = 1; i < readings.Length; i++)
        {
            if (IsTooLong(readings[i - 1], readings[i]))
            {
                AddAll(group, readings[first..i]);
                first = i;
            }
        }

        AddAll(group, readings[first..]);
    }

    /// <summary>True when a step is longer than any that counts; then it is counted as left out.</summary>
    public bool IsTooLong(in Reading from, in Reading to)
    {
        ulong ticks = from.Until(to);
        if (ticks <= rules.LongestStep)
        {
            return false;
        }

        LeftOut.Steps++;
        LeftOut.Ticks += ticks;
        return true;
    }

    /// <summary>Counts readings.</summary>
    public void AddReadings(int group, int count) => _states[group].Readings += count;

    /// <summary>Adds a piece of the step from one reading to the next.</summary>
    /// <param name="group">The piece's group.</param>
    /// <param name="from">The reading where the step begins.</param>
    /// <param name="to">The reading where it ends.</param>
    /// <param name="start">Where the piece begins, not before the step.</param>
    /// <param name="end">Where it ends, not after the step, and behind its start.</param>
    public void AddPiece(int group, in Reading from, in Reading to, long start, long end)
    {
        ref StepState state = ref _states[group];
        state.Steps++;
        state.Ticks += (ulong)(end - start);
        AddPiece(group, ref state, from, to, start, end);
    }

    /// <summary>The group's sum × factor ÷ divisor, rounded once.</summary>
    public double Round(int group, UInt128 divisor, ulong factor = 1)
    {
        if (!_wide.TryGetValue(group, out WideStepSum? wide))
        {
            return numbers.Round(_states[group].Sum, divisor, factor);
        }

        ExactNumber sum = wide.ToNumber() + numbers.ToNumber(_states[group].Sum);
        return sum.IsFinite ? ExactNumber.Quotient(sum * factor, divisor) : sum.NotFinite;
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
            if (other._wide.Count > 0 && other._wide.TryGetValue(groups[i], out WideStepSum? wide))
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
            if (_wide.TryGetValue(groups[row], out WideStepSum? wide))
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
                Wide(groups[row]).MergeText(Encoding.UTF8.GetString(text));
            }
        }
    }

    /// <summary>Adds what the steps between readings give, of which there are at least two.</summary>
    protected abstract void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings);

    /// <summary>Adds what a piece of a step gives; only where steps are cut.</summary>
    protected virtual void AddPiece(int group, ref StepState state, in Reading from, in Reading to, long start, long end) =>
        throw new NotSupportedException("these steps are not cut");

    /// <summary>Adds ± value × factor.</summary>
    protected void AddProduct(int group, ref StepState state, in Reading reading, ulong factor, bool isNegative = false)
    {
        if (!numbers.TryAdd(ref state.Sum, reading, factor, isNegative))
        {
            Wide(group).Add(reading, factor, isNegative);
        }
    }

    /// <summary>Adds the value at a border within a step, × factor; at an end of the step that of the reading there.</summary>
    protected void AddBorder(int group, ref StepState state, in Reading from, in Reading to, long border, ulong factor)
    {
        if (border == from.Time || border == to.Time)
        {
            AddProduct(group, ref state, border == from.Time ? from : to, factor);
        }
        else if (!numbers.TryAddBorder(ref state.Sum, from, to, border, factor))
        {
            Wide(group).AddBorder(from, to, border, factor);
        }
    }

    /// <summary>Adds value − less.</summary>
    protected void AddDifference(int group, ref StepState state, in Reading value, in Reading less)
    {
        if (numbers.IsFinite(value) && numbers.IsFinite(less))
        {
            AddProduct(group, ref state, value, 1);
            AddProduct(group, ref state, less, 1, isNegative: true);
        }
        else
        {
            AddNotFinite(group, numbers.ToDouble(value) - numbers.ToDouble(less));
        }
    }

    /// <summary>Adds NaN or an infinity.</summary>
    protected void AddNotFinite(int group, double value) => Wide(group).AddNotFinite(value);

    private void AddAll(int group, ReadOnlySpan<Reading> readings)
    {
        if (readings.Length > 1)
        {
            ref StepState state = ref _states[group];
            state.Steps += readings.Length - 1;
            state.Ticks += readings[0].Until(readings[^1]);
            AddSteps(group, ref state, readings);
        }
    }

    private WideStepSum Wide(int group)
    {
        if (!_wide.TryGetValue(group, out WideStepSum? wide))
        {
            wide = numbers.NewWide();
            _wide.Add(group, wide);
            _wideBytes += wide.Bytes;
        }

        return wide;
    }
}

/// <summary>What rules leave out of series.</summary>
internal sealed class StepsLeftOut
{
    /// <summary>Steps that were too long.</summary>
    public long Steps { get; set; }

    /// <summary>How long these were together.</summary>
    public UInt128 Ticks { get; set; }

    /// <summary>Readings that dropped and came back.</summary>
    public long Glitches { get; set; }

    /// <summary>The first reading above the value where its register turns over.</summary>
    public Reading? AboveRollover { get; set; }

    /// <summary>Adds what was left out elsewhere.</summary>
    public void Add(StepsLeftOut other)
    {
        Steps += other.Steps;
        Ticks += other.Ticks;
        Glitches += other.Glitches;
        Meet(other.AboveRollover);
    }

    /// <summary>Keeps a reading that is above the rollover, when it is the first.</summary>
    public void Meet(in Reading? above)
    {
        if (above is { } reading && (AboveRollover is not { } first || reading.CompareTo(first) < 0))
        {
            AboveRollover = reading;
        }
    }
}
