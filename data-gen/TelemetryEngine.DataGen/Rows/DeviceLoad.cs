using System.Runtime.CompilerServices;

namespace TelemetryEngine.DataGen.Rows;

/// <summary>What a device draws of its own: how much power, and how far its day runs ahead of the clock.</summary>
/// <param name="bits">64 random bits of the device.</param>
internal readonly struct DeviceLoad(ulong bits)
{
    /// <summary>The base in 1/100 W that <see cref="LoadCurve"/> is a multiple of, from 60,000 to below 420,000.</summary>
    public long BaseCentiwatts
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 60_000 + (long)((bits >> 32) * 360_000 >> 32);
    }

    /// <summary>Minutes ahead of the clock, below <see cref="LoadCurve.MaxPhaseMinutes"/>.</summary>
    public int PhaseMinutes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (int)(bits % LoadCurve.MaxPhaseMinutes);
    }
}
