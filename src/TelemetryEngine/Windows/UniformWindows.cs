using System.Diagnostics;

namespace TelemetryEngine.Windows;

/// <summary>Windows of one length: [offset + n·length, offset + (n+1)·length). All arithmetic floors.</summary>
internal sealed class UniformWindows : AlignedWindows
{
    private readonly long _length;
    private readonly long _offset;

    /// <param name="length">The length in units of the time column; positive.</param>
    /// <param name="offset">The shift of the borders; any value, only its remainder counts.</param>
    public UniformWindows(long length, long offset)
    {
        Debug.Assert(length > 0, "a window has a length");
        _length = length;
        _offset = ((offset % length) + length) % length;
    }

    public override long OrdinalOf(long instant)
    {
        // the offset lies in [0, length), so only instants at the very start of the axis can leave it; they belong to its first window
        Int128 shifted = (Int128)instant - _offset;
        if (shifted < long.MinValue)
        {
            return (long.MinValue / _length) - 1;
        }

        long value = (long)shifted;
        long quotient = value / _length;
        return value % _length < 0 ? quotient - 1 : quotient;
    }

    public override long Start(long ordinal) => Clamp(((Int128)ordinal * _length) + _offset);

    private static long Clamp(Int128 instant) => (long)Int128.Clamp(instant, long.MinValue, long.MaxValue);
}
