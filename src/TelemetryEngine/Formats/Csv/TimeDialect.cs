using TelemetryEngine.Columns;

namespace TelemetryEngine.Formats.Csv;

/// <summary>Which column is the time, and how its texts become instants: of delimited text, and of Arrow data and batches that hold times as texts, numbers or without a zone.</summary>
internal sealed record TimeDialect
{
    /// <summary>The column's name. <c>Date+Time</c> joins the texts of columns, any number, with a blank between; the times then stand in one more column of that name,
    /// after the others. Null: columns that look like times are times.</summary>
    public string? Column { get; init; }

    /// <summary>The layout of the texts, such as <c>dd/MM/yyyy HH:mm:ss</c>; <c>epoch_s epoch_ms epoch_us epoch_ns</c> for numbers that count a unit since 1970, <c>excel</c> for days since 1899-12-30.
    /// Null: what the sample shows.</summary>
    public string? Format { get; init; }

    /// <summary>The zone of windows and printed times.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>The zone of texts that name no offset; null = that of <see cref="Zone"/>.</summary>
    public string? InputZone { get; init; }

    /// <summary>The zone of texts that name no offset, and whose abbreviations are known.</summary>
    internal string TextZone => InputZone ?? Zone;

    /// <summary>The zone of a column's texts that name no offset: that of its type where this is another one than all have.</summary>
    internal string ZoneOf(ColumnType type) => type.Zone is null || type.Zone == Zones.Label(Zone) ? TextZone : type.Zone;

    /// <summary>Which instant a local time means that the clock showed twice.</summary>
    public AmbiguousTime Ambiguous { get; init; }

    /// <summary>The column that tells which is meant, under <see cref="AmbiguousTime.Auto"/> and <see cref="AmbiguousTime.Order"/>: <c>NAME</c>, or, for flags of which a sample does not tell
    /// what they mean, <c>NAME=summer</c> or <c>NAME=second</c>. Null: the order of the rows does.</summary>
    public string? DstColumn { get; init; }

    /// <summary>What a local time means that the clock never showed.</summary>
    public NonexistentTime Nonexistent { get; init; }

    /// <summary>True when times are ends of intervals, as under windows (start, end]: a time at which the clock is set then belongs to what the clock showed before.</summary>
    public bool AtEnds { get; init; }

    /// <summary>The columns whose texts tell the series apart, of which each has a clock of its own; none: all rows are one series. Null: what tells them is not known, and a row that has
    /// the same time as another may be of another series.</summary>
    public IReadOnlyList<string>? Series { get; init; }

    /// <summary>The dialect that a plan says, as far as its part on time does.</summary>
    /// <exception cref="PlanException">A member means nothing.</exception>
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
            _ => throw new PlanException($"'{time.Ambiguous}' is not a choice for times that exist twice; there is auto, earliest, latest, error and order"),
        },
    };
}

/// <summary>Which instant a local time means that the clock showed twice, when it was set back.</summary>
internal enum AmbiguousTime
{
    /// <summary>What the order of the rows of each series says: of the local times that the clock repeats, a series that goes forward in time has the second ones from the row on that
    /// repeats a local time or goes back, and a series that is newest first has the first ones from there on. Where the rows of a series do not say it, they are taken as if none had been
    /// repeated, and a note says how many they are.</summary>
    Auto,

    /// <summary>The first.</summary>
    Earliest,

    /// <summary>The second.</summary>
    Latest,

    /// <summary>Neither: the row is an error.</summary>
    Error,

    /// <summary>The first, until the rows of the series show that the clock went back: all series go forward in time.</summary>
    Order,
}

/// <summary>What a local time means over which the clock was set forward.</summary>
internal enum NonexistentTime
{
    /// <summary>Nothing: the row is an error.</summary>
    Error,

    /// <summary>The time moved forward by as much as the clock was: it is read with the offset before the change, as by a clock that was not set.</summary>
    Shift,

    /// <summary>No time: the field is null, and under windows the row is an error.</summary>
    Null,
}
