using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

// The fields of four records that follow each other, for loops that read each by its last 8 bytes.
internal static class ShortTexts
{
    // The bytes of a text.
    public const int Bytes = sizeof(ulong);

    // For each of four records, the end before its field in the lower half, and the field's own in the upper one.
    // ends: The first of all ends.
    // firsts: For each record, the index of its first field's end.
    // before: The place of the field in its record, less one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Pairs(ref int ends, ref int firsts, int before) =>
        Vector256.Create(
            Vector128.Create(Pair(ref ends, Unsafe.Add(ref firsts, 0) + before), Pair(ref ends, Unsafe.Add(ref firsts, 1) + before)),
            Vector128.Create(Pair(ref ends, Unsafe.Add(ref firsts, 2) + before), Pair(ref ends, Unsafe.Add(ref firsts, 3) + before)));

    // For each of four records, the 8 bytes before its field's end.
    // text: The first byte of all text.
    // ends: The first of all ends.
    // firsts: For each record, the index of its first field's end.
    // field: The place of the field in its record.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Texts(ref byte text, ref int ends, ref int firsts, int field) =>
        Vector256.Create(
            Vector128.Create(Text(ref text, ref ends, Unsafe.Add(ref firsts, 0) + field),
                Text(ref text, ref ends, Unsafe.Add(ref firsts, 1) + field)),
            Vector128.Create(Text(ref text, ref ends, Unsafe.Add(ref firsts, 2) + field),
                Text(ref text, ref ends, Unsafe.Add(ref firsts, 3) + field)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pair(ref int ends, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<int, byte>(ref Unsafe.Add(ref ends, at)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Text(ref byte text, ref int ends, int at) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, (nint)Unsafe.Add(ref ends, at) - Bytes));
}
