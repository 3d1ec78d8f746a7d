using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

/// <summary>What the sample showed of one column's values as times.</summary>
/// <param name="format">The user's layout of times to try, or null.</param>
internal sealed class TimeEvidence(TimestampFormat? format)
{
    /// <summary>Times in ISO-8601.</summary>
    public int IsoTimes { get; private set; }

    /// <summary>Times in the user's layout.</summary>
    public int FormatTimes { get; private set; }

    /// <summary>True when a time had digits beyond microseconds.</summary>
    public bool NeedsNanoseconds { get; private set; }

    /// <summary>One bit for each unit (s, ms, µs, ns) that the magnitude of an integer suggests; 0 suggests none.</summary>
    public int CountUnits { get; private set; }

    /// <summary>Looks at any value; true for a time in the user's layout.</summary>
    public bool AddFormat(ReadOnlySpan<byte> text)
    {
        bool isTime = format is not null && IsTime(format.TryParse(text, 1_000_000, out _, out _));
        FormatTimes += isTime ? 1 : 0;
        return isTime;
    }

    /// <summary>Looks at a value that is an integer.</summary>
    public void AddCount(long count) => CountUnits |= Math.Abs((double)count) switch
    {
        0 => 0,
        < 1e11 => 1,
        < 1e14 => 2,
        < 1e17 => 4,
        _ => 8,
    };

    /// <summary>Looks at a value that is neither number nor bool; true for a time.</summary>
    public bool AddText(ReadOnlySpan<byte> text)
    {
        bool isTime = IsTime(TimestampText.TryParse(text, 1_000_000, out _, out _));
        IsoTimes += isTime ? 1 : 0;
        return isTime;
    }

    /// <summary>A time that does not exist is a time yet: the column stays one, and its row is an error.</summary>
    private bool IsTime(TimestampStatus status)
    {
        NeedsNanoseconds |= status == TimestampStatus.TooPrecise;
        return status != TimestampStatus.Invalid;
    }
}
