using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

// Adds up the steps from each reading of a series to the next. Rows do not come here: once all are read, whole series are gone through in
// their order. What is kept are exact sums, so windows, series and threads merge in any order.
internal abstract class StepColumn(ReadingNumbers numbers, StepRules rules) : StateColumn<StepState>
{
    private readonly WideSums<WideStepSum> _wide = new(numbers.NewWide);

    // Which steps count.
    public StepRules Rules => rules;

    // True when the step from the last reading of an earlier window counts.
    public bool Carries => rules.Carries;

    // True when such a step is cut at the windows' borders; else it counts where it ends.
    public abstract bool CutsSteps { get; }

    // What was left out here, whatever group it would have belonged to.
    public StepsLeftOut LeftOut { get; } = new();

    public override long Bytes => base.Bytes + _wide.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes { get; } = [.. StepState.Types, new(ColumnKind.Utf8)];

    // The column's numbers.
    protected ReadingNumbers Numbers => numbers;

    // Adds the steps between readings.
    // readings: The readings, in their order; at least one.
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

    // True when a step is longer than any that counts; then it is counted as left out.
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

    // Counts readings.
    public void AddReadings(int group, int count) => States[group].Readings += count;

    // Adds a piece of the step from one reading to the next.
    // from: The reading where the step begins.
    // to: The reading where it ends.
    // start: Where the piece begins, not before the step.
    // end: Where it ends, not after the step, and behind its start.
    public void AddPiece(int group, in Reading from, in Reading to, long start, long end)
    {
        ref StepState state = ref States[group];
        state.Steps++;
        state.Ticks += (ulong)(end - start);
        AddPiece(group, ref state, from, to, start, end);
    }

    // The group's sum × factor ÷ divisor, rounded once.
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

    // throws NotSupportedException: Always: series are added, not rows.
    public override void Add(in RowInput rows) =>
        throw new NotSupportedException("steps are between the readings of a series, and rows are of many");

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        base.Merge(right, groups, into);
        _wide.Merge(((StepColumn)right)._wide, groups, into);
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        base.Save(groups, columns);
        _wide.Save(groups, columns[^1]);
    }

    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        base.Load(columns, groups);
        _wide.Load(columns[^1], groups);
    }

    // Adds what the steps between readings give, of which there are at least two.
    protected abstract void AddSteps(int group, ref StepState state, ReadOnlySpan<Reading> readings);

    // Adds what a piece of a step gives; only where steps are cut.
    protected virtual void AddPiece(int group, ref StepState state, in Reading from, in Reading to, long start, long end) =>
        throw new NotSupportedException("these steps are not cut");

    // Adds ± value × factor.
    protected void AddProduct(int group, ref StepState state, in Reading reading, ulong factor, bool isNegative = false)
    {
        if (!numbers.TryAdd(ref state.Sum, reading, factor, isNegative))
        {
            _wide[group].Add(reading, factor, isNegative);
        }
    }

    // Adds the value at a border within a step, × factor; at an end of the step that of the reading there.
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

    // Adds all differences between readings: where they are finite, the last reading less the first.
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

    // Adds value − less.
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

    // Adds NaN or an infinity.
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

// What rules leave out of series.
internal sealed class StepsLeftOut
{
    // Steps that were too long.
    public long Steps { get; set; }

    // How long these were together.
    public UInt128 Ticks { get; set; }

    // Readings that dropped and came back.
    public long Glitches { get; set; }

    // The first reading above the value where its register turns over.
    public Reading? AboveRollover { get; set; }

    // Adds what was left out elsewhere.
    public void Add(StepsLeftOut other)
    {
        Steps += other.Steps;
        Ticks += other.Ticks;
        Glitches += other.Glitches;
        Meet(other.AboveRollover);
    }

    // Keeps a reading that is above the rollover, when it is the first.
    public void Meet(in Reading? above)
    {
        if (above is { } reading && (AboveRollover is not { } first || reading.CompareTo(first) < 0))
        {
            AboveRollover = reading;
        }
    }
}

// What the steps of a group's series add up to.
internal struct StepState : IState<StepState>
{
    // The sum of what the steps give, as far as it has a place here.
    public ProductSum Sum;

    // The time that the steps cover.
    public UInt128 Ticks;

    // The number of steps.
    public long Steps;

    // The number of steps that go down.
    public long Drops;

    // The number of readings.
    public long Readings;

    // The columns of a state that travels.
    public static IReadOnlyList<ColumnType> Types { get; } = [.. Enumerable.Repeat(new ColumnType(ColumnKind.Int64), 9)];

    public void Merge(in StepState right)
    {
        Sum.Add(right.Sum);
        Ticks += right.Ticks;
        Steps += right.Steps;
        Drops += right.Drops;
        Readings += right.Readings;
    }

    public readonly void Save(int row, IReadOnlyList<ColumnVector> columns)
    {
        (columns[0].Int64s[row], columns[1].Int64s[row], columns[2].Int64s[row], columns[3].Int64s[row]) = Sum.Parts;
        columns[4].Int64s[row] = (long)(ulong)(Ticks >> 64);
        columns[5].Int64s[row] = (long)(ulong)Ticks;
        columns[6].Int64s[row] = Steps;
        columns[7].Int64s[row] = Drops;
        columns[8].Int64s[row] = Readings;
    }

    public static StepState Load(int row, IReadOnlyList<ColumnVector> columns) => new()
    {
        Sum = ProductSum.Of(columns[0].Int64s[row], columns[1].Int64s[row], columns[2].Int64s[row], columns[3].Int64s[row]),
        Ticks = new UInt128((ulong)columns[4].Int64s[row], (ulong)columns[5].Int64s[row]),
        Steps = columns[6].Int64s[row],
        Drops = columns[7].Int64s[row],
        Readings = columns[8].Int64s[row],
    };
}

// What the options of an aggregate say about its steps.
// Carries: True when the step from the last reading of an earlier window counts.
internal sealed record StepRules(bool Carries)
{
    // The longest step that counts, in the time column's unit.
    public ulong LongestStep { get; init; } = ulong.MaxValue;

    // Where a register turns over, in the form of the column's numbers; null = one that goes down began again at 0.
    public Reading? Rollover { get; init; }

    // True when readings that drop and come back are left out.
    public bool IgnoresGlitches { get; init; }

    // True when readings that look as if they were of several devices are taken as those of one.
    public bool AllowsMixed { get; init; }

    // Tells one set of rules from another, in the name of a component.
    public string Name { get; init; } = Carries ? "carry" : "inside";
}
