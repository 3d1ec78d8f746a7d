using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Times;

// What the sample showed of one column's values as times.
// format: The user's layout of times to try, or null.
// mayBeNumber: True where numbers may be times, by the column's name or because the caller says so.
internal sealed class TimeEvidence(TimestampFormat? format, bool mayBeNumber = true)
{
    // The days of a spreadsheet that people measure in: 1954 to 2119. As seconds since 1970 they are its first day.
    private const double FirstSerial = 20_000, LastSerial = 80_000;

    private readonly LayoutEvidence _layouts = new();
    private LayoutChoice? _choice;
    private bool _isChosen;

    // Times in ISO-8601.
    public int IsoTimes { get; private set; }

    // Those of them without a clock.
    public int IsoDates { get; private set; }

    // Times in the user's layout.
    public int FormatTimes { get; private set; }

    // True when a time had digits beyond microseconds.
    public bool NeedsNanoseconds { get; private set; }

    // One bit for each unit (s, ms, µs, ns) that the magnitude of a number suggests; 0 suggests none.
    public int CountUnits { get; private set; }

    // Numbers that may be times.
    public int Numbers { get; private set; }

    // Numbers that may be days of a spreadsheet.
    public int Serials { get; private set; }

    // The smallest number that may be a time.
    public double Smallest { get; private set; } = double.PositiveInfinity;

    // The largest number that may be a time.
    public double Largest { get; private set; } = double.NegativeInfinity;

    // The most fraction digits of a number.
    public int FractionDigits { get; private set; }

    // Integers that are a date of 1900 to 2100: by the number of digits, 8, 10, 12 and 14.
    public int[] DateDigits { get; } = new int[4];

    // The layout of most texts that are not ISO-8601; null where there is none. To be asked when all values were seen.
    public LayoutChoice? Layout
    {
        get
        {
            _choice = _isChosen ? _choice : _layouts.Choose(IsoDates);
            _isChosen = true;
            return _choice;
        }
    }

    // Texts of four or six digits that were not taken for numbers.
    public int ClockDigits { get; private set; }

    // Texts that are a time of day and no more.
    public int Clocks => _layouts.Clocks;

    // Looks at any value; true for a time in the user's layout.
    public bool AddFormat(ReadOnlySpan<byte> text)
    {
        bool isTime = format is not null && IsTime(format.TryParse(text, 1_000_000, out _, out _));
        FormatTimes += isTime ? 1 : 0;
        return isTime;
    }

    // Looks at a value that is an integer.
    public void AddCount(ReadOnlySpan<byte> text, long count)
    {
        if (!mayBeNumber)
        {
            return;
        }

        AddNumber(count);
        if (text.Length is 8 or 10 or 12 or 14 && CompactDate.IsDate(text))
        {
            DateDigits[text.Length / 2 - 4]++;
        }
    }

    // Looks at a value that is a number and no integer, with a point or a comma in front of its fraction.
    public void AddFraction(ReadOnlySpan<byte> text)
    {
        if (!mayBeNumber)
        {
            return;
        }

        byte separator = text.Contains((byte)',') ? (byte)',' : (byte)'.';
        if (DoubleText.TryParse(text, separator, out double number) == NumberStatus.Ok)
        {
            AddNumber(number);
            int point = text.IndexOf(separator);
            FractionDigits = Math.Max(FractionDigits, point < 0 ? 0 : text.Length - point - 1);
        }
    }

    // Looks at a value that is neither number nor bool; true for a time in ISO-8601.
    public bool AddText(ReadOnlySpan<byte> text)
    {
        if (!IsTime(TimestampText.TryParse(text, 1_000_000, out _, out _)))
        {
            ReadOnlySpan<byte> trimmed = text.Trim((byte)' ');
            ClockDigits += trimmed.Length is 4 or 6 && !trimmed.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? 1 : 0;
            _layouts.Add(trimmed);
            return false;
        }

        IsoTimes++;
        IsoDates += text.Length == 10 ? 1 : 0;
        return true;
    }

    private void AddNumber(double number)
    {
        Numbers++;
        Serials += number is >= FirstSerial and <= LastSerial ? 1 : 0;
        Smallest = number < Smallest ? number : Smallest;
        Largest = number > Largest ? number : Largest;
        CountUnits |= Math.Abs(number) switch
        {
            0 => 0,
            < 1e11 => 1,
            < 1e14 => 2,
            < 1e17 => 4,
            _ => 8,
        };
    }

    // A time that does not exist is a time yet: the column stays one, and its row is an error.
    private bool IsTime(TimestampStatus status)
    {
        NeedsNanoseconds |= status == TimestampStatus.TooPrecise;
        return status != TimestampStatus.Invalid;
    }
}
