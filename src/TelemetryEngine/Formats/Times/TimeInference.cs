using Apache.Arrow.Types;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Times;

// A column of times: its type, and how they are written.
internal sealed record TimeReading(ColumnType Type, TimeLayout Layout);

// What the sample showed of one column, as far as it matters for times.
// Name: Its name; of a joined time, the parts with + between.
// Values: Values that are not null.
// Numbers: Those of them that are numbers.
// Integers: Those of them that are integers.
// Times: What they are as times.
internal sealed record TimeSample(string Name, int Values, int Numbers, int Integers, TimeEvidence Times, string Common)
{
    // The names of the columns that a joined time is made of; empty for one column.
    public IReadOnlyList<string> Parts { get; init; } = [];
}

// Tells from the sample which columns are times, and how they are written.
internal sealed class TimeInference(TimeDialect options, TimeLayout? wanted, string firstInput, InferenceNotes notes)
{
    private string? ZoneName => Zones.Label(options.Zone);

    // Columns that are times, of which the sample does not show which: why, and the options that say it.
    public List<(string Column, MessageText Why)> Doubts { get; } = [];

    // A declared type, with the zone in which the texts of a time are read.
    public ColumnType Declared(ColumnType type) =>
        type.Kind == ColumnKind.Timestamp && type.Zone is null ? type with { Zone = ZoneName } : type;

    // The type of times in this unit.
    public ColumnType Timestamp(TimeUnit unit) => new(ColumnKind.Timestamp, unit, ZoneName);

    // True where all values but a few are times.
    // times: How many values are times.
    // isLikely: True where the column's name says that it is one.
    public static bool IsMostly(TimeSample sample, int times, bool isLikely)
    {
        int others = sample.Values - times;
        return times > 0 && (others * 10L <= sample.Values || (others == 1 && times >= 3) || (isLikely && times > others));
    }

    // A column of times; null for other columns.
    public TimeReading? Of(TimeSample sample)
    {
        bool isNamed = sample.Name == options.Column;
        if (wanted is not null && (isNamed || IsWanted(sample)))
        {
            return Wanted(sample, wanted);
        }

        if (sample.Values == 0)
        {
            return sample.Parts.Count > 0 ? new TimeReading(Timestamp(TimeUnit.Microsecond), TimeLayout.Iso) : null;
        }

        string?[] tokens = [.. sample.Parts.Select(TimeNames.TokenOf)];
        if (tokens.Length > 0 && Array.TrueForAll(tokens, static token => token is not null))
        {
            return new TimeReading(Timestamp(TimeUnit.Microsecond),
                TimeLayout.Of(string.Join(' ', tokens), options.TextZone, isInferred: true));
        }

        bool isLikely = isNamed || TimeNames.SaysTime(sample.Name);
        return IsMostly(sample, sample.Numbers, isLikely) ? OfNumbers(sample, isNamed) : OfTexts(sample, isLikely);
    }

    // How the times of a column are written whose type is declared or frozen.
    public TimeLayout OfDeclared(TimeSample sample, ColumnType type)
    {
        if (wanted is not null && (sample.Name == options.Column || (options.Column is null && IsWanted(sample))))
        {
            return wanted;
        }

        if (sample.Numbers > sample.Times.IsoTimes && sample.Numbers * 2 > sample.Values)
        {
            return Digits(sample) ?? (sample.Times.FractionDigits > 0 && Unit(sample) is { } unit ? Counting(unit) : TimeLayout.Counts);
        }

        if (sample.Times.Layout is not { } choice || choice.Times <= sample.Times.IsoTimes || !choice.Tally.HasDate)
        {
            return TimeLayout.Iso;
        }

        return Doubt(sample, choice) is { } why ? throw new PlanException($"{why}") : Written(choice);
    }

    // A part of a joined time, which is a time itself only where it is written as everybody does.
    public TimeReading? OfPart(TimeSample sample) => sample.Times.IsoTimes == sample.Values && sample.Values > 0
        ? new TimeReading(Timestamp(sample.Times.NeedsNanoseconds ? TimeUnit.Nanosecond : TimeUnit.Microsecond), TimeLayout.Iso)
        : null;

    // Why a time that is made of several columns can't be read; null where it can be.
    public MessageText? DoubtOf(TimeSample sample)
    {
        if (sample.Parts.All(static part => TimeNames.TokenOf(part) is not null) || IsMostly(sample, sample.Times.IsoTimes, isLikely: true))
        {
            return null;
        }

        return sample.Times.Layout is { Tally.HasDate: true } choice && IsMostly(sample, choice.Times, isLikely: true)
            ? Doubt(sample, choice)
            : Message.Of(
                $"{sample.Name}: '{sample.Common}' is not a time of a layout that is known; {Fix.Time.With(sample.Name)} with {Fix.TimeFormat} says how the times are written");
    }

