using System.Runtime.CompilerServices;

namespace TelemetryEngine.DataGen.Rows;

// What a device draws of its own: how much power, and how far its day runs ahead of the clock.
// bits: 64 random bits of the device.
internal readonly struct DeviceLoad(ulong bits)
{
    // The base in 1/100 W that LoadCurve is a multiple of, from 60,000 to below 420,000.
    public long BaseCentiwatts
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 60_000 + (long)((bits >> 32) * 360_000 >> 32);
    }

    // Minutes ahead of the clock, below LoadCurve.MaxPhaseMinutes.
    public int PhaseMinutes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (int)(bits % LoadCurve.MaxPhaseMinutes);
    }
}
