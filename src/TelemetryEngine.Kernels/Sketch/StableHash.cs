using System.Buffers.Binary;

namespace TelemetryEngine.Kernels.Sketch;

// 64-bit hashes that are the same on every machine and in every version: sketches that hold them may be merged years later.
internal static class StableHash
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    // SplitMix64's mixing of a 64-bit value (Steele, Lea, Flood 2014). Different values have different hashes.
    public static ulong Of(ulong value)
    {
        ulong x = value + Golden;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    // The hash of bytes: eight at a time, each mixed into what came before.
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Of((ulong)bytes.Length);
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Of(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        ulong rest = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            rest |= (ulong)bytes[i] << (i * 8);
        }

        return Of(hash ^ rest);
    }
}
