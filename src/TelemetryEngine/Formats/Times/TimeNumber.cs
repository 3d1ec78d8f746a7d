using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Times;

// Texts of numbers that are times: counts of a unit since 1970, with a fraction or without, and days of a spreadsheet.
// countedPerSecond: Of what is counted, how many are a second.
// ticksPerSecond: The unit of the result.
// separator: The byte between integer digits and fraction.
internal readonly struct TimeNumber(long countedPerSecond, long ticksPerSecond, byte separator)
{
    // 1900-03-01, the first day that spreadsheets and calendars agree on; the last is that of the year 9999.
    private const double FirstDay = 61, EndOfDays = 2_958_466;

    // Days from 1899-12-30 to 1970-01-01.
    private const long DaysTo1970 = 25_569;

    private const long MillisecondsPerDay = 86_400_000;

    // 10^11 seconds lie in the year 5138: numbers from there on are more likely to count a finer unit.
    private readonly long _limit = countedPerSecond == 1_000_000_000 ? long.MaxValue : 100_000_000_000 * countedPerSecond;

    private readonly int _scale = Digits(ticksPerSecond) - Digits(countedPerSecond);

    // Reads a count, exactly.
    public TimestampStatus ParseCount(ReadOnlySpan<byte> text, out long value)
    {
        NumberStatus status = Int64Text.TryParse(text, out value);
        if (status == NumberStatus.Ok && countedPerSecond == ticksPerSecond)
        {
            return value >= _limit || value <= -_limit ? TimestampStatus.OutOfRange : TimestampStatus.Ok;
        }

        return ParseFraction(text, out value);
    }

    // Reads days since 1899-12-30, rounded to milliseconds: a fraction of a day is no exact number of anything.
    public TimestampStatus ParseDays(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (DoubleText.TryParse(text, separator, out double days) != NumberStatus.Ok)
        {
            return TimestampStatus.Invalid;
        }

        if (!(days >= FirstDay && days < EndOfDays))
        {
            return TimestampStatus.OutOfRange;
        }

        long milliseconds = (long)Math.Floor(days * MillisecondsPerDay + 0.5) - DaysTo1970 * MillisecondsPerDay;
        if (ticksPerSecond >= 1_000)
        {
            return Math.BigMul(milliseconds, ticksPerSecond / 1_000, out value) == value >> 63
                ? TimestampStatus.Ok
                : TimestampStatus.OutOfRange;
        }

        (value, long beyond) = Math.DivRem(milliseconds, 1_000);
        return beyond == 0 ? TimestampStatus.Ok : TimestampStatus.TooPrecise;
    }

    private TimestampStatus ParseFraction(ReadOnlySpan<byte> text, out long value)
    {
        NumberStatus status = DecimalText.TryParse(text, separator, Math.Max(0, _scale), out value);
        if (status is NumberStatus.Invalid or NumberStatus.NotFinite)
        {
            return TimestampStatus.Invalid;
        }

        if (status != NumberStatus.Ok)
        {
            value = 0;
            return status == NumberStatus.Wide && HasFraction(text) ? TimestampStatus.TooPrecise : TimestampStatus.OutOfRange;
        }

        long counted = _scale > 0 ? value / (ticksPerSecond / countedPerSecond) : value;
        if (counted >= _limit || counted <= -_limit)
        {
            value = 0;
            return TimestampStatus.OutOfRange;
        }

        if (_scale >= 0)
        {
            return TimestampStatus.Ok;
        }

        (value, long beyond) = Math.DivRem(value, countedPerSecond / ticksPerSecond);
        value = beyond == 0 ? value : 0;
        return beyond == 0 ? TimestampStatus.Ok : TimestampStatus.TooPrecise;
    }

    private bool HasFraction(ReadOnlySpan<byte> text) => text.Contains(separator);

    private static int Digits(long perSecond) => perSecond switch
    {
        1 => 0,
        1_000 => 3,
        1_000_000 => 6,
        _ => 9,
    };
}
