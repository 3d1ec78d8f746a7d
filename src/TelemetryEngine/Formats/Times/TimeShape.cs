namespace TelemetryEngine.Formats.Times;

/// <summary>What of a layout varies from one time of a column to the next.</summary>
[Flags]
internal enum TimeShapes
{
    None = 0,

    /// <summary>The first part of the date has one digit.</summary>
    ShortFirst = 1,

    /// <summary>The second part of the date has one digit.</summary>
    ShortSecond = 2,

    /// <summary>The third part of the date has one digit.</summary>
    ShortThird = 4,

    /// <summary>The hour has one digit.</summary>
    ShortHour = 8,

    /// <summary>There are seconds.</summary>
    Seconds = 16,

    /// <summary>There is a fraction of a second.</summary>
    Fraction = 32,

    /// <summary>The fraction has a comma in front.</summary>
    FractionComma = 64,

    /// <summary>The fraction has digits beyond microseconds.</summary>
    Nanoseconds = 128,

    /// <summary>UTC, an offset or an abbreviation follows.</summary>
    Zone = 256,

    /// <summary>A minute or a second between blanks has one digit.</summary>
    ShortMinute = 512,
}

/// <summary>How the time of day is written.</summary>
internal enum ClockKind
{
    None,

    /// <summary><c>10:15:30</c>.</summary>
    Colons,

    /// <summary><c>10.15.30</c>.</summary>
    Dots,

    /// <summary><c>101530</c>.</summary>
    Digits,

    /// <summary><c>10</c>, the hour alone.</summary>
    Hour,

    /// <summary><c>10 15 30</c>, of columns of numbers.</summary>
    Blanks,
}

/// <summary>How one text is written that may be a time.</summary>
internal struct TimeShape()
{
    /// <summary>The date's place in <see cref="DateFamily.All"/>; −1 where there is none.</summary>
    public int Family = -1;

    /// <summary>The three parts of the date as numbers.</summary>
    public int First, Second, Third;

    /// <summary>What stands between date and clock: T, a blank, _, a comma with a blank, - or :.</summary>
    public char Joint;

    public ClockKind Clock;

    /// <summary>0 for a clock of 24 hours, 1 where AM or PM follow at once, 2 behind a blank.</summary>
    public int HalfDay;

    /// <summary>True where the date follows the clock.</summary>
    public bool ClockIsFirst;

    /// <summary>What parts an interval's start from its end: / or t for " to " or - for " - "; 0 where it is none.</summary>
    public char Interval;

    public TimeShapes Shapes;

    /// <summary>The abbreviation of a zone; null for none.</summary>
    public string? Abbreviation;

    /// <summary>What all times of one layout have in common, as one number.</summary>
    public readonly int Signature => (Family + 1) | (int)Clock << 8 | HalfDay << 12 | (ClockIsFirst ? 1 << 14 : 0) | (Joint & 127) << 16 | (Interval & 127) << 24;
}
