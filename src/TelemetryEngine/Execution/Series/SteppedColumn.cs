using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Execution.Series;

/// <summary>A column whose readings are gone through, with all that is made of them on the way. For one thread, and one series at a time.</summary>
internal sealed class SteppedColumn
{
    private readonly GlitchFilter? _filter;
    private readonly MixedDetector? _detector;
    private readonly bool _isRegister;

    /// <param name="scan">The component that holds the readings.</param>
    /// <param name="numbers">The column's numbers.</param>
    /// <param name="columns">The components that steps are added to.</param>
    public SteppedColumn(int scan, ReadingNumbers numbers, IReadOnlyList<StepColumn> columns)
    {
        Scan = scan;
        Steps = [.. columns.Where(c => !c.Rules.IgnoresGlitches)];
        _filter = Steps.Length == columns.Count ? null : new GlitchFilter(numbers, [.. columns.Except(Steps)]);
        _detector = columns.All(c => c.Rules.AllowsMixed) ? null : new MixedDetector(numbers);

        // a reading that drops and comes back is what glitches are, so only all readings tell registers that take turns
        _isRegister = columns.Any(c => c is CounterSteps or DifferenceSteps && c.Rules is { AllowsMixed: false, IgnoresGlitches: false });
    }

    /// <summary>The component that holds the readings.</summary>
    public int Scan { get; }

    /// <summary>The components that all readings go to as they are.</summary>
    public StepColumn[] Steps { get; }

    /// <summary>Begins a series.</summary>
    public void Begin() => _detector?.Begin(_isRegister);

    /// <summary>Looks at readings of one window, in their order.</summary>
    /// <param name="group">Their group.</param>
    /// <param name="readings">The readings.</param>
    /// <param name="isApart">True when no step leads to the first.</param>
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

    /// <summary>Ends the series.</summary>
    /// <returns>What shows that it is several; else null.</returns>
    public MixedReadings? End()
    {
        _filter?.End();
        return _detector?.End(Scan);
    }
}
