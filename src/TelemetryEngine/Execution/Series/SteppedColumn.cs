using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Execution.Series;

// A column whose readings are gone through, with all that is made of them on the way. For one thread, and one series at a time.
internal sealed class SteppedColumn
{
    private readonly GlitchFilter? _filter;
    private readonly MixedDetector? _detector;
    private readonly bool _isRegister;

    // scan: The component that holds the readings.
    // columns: The components that steps are added to.
    public SteppedColumn(int scan, ReadingNumbers numbers, IReadOnlyList<StepColumn> columns)
    {
        Scan = scan;
        Steps = [.. columns.Where(c => !c.Rules.IgnoresGlitches)];
        _filter = Steps.Length == columns.Count ? null : new GlitchFilter(numbers, [.. columns.Except(Steps)]);
        _detector = columns.All(c => c.Rules.AllowsMixed) ? null : new MixedDetector(numbers);

        // a reading that drops and comes back is what glitches are, so only all readings tell registers that take turns
        _isRegister = columns.Any(c => c is CounterSteps or DifferenceSteps && c.Rules is { AllowsMixed: false, IgnoresGlitches: false });
    }

    // The component that holds the readings.
    public int Scan { get; }

    // The components that all readings go to as they are.
    public StepColumn[] Steps { get; }

    // Begins a series.
    public void Begin() => _detector?.Begin(_isRegister);

    // Looks at readings of one window, in their order.
    // isApart: True when no step leads to the first.
    public void Look(int group, ReadOnlySpan<Reading> readings, bool isApart)
    {
        _detector?.Look(readings);
        if (_filter is null)
        {
            return;
        }

        if (isApart)
        {
            _filter.End();
        }

        foreach (ref readonly Reading reading in readings)
        {
            _filter.Add(group, reading);
        }
    }

    // Ends the series.
    // returns: What shows that it is several; else null.
    public MixedReadings? End()
    {
        _filter?.End();
        return _detector?.End(Scan);
    }
}