    // A plan that needs a time stops where the only one could be read in several ways; else the column is no time, and a note says why.
    // needsTime: True for such a plan.
    // throws PlanException: The plan needs a column of which there is a doubt.
    public void Decide(Column[] columns, bool needsTime)
    {
        bool isMissing =
            needsTime && options.Column is null && !Array.Exists(columns, static column => column.Type.Kind == ColumnKind.Timestamp);
        foreach ((string column, MessageText why) in Doubts)
        {
            if (isMissing || column == options.Column)
            {
                throw new PlanException($"{why}", notes.All);
            }

            notes.Add($"{why}");
        }
    }

    private bool IsWanted(TimeSample sample) => wanted!.Form == TimeForm.Format
        ? sample.Times.FormatTimes > 0 && sample.Times.FormatTimes == sample.Values
        : options.Column is null && sample.Numbers == sample.Values && sample.Values > 0 && TimeNames.IsTime(sample.Name);

    private TimeReading Wanted(TimeSample sample, TimeLayout layout)
    {
        TimeUnit unit = layout.Form switch
        {
            TimeForm.Count => UnitFor(layout.Unit!.Value, sample.Times.FractionDigits),
            TimeForm.Serial => TimeUnit.Millisecond,
            _ => sample.Times.NeedsNanoseconds ? TimeUnit.Nanosecond : TimeUnit.Microsecond,
        };
        return new TimeReading(Timestamp(unit), layout);
    }

    // ------------------------------------------------------------------ numbers

    private TimeReading? OfNumbers(TimeSample sample, bool isNamed)
    {
        TimeEvidence seen = sample.Times;
        bool saysTime = isNamed || TimeNames.SaysTime(sample.Name);
        if (saysTime && Digits(sample) is { } layout)
        {
            return new TimeReading(Timestamp(layout.Form == TimeForm.Serial ? TimeUnit.Millisecond : TimeUnit.Microsecond), layout);
        }

        bool isCount = isNamed || TimeNames.IsTime(sample.Name) || (saysTime && seen.Smallest >= 1e8);
        if (!isCount || seen.Numbers == 0)
        {
            return null;
        }

        if (Unit(sample) is not { } unit)
        {
            throw new InputException(
                $"column '{sample.Name}' holds times of mixed magnitudes, so that their unit can't be told; {Fix.Schema.With(sample.Name, "timestamp[ms]")} says it, or {Fix.Schema.With(sample.Name, "int64")} that they are no times",
                firstInput, column: sample.Name);
        }

        if (EpochYears.Excludes(seen.Smallest, seen.Largest, unit) || (seen.FractionDigits > 0 && seen.Largest < EpochYears.FirstLikely))
        {
            Doubts.Add((sample.Name, EpochYears.Explain(sample.Name, seen.Largest, unit)));
            return null;
        }

        string said = $"{unit.ToString().ToLowerInvariant()}s";
        if (seen.FractionDigits > 0)
        {
            notes.Add(
                $"{sample.Name} read as time: {said} since 1970 with a fraction; {Fix.Schema.With(sample.Name, "float64")} reads them as numbers");
        }
        else
        {
            notes.Add(
                $"{sample.Name} read as time: integers that count {said} since 1970; {Fix.Schema.With(sample.Name, "int64")} reads them as numbers");
        }

        return new TimeReading(Timestamp(UnitFor(unit, seen.FractionDigits)), Counting(unit));
    }

    // Digits that are dates, and days of a spreadsheet.
    private TimeLayout? Digits(TimeSample sample)
    {
        string name = sample.Name;
        int most = Array.IndexOf(sample.Times.DateDigits, sample.Times.DateDigits.Max());
        if (IsMostly(sample, sample.Times.DateDigits[most], isLikely: false))
        {
            string pattern = CompactDate.Patterns[most];
            TimeUnit counted = Unit(sample) ?? TimeUnit.Second;
            notes.Add(
                $"{name} read as time: digits that are a date, {pattern}; {Fix.Time.With(name, TimeLayout.WordOf(counted))} reads them as {counted.ToString().ToLowerInvariant()}s since 1970, {Fix.Schema.With(name, "int64")} as numbers");
            return TimeLayout.Of(pattern, options.TextZone, isInferred: true);
        }

        if (sample.Times.Serials == 0 || sample.Times.Serials != sample.Numbers)
        {
            return null;
        }

        notes.Add(
            $"{name} read as time: days of a spreadsheet since 1899-12-30; {Fix.Time.With(name, "epoch_s")} reads them as seconds since 1970, {Fix.Schema.With(name, "float64")} as numbers");
        return TimeLayout.Of("excel", options.TextZone, isInferred: true);
    }

