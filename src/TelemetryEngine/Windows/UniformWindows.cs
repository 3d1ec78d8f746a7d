using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Windows;

// Windows of one length: [offset + n·length, offset + (n+1)·length). All arithmetic floors.
internal sealed class UniformWindows : AlignedWindows
{
    private readonly long _length;
    private readonly long _offset;

    // length: The length in units of the time column; positive.
    // offset: The shift of the borders; any value, only its remainder counts.
    public UniformWindows(long length, long offset)
    {
        Debug.Assert(length > 0, "a window has a length");
        _length = length;
        _offset = FloorDivision.Remainder(offset, length);
    }

    public override void OrdinalsOf(ReadOnlySpan<long> instants, Span<long> ordinals)
    {
        // a multiplication is a guess, and a remainder within the window proves it: an error of some windows is far from going around all
        // of int64
        ordinals = ordinals[..instants.Length];
        double perTick = 1.0 / _length;
        for (int row = 0; row < instants.Length; row++)
        {
            long shifted = instants[row] - _offset;
            long guess = (long)Math.Floor(shifted * perTick);
            bool isRight = (ulong)(shifted - (guess * _length)) < (ulong)_length && shifted <= instants[row];
            ordinals[row] = isRight ? guess : Ordinal(instants[row]);
        }
    }

    public override long OrdinalOf(long instant) => Ordinal(instant);

    public override long Start(long ordinal)
    {
        long high = Math.BigMul(ordinal, _length, out long low);
        ulong sum = (ulong)low + (ulong)_offset;
        high += sum < (ulong)low ? 1 : 0;
        bool fits = high == (long)sum >> 63;
        return fits ? (long)sum : high < 0 ? long.MinValue : long.MaxValue;
    }

    public override Int128? ExactStart(Int128 ordinal) => (ordinal * _length) + _offset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Ordinal(long instant)
    {
        // the offset lies in [0, length), so only instants at the very start of the axis can leave it
        return instant < long.MinValue + _offset ? FirstOrdinal(instant) : FloorDivision.Quotient(instant - _offset, _length);
    }

    private long FirstOrdinal(long instant) => (long)FloorDivision.Quotient((Int128)instant - _offset, _length);
}
