using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Execution.Series;

// Leaves out readings of a register that drop and come back: up to MostReadings in a row below the reading before them, when the next is at
// least that reading again. More of them are a register that began again. What is left goes to aggregates one reading at a time.
internal sealed class GlitchFilter(ReadingNumbers numbers, IReadOnlyList<StepColumn> columns)
{
    private const int MostReadings = 3;

    private readonly List<(int Group, Reading Reading)> _dropped = [];
    private (int Group, Reading Reading)? _last;

    // Takes the next reading of a series.
    // group: Its group, which tells windows apart.
    public void Add(int group, in Reading reading)
    {
        int order = _last is { } last ? numbers.Order(reading, last.Reading) : 1;
        if (order == -1)
        {
            _dropped.Add((group, reading));
            if (_dropped.Count > MostReadings)
            {
                Release();
            }

            return;
        }

        if (order == 2)
        {
            ReleaseAll();
        }

        foreach (StepColumn column in columns)
        {
            column.LeftOut.Glitches += _dropped.Count;
        }

        _dropped.Clear();
        Pass(group, reading);
    }

    // Ends a series, or a part of it that no step leaves.
    public void End()
    {
        ReleaseAll();
        _last = null;
    }

    private void ReleaseAll()
    {
        while (_dropped.Count > 0)
        {
            Release();
        }
    }

    // The first drop did not come back, so it counts; those behind it may be glitches beside it.
    private void Release()
    {
        (int Group, Reading Reading)[] dropped = [.. _dropped];
        _dropped.Clear();
        Pass(dropped[0].Group, dropped[0].Reading);
        foreach ((int group, Reading reading) in dropped.AsSpan(1))
        {
            Add(group, reading);
        }
    }

    private void Pass(int group, in Reading reading)
    {
        foreach (StepColumn column in columns)
        {
            if (_last is { } last && (column.Carries || last.Group == group))
            {
                column.AddSteps(group, [last.Reading, reading]);
            }

            column.AddReadings(group, 1);
        }

        _last = (group, reading);
    }
}
