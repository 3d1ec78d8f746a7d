using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>What the steps of a group's series add up to.</summary>
internal struct StepState
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
