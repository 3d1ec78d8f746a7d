using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Inspection;

// A column of times: its range.
internal sealed class InstantProfiler(TimestampType type) : ColumnProfiler
{
    private long? _min;
    private long? _max;

    public override string? Min => _min is { } min ? InstantText.Of(min, type.Unit) : null;

    public override string? Max => _max is { } max ? InstantText.Of(max, type.Unit) : null;

    protected override void Add(IArrowArray array, int row)
    {
        long time = ((TimestampArray)array).Values[row];
        _min = _min is { } min ? Math.Min(min, time) : time;
        _max = _max is { } max ? Math.Max(max, time) : time;
    }

    protected override string Text(IArrowArray array, int row) => InstantText.Of(((TimestampArray)array).Values[row], type.Unit);
}
