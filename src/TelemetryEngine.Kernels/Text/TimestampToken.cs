namespace TelemetryEngine.Kernels.Text;

// What a part of a time's pattern reads.
internal enum TimestampField
{
    Literal,
    Year,
    Month,
    MonthName,
    Day,
    Hour24,
    Hour12,
    Minute,
    Second,
    Fraction,
    HalfDay,
    Offset,
    OptionalOffset,
    Utc,

    // UTC, an offset or an abbreviation.
    Zone,

    // One blank or more.
    Blanks,

    // The next MaxDigits tokens may be left out, together.
    Optional,

    // Whatever follows.
    Rest,
}

// One part of a pattern: a field of MinDigits to MaxDigits digits, or a literal byte. A fraction with a literal may be left out, that byte
// with it.
internal readonly record struct TimestampToken(TimestampField Field, int MinDigits = 0, int MaxDigits = 0, byte Literal = 0);
