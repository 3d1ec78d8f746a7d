using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// Adds up the steps from each reading of a series to the next. Rows do not come here: once all are read, whole series are gone through in their order. What is
/// kept are exact sums, so windows, series and threads merge in any order.
/// </summary>
/// <param name="numbers">The column's numbers.</param>
/// <param name="rules">Which steps count.</param>
internal abstract class StepColumn(ReadingNumbers numbers, StepRules rules) : StateColumn<StepState>
{
    private readonly WideSums<WideStepSum> _wide = new(numbers.NewWide);

    /// <summary>Which steps count.</summary>
    public StepRules Rules => rules;

    /// <summary>True when the step from the last reading of an earlier window counts.</summary>
    public bool Carries => rules.Carries;

    /// <summary>True when such a step is cut at the windows' borders; else it counts where it ends.</summary>
    public abstract bool CutsSteps { get; }

    /// <summary>What was left out here, whatever group it would have belonged to.</summary>
    public StepsLeftOut LeftOut { get; } = new();

    public override long Bytes => base.Bytes + _wide.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes { get; } = [.. StepState.Types, new(ColumnKind.Utf8)];

    /// <summary>The column's numbers.</summary>
    protected ReadingNumbers Numbers => numbers;

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
    public void AddReadings(int group, int count) => States[group].Readings += count;

    /// <summary>Adds a piece of the step from one reading to the next.</summary>
    /// <param name="group">The piece's group.</param>
    /// <param name="from">The reading where the step begins.</param>
    /// <param name="to">The reading where it ends.</param>
    /// <param name="start">Where the piece begins, not before the step.</param>
    /// <param name="end">Where it ends, not after the step, and behind its start.</param>
    public void AddPiece(int group, in Reading from, in Reading to, long start, long end)
    {
        ref StepState state = ref States[group];
        state.Steps++;
        state.Ticks += (ulong)(end - start);
        AddPiece(group, ref state, from, to, start, end);
    }

    /// <summary>The group's sum × factor ÷ divisor, rounded once.</summary>
    public double Round(int group, UInt128 divisor, ulong factor = 1)
    {
        if (!_wide.TryGet(group, out WideStepSum? wide))
        {
            return numbers.Round(States[group].Sum, divisor, factor);
        }

        ExactNumber sum = wide.ToNumber() + numbers.ToNumber(States[group].Sum);
        return sum.IsFinite ? ExactNumber.Quotient(sum * factor, divisor) : sum.NotFinite;
    }

    public override bool TryRestart(int groups) => _wide.Bytes == 0 && base.TryRestart(groups);

    /// <exception cref="NotSupportedException">Always: series are added, not rows.</exception>
    public override void Add(in RowInput rows) => throw new NotSupportedException("steps are between the readings of a series, and rows are of many");

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        base.Merge(right, groups, into);
        _wide.Merge(((StepColumn)right)._wide, groups, into);
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        base.Save(groups, columns);
        _wide.Save(groups, columns[^1]);
    }

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        base.Load(columns, groups);
        _wide.Load(columns[^1], groups);
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
            _wide[group].Add(reading, factor, isNegative);
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
            _wide[group].AddBorder(from, to, border, factor);
        }
    }

    /// <summary>Adds all differences between readings: where they are finite, the last reading less the first.</summary>
    protected void AddDifferences(int group, ref StepState state, ReadOnlySpan<Reading> readings, bool areFinite)
    {
        if (areFinite && readings.Length > 1)
        {
            AddDifference(group, ref state, readings[^1], readings[0]);
            return;
        }

        for (int i = 1; i < readings.Length; i++)
        {
            AddDifference(group, ref state, readings[i], readings[i - 1]);
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
    protected void AddNotFinite(int group, double value) => _wide[group].AddNotFinite(value);

    private void AddAll(int group, ReadOnlySpan<Reading> readings)
    {
        if (readings.Length > 1)
        {
            ref StepState state = ref States[group];
            state.Steps += readings.Length - 1;
            state.Ticks += readings[0].Until(readings[^1]);
            AddSteps(group, ref state, readings);
        }
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

/// <summary>What the steps of a group's series add up to.</summary>
internal struct StepState : IState<StepState>
{
    /// <summary>The sum of what the steps give, as far as it has a place here.</summary>
    public ProductSum Sum;

    /// <summary>The time that the steps cover.</summary>
    public UInt128 Ticks;

    /// <summary>The number of steps.</summary>
    public long Steps;

    /// <summary>The number of steps that go down.</summary>
    public long Drops;

    /// <summary>The number of readings.</summary>
    public long Readings;

    /// <summary>The columns of a state that travels.</summary>
    public static IReadOnlyList<ColumnType> Types { get; } = [.. Enumerable.Repeat(new ColumnType(ColumnKind.Int64), 9)];

    public void Merge(in StepState right)
    {
        Sum.Add(right.Sum);
        Ticks += right.Ticks;
        Steps += right.Steps;
        Drops += right.Drops;
        Readings += right.Readings;
    }

    public readonly void Save(int row, IReadOnlyList<Vector> columns)
    {
        (columns[0].Int64s[row], columns[1].Int64s[row], columns[2].Int64s[row], columns[3].Int64s[row]) = Sum.Parts;
        columns[4].Int64s[row] = (long)(ulong)(Ticks >> 64);
        columns[5].Int64s[row] = (long)(ulong)Ticks;
        columns[6].Int64s[row] = Steps;
        columns[7].Int64s[row] = Drops;
        columns[8].Int64s[row] = Readings;
    }

    public static StepState Load(int row, IReadOnlyList<Vector> columns) => new()
    {
        Sum = ProductSum.Of(columns[0].Int64s[row], columns[1].Int64s[row], columns[2].Int64s[row], columns[3].Int64s[row]),
        Ticks = new UInt128((ulong)columns[4].Int64s[row], (ulong)columns[5].Int64s[row]),
        Steps = columns[6].Int64s[row],
        Drops = columns[7].Int64s[row],
        Readings = columns[8].Int64s[row],
    };
}

/// <summary>What the options of an aggregate say about its steps.</summary>
/// <param name="Carries">True when the step from the last reading of an earlier window counts.</param>
internal sealed record StepRules(bool Carries)
{
    /// <summary>The longest step that counts, in the time column's unit.</summary>
    public ulong LongestStep { get; init; } = ulong.MaxValue;

    /// <summary>Where a register turns over, in the form of the column's numbers; null = one that goes down began again at 0.</summary>
    public Reading? Rollover { get; init; }

    /// <summary>True when readings that drop and come back are left out.</summary>
    public bool IgnoresGlitches { get; init; }

    /// <summary>True when readings that look as if they were of several devices are taken as those of one.</summary>
    public bool AllowsMixed { get; init; }

    /// <summary>Tells one set of rules from another, in the name of a component.</summary>
    public string Name { get; init; } = Carries ? "carry" : "inside";
}