    private static TimeUnit? Unit(TimeSample sample) => sample.Times.CountUnits switch
    {
        0 or 1 => TimeUnit.Second,
        2 => TimeUnit.Millisecond,
        4 => TimeUnit.Microsecond,
        8 => TimeUnit.Nanosecond,
        _ => null,
    };

    // The unit that holds a count with fraction digits: microseconds, or nanoseconds where these do not do.
    private static TimeUnit UnitFor(TimeUnit counted, int fractionDigits)
    {
        int digits = (int)Math.Log10(counted.TicksPerSecond()) + fractionDigits;
        return fractionDigits == 0 ? counted : digits <= 6 ? TimeUnit.Microsecond : TimeUnit.Nanosecond;
    }

    private static TimeLayout Counting(TimeUnit unit) => new(TimeForm.Count, TimeLayout.WordOf(unit), Unit: unit, IsInferred: true);

    // ------------------------------------------------------------------ texts

    private TimeReading? OfTexts(TimeSample sample, bool isLikely)
    {
        TimeEvidence seen = sample.Times;
        if (IsMostly(sample, seen.IsoTimes, isLikely))
        {
            return new TimeReading(Timestamp(seen.NeedsNanoseconds ? TimeUnit.Nanosecond : TimeUnit.Microsecond), TimeLayout.Iso);
        }

        if (seen.Layout is not { Tally.HasDate: true } choice || !IsMostly(sample, choice.Times, isLikely || sample.Parts.Count > 0)
            || (choice.Tally.IsVague && !isLikely))
        {
            return null;
        }

        if (Doubt(sample, choice) is { } why)
        {
            Doubts.Add((sample.Name, why));
            return null;
        }

        TimeLayout layout = Written(choice);
        notes.Add($"{sample.Name} read as time, written {layout.Text!}{(choice.Tally.HasClock ? "" : ", at midnight")}");
        return new TimeReading(Timestamp(choice.Tally.NeedsNanoseconds ? TimeUnit.Nanosecond : TimeUnit.Microsecond), layout);
    }

    private TimeLayout Written(LayoutChoice choice) => TimeLayout.Of(choice.Patterns[0], options.TextZone, isInferred: true);

    // Why a layout does not say what the times are; null where it does.
    private MessageText? Doubt(TimeSample sample, LayoutChoice choice)
    {
        string name = sample.Name;
        string shown = choice.Tally.Example;
        if (choice.Patterns.Count > 1)
        {
            string readings = string.Join(" or ", choice.Patterns.Select(pattern => LayoutText.DateOf(pattern, shown)));
            MessageText options =
                MessageText.Join(" or ", choice.Patterns.Select(pattern => Message.Of($"{Fix.Time.With(name, pattern)}")));
            return Message.Of(
                $"{name}: '{shown}' is {readings}, as all values of the sample can be read in {choice.Patterns.Count} ways; say which it is: {options}");
        }

        string? unknown = choice.Tally.Abbreviations.Find(word => ZoneAbbreviations.Of(options.TextZone).All(known => known.Name != word));
        if (unknown is not null)
        {
            MessageText? fix = ZoneAbbreviations.ZoneWith(unknown) is { } zone
                ? Message.Of($"; {Fix.TimeZone.With(zone)} is one that has it")
                : null;
            return Message.Of(
                $"{name}: '{shown}' ends with {unknown}, which is no abbreviation that {options.TextZone} has for itself{fix}");
        }

        if (choice.Tally.IsVague && sample.Times.Clocks >= choice.Times && TimeNames.IsClock(name))
        {
            return Message.Of($"{name}: '{shown}' is a date or a time of day; {Fix.Time.With(name, choice.Patterns[0])} reads dates");
        }

        return choice.Tally.IsHourAlone && sample.Parts.Count > 0 && !TimeNames.IsHour(sample.Parts[^1])
            ? Message.Of($"{name}: '{shown}' ends with a number, which may be an hour; {Fix.Time.With(name, choice.Patterns[0])} says so")
            : null;
    }
}
