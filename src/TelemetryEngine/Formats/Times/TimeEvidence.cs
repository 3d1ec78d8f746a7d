using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Times;

/// <summary>What the sample showed of one column's values as times.</summary>
/// <param name="format">The user's layout of times to try, or null.</param>
/// <param name="mayBeNumber">True where numbers may be times, by the column's name or because somebody says so.</param>
internal sealed class TimeEvidence(TimestampFormat? format, bool mayBeNumber = true)
{
    /// <summary>The days of a spreadsheet that people measure in: 1954 to 2119. As seconds since 1970 they are its first day.</summary>
    private const double FirstSerial = 20_000, LastSerial = 80_000;

    private readonly LayoutEvidence _layouts = new();
    private LayoutChoice? _choice;
    private bool _isChosen;

    /// <summary>Times in ISO-8601.</summary>
    public int IsoTimes { get; private set; }

    /// <summary>Those of them without a clock.</summary>
    public int IsoDates { get; private set; }

    /// <summary>Times in the user's layout.</summary>
    public int FormatTimes { get; private set; }

    /// <summary>True when a time had digits beyond microseconds.</summary>
    public bool NeedsNanoseconds { get; private set; }

    /// <summary>One bit for each unit (s, ms, µs, ns) that the magnitude of a number suggests; 0 suggests none.</summary>
    public int CountUnits { get; private set; }

    /// <summary>Numbers that may be times.</summary>
    public int Numbers { get; private set; }

    /// <summary>Numbers that may be days of a spreadsheet.</summary>
    public int Serials { get; private set; }

    /// <summary>The smallest number that may be a time.</summary>
    public double Smallest { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest number that may be a time.</summary>
    public double Largest { get; private set; } = double.NegativeInfinity;

    /// <summary>The most fraction digits of a number.</summary>
    public int FractionDigits { get; private set; }

    /// <summary>Integers that are a date of 1900 to 2100: by the number of digits, 8, 10, 12 and 14.</summary>
    public int[] DateDigits { get; } = new int[4];

    /// <summary>The layout of most texts that are not ISO-8601; null where there is none. To be asked when all values were seen.</summary>
    public LayoutChoice? Layout
    {
        get
        {
            _choice = _isChosen ? _choice : _layouts.Choose(IsoDates);
            _isChosen = true;
            return _choice;
        }
    }

    /// <summary>Texts of four or six digits that were not taken for numbers.</summary>
    public int ClockDigits { get; private set; }

    /// <summary>Texts that are a time of day and no more.</summary>
    public int Clocks => _layouts.Clocks;

    /// <summary>Looks at any value; true for a time in the user's layout.</summary>
    public bool AddFormat(ReadOnlySpan<byte> text)
    {
        bool isTime = format is not null && IsTime(format.TryParse(text, 1_000_000, out _, out _));
        FormatTimes += isTime ? 1 : 0;
        return isTime;
    }

    /// <summary>Looks at a value that is an integer.</summary>
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

    /// <summary>Looks at a value that is a number and no integer, with a point or a comma in front of its fraction.</summary>
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

    /// <summary>Looks at a value that is neither number nor bool; true for a time in ISO-8601.</summary>
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

    /// <summary>A time that does not exist is a time yet: the column stays one, and its row is an error.</summary>
    private bool IsTime(TimestampStatus status)
    {
        NeedsNanoseconds |= status == TimestampStatus.TooPrecise;
        return status != TimestampStatus.Invalid;
    }
}
