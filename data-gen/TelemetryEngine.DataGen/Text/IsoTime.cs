using System.Runtime.CompilerServices;

namespace TelemetryEngine.DataGen.Text;

// Times as 2024-01-01T00:00:00Z. Keeps the last text: in rows by device the same time comes once for each device, and is a copy of constant
// size. A worker has its own.
internal struct IsoTime(int fractionDigits)
{
    // The bytes a copy takes, of which Length are meant.
    public const int CopyBytes = 32;

    private const long MicrosPerSecond = 1_000_000;
    private const long SecondsPerDay = 86_400;

    private readonly int _fractionDigits = fractionDigits;
    private long _timeMicros = long.MinValue;
    private long _day = long.MinValue;
    private TextBytes _text;

    // The length of every text.
    public readonly int Length => LengthOf(_fractionDigits);

    // The digits that the start and the step of a run need: 0, 3 or 6.
    public static int DigitsFor(GeneratorOptions options)
    {
        long ticks = options.Start.UtcTicks % TimeSpan.TicksPerSecond | options.Step.Ticks % TimeSpan.TicksPerSecond;
        return ticks == 0 ? 0
            : options.Start.UtcTicks % TimeSpan.TicksPerMillisecond == 0 && options.Step.Ticks % TimeSpan.TicksPerMillisecond == 0 ? 3
            : 6;
    }

    public static int LengthOf(int fractionDigits) => fractionDigits == 0 ? 20 : 21 + fractionDigits;

    // Writes a time in microseconds since 1970-01-01T00:00Z. Uses CopyBytes bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(Span<byte> to, long timeMicros)
    {
        if (timeMicros != _timeMicros)
        {
            Format(timeMicros);
        }

        ((ReadOnlySpan<byte>)_text)[..CopyBytes].CopyTo(to);
    }

    private void Format(long timeMicros)
    {
        (long seconds, long micros) = FloorDivRem(timeMicros, MicrosPerSecond);
        (long day, long second) = FloorDivRem(seconds, SecondsPerDay);
        Span<byte> text = _text;
        if (day != _day)
        {
            FormatDay(text, day);
            _day = day;
        }

        NumberText.WritePair(text[11..], (int)(second / 3600));
        text[13] = (byte)':';
        NumberText.WritePair(text[14..], (int)(second / 60 % 60));
        text[16] = (byte)':';
        NumberText.WritePair(text[17..], (int)(second % 60));
        if (_fractionDigits > 0)
        {
            FormatFraction(text[19..], (int)micros);
        }

        text[Length - 1] = (byte)'Z';
        _timeMicros = timeMicros;
    }

    private static void FormatDay(Span<byte> text, long day)
    {
        const int epochDayNumber = 719_162;
        DateOnly date = DateOnly.FromDayNumber((int)day + epochDayNumber);
        NumberText.WritePair(text, date.Year / 100);
        NumberText.WritePair(text[2..], date.Year % 100);
        text[4] = (byte)'-';
        NumberText.WritePair(text[5..], date.Month);
        text[7] = (byte)'-';
        NumberText.WritePair(text[8..], date.Day);
        text[10] = (byte)'T';
    }

    private readonly void FormatFraction(Span<byte> text, int micros)
    {
        text[0] = (byte)'.';
        int rest = _fractionDigits == 3 ? micros / 1000 : micros;
        for (int i = _fractionDigits; i > 0; i--)
        {
            (rest, int digit) = Math.DivRem(rest, 10);
            text[i] = (byte)('0' + digit);
        }
    }

    private static (long Quotient, long Remainder) FloorDivRem(long number, long divisor)
    {
        (long quotient, long remainder) = Math.DivRem(number, divisor);
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder);
    }

    [InlineArray(CopyBytes)]
    private struct TextBytes
    {
        private byte _first;
    }
}
