namespace TelemetryEngine.Formats.Times;

// What of a layout varies from one time of a column to the next.
[Flags]
internal enum TimeShapes
{
    None = 0,

    // The first part of the date has one digit.
    ShortFirst = 1,

    // The second part of the date has one digit.
    ShortSecond = 2,

    // The third part of the date has one digit.
    ShortThird = 4,

    // The hour has one digit.
    ShortHour = 8,

    // There are seconds.
    Seconds = 16,

    // There is a fraction of a second.
    Fraction = 32,

    // The fraction has a comma in front.
    FractionComma = 64,

    // The fraction has digits beyond microseconds.
    Nanoseconds = 128,

    // UTC, an offset or an abbreviation follows.
    Zone = 256,

    // A minute or a second between blanks has one digit.
    ShortMinute = 512,
}

// How the time of day is written.
internal enum ClockKind
{
    None,

    // 10:15:30.
    Colons,

    // 10.15.30.
    Dots,

    // 101530.
    Digits,

    // 10, the hour alone.
    Hour,

    // 10 15 30, of columns of numbers.
    Blanks,
}

// How one text is written that may be a time.
internal struct TimeShape()
{
    // The date's place in DateFamily.All; −1 where there is none.
    public int Family = -1;

    // The three parts of the date as numbers.
    public int First, Second, Third;

    // What stands between date and clock: T, a blank, _, a comma with a blank, - or :.
    public char Joint;

    public ClockKind Clock;

    // 0 for a clock of 24 hours, 1 where AM or PM follow at once, 2 behind a blank.
    public int HalfDay;

    // True where the date follows the clock.
    public bool ClockIsFirst;

    // What parts an interval's start from its end: / or t for " to " or - for " - "; 0 where it is none.
    public char Interval;

    public TimeShapes Shapes;

    // The abbreviation of a zone; null for none.
    public string? Abbreviation;

    // What all times of one layout have in common, as one number.
    public readonly int Signature =>
        (Family + 1) | (int)Clock << 8 | HalfDay << 12 | (ClockIsFirst ? 1 << 14 : 0) | (Joint & 127) << 16 | (Interval & 127) << 24;
}
