namespace TelemetryEngine.Kernels.Text;

/// <summary>What a part of a time's pattern reads.</summary>
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

    /// <summary>UTC, an offset or an abbreviation.</summary>
    Zone,

    /// <summary>One blank or more.</summary>
    Blanks,

    /// <summary>The next MaxDigits tokens may be left out, together.</summary>
    Optional,

    /// <summary>Whatever follows.</summary>
    Rest,
}

/// <summary>One part of a pattern: a field of MinDigits to MaxDigits digits, or a literal byte. A fraction with a literal may be left out, that byte with it.</summary>
internal readonly record struct TimestampToken(TimestampField Field, int MinDigits = 0, int MaxDigits = 0, byte Literal = 0);
