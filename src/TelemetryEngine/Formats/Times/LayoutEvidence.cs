namespace TelemetryEngine.Formats.Times;

// The layouts that one column's texts have.
internal sealed class LayoutEvidence
{
    // Layouts that are kept apart; a column of more is none of times.
    private const int MostLayouts = 16;

    private readonly List<LayoutTally> _tallies = [];

    // Looks at a text; true where it fits the tables.
    public bool Add(ReadOnlySpan<byte> text)
    {
        if (!TimeScan.TryRead(text, out TimeShape shape))
        {
            return false;
        }

        // 04.12.34 is a date, or a clock
        if (shape.Family >= 0 && shape.Clock == ClockKind.None && TimeScan.TryReadFromClock(text, out TimeShape clock))
        {
            Add(clock, text);
        }

        return Add(shape, text);
    }

    private bool Add(in TimeShape shape, ReadOnlySpan<byte> text)
    {
        int signature = shape.Signature;
        LayoutTally? tally = _tallies.Find(known => known.Signature == signature);
        if (tally is null && _tallies.Count < MostLayouts)
        {
            tally = new LayoutTally(shape);
            _tallies.Add(tally);
        }

        tally?.Add(shape, text);
        return tally is not null;
    }

    // Texts that are a time of day alone.
    public int Clocks => _tallies.Where(static tally => !tally.HasDate).Select(static tally => tally.Count).DefaultIfEmpty().Max();

    // The layout of most of the times; null where there is none.
    // isoDates: ISO dates without a clock beside them.
    public LayoutChoice? Choose(int isoDates)
    {
        LayoutTally? most = _tallies.Where(static tally => tally is { HasClock: true, HasDate: true }).MaxBy(static tally => tally.Count)
            ?? _tallies.Where(static tally => tally.HasDate).MaxBy(static tally => tally.Count);
        LayoutTally? dates =
            most is { HasDate: true, HasClock: true }
                ? _tallies.Find(tally => tally is { HasDate: true, HasClock: false } && tally.FamilyPlace == most.FamilyPlace) : null;
        if (_tallies.MaxBy(static tally => tally.Count) is { } common && common.Count > (most?.Count ?? 0) + (dates?.Count ?? 0))
        {
            (most, dates) = (common, null);
        }

        return most is null ? null : LayoutChoice.Of(most, dates, most.FamilyPlace == DateFamily.Iso ? isoDates : 0);
    }
}
