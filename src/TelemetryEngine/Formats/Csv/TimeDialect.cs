using TelemetryEngine.Columns;

namespace TelemetryEngine.Formats.Csv;

// Which column is the time, and how its texts become instants: of delimited text, and of Arrow data and batches that hold times as texts,
// numbers or without a zone.
internal sealed record TimeDialect
{
    // The column's name. Date+Time joins the texts of columns, any number, with a blank between; the times then stand in one more column of
    // that name, after the others. Null: columns that look like times are times.
    public string? Column { get; init; }

    // The layout of the texts, such as dd/MM/yyyy HH:mm:ss; epoch_s epoch_ms epoch_us epoch_ns for numbers that count a unit since 1970,
    // excel for days since 1899-12-30. Null: what the sample shows.
    public string? Format { get; init; }

    // The zone of windows and printed times.
    public string Zone { get; init; } = "UTC";

    // The zone of texts that name no offset; null = that of Zone.
    public string? InputZone { get; init; }

    // The zone of texts that name no offset, and whose abbreviations are known.
    internal string TextZone => InputZone ?? Zone;

    // The zone of a column's texts that name no offset: that of its type where this is another one than all have.
    internal string ZoneOf(ColumnType type) => type.Zone is null || type.Zone == Zones.Label(Zone) ? TextZone : type.Zone;

    // Which instant a local time means that the clock showed twice.
    public AmbiguousTime Ambiguous { get; init; }

    // The column that tells which is meant, under AmbiguousTime.Auto and AmbiguousTime.Order: NAME, or, for flags of which a sample does
    // not tell what they mean, NAME=summer or NAME=second. Null: the order of the rows does.
    public string? DstColumn { get; init; }

    // What a local time means that the clock never showed.
    public NonexistentTime Nonexistent { get; init; }

    // True when times are ends of intervals, as under windows (start, end]: a time at which the clock is set then belongs to what the clock
    // showed before.
    public bool AtEnds { get; init; }

    // The columns whose texts tell the series apart, of which each has a clock of its own; none: all rows are one series. Null: what tells
    // them is not known, and a row that has the same time as another may be of another series.
    public IReadOnlyList<string>? Series { get; init; }

    // The dialect that a plan says, as far as its part on time does.
    // throws PlanException: A member means nothing.
    public static TimeDialect Of(TimePlan? time) => new()
    {
        Column = time?.Column,
        Format = time?.Format,
        Zone = time?.Zone ?? "UTC",
        InputZone = time?.InputZone,
        DstColumn = time?.DstColumn,
        Nonexistent = time?.Nonexistent switch
        {
            null or "error" => NonexistentTime.Error,
            "shift" => NonexistentTime.Shift,
            "null" => NonexistentTime.Null,
            _ => throw new PlanException($"'{time.Nonexistent}' is not a choice for times that never were; there is error, shift and null"),
        },
        Ambiguous = time?.Ambiguous switch
        {
            null or "auto" => AmbiguousTime.Auto,
            "earliest" => AmbiguousTime.Earliest,
            "latest" => AmbiguousTime.Latest,
            "error" => AmbiguousTime.Error,
            "order" => AmbiguousTime.Order,
            _ => throw new PlanException(
                $"'{time.Ambiguous}' is not a choice for times that exist twice; there is auto, earliest, latest, error and order"),
        },
    };
}

// Which instant a local time means that the clock showed twice, when it was set back.
internal enum AmbiguousTime
{
    // What the order of the rows of each series says: of the local times that the clock repeats, a series that goes forward in time has the
    // second ones from the row on that repeats a local time or goes back, and a series that is newest first has the first ones from there
    // on. Where the rows of a series do not say it, they are taken as if none had been repeated, and a note says how many they are.
    Auto,

    // The first.
    Earliest,

    // The second.
    Latest,

    // Neither: the row is an error.
    Error,

    // The first, until the rows of the series show that the clock went back: all series go forward in time.
    Order,
}

// What a local time means over which the clock was set forward.
internal enum NonexistentTime
{
    // Nothing: the row is an error.
    Error,

    // The time moved forward by as much as the clock was: it is read with the offset before the change, as by a clock that was not set.
    Shift,

    // No time: the field is null, and under windows the row is an error.
    Null,
}
