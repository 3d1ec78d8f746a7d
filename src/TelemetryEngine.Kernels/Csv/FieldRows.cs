using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

// One field of many records, as it stands in the file, quotes included.
// text: The text of the records.
// ends: The ends of fields, one behind the other; a field begins one byte behind the end before it.
// firsts: For each record, the index of its first field's end. At least 1.
// field: The field's place in the record, from 0.
// isLast: True for a record's last field, which sheds the \r of its line end.
internal readonly ref struct FieldRows(ReadOnlySpan<byte> text, ReadOnlySpan<int> ends, ReadOnlySpan<int> firsts, int field, bool isLast)
{
    // The text of the records.
    internal readonly ReadOnlySpan<byte> Text = text;

    // The ends of fields.
    internal readonly ReadOnlySpan<int> Ends = ends;

    // For each record, the index of its first field's end.
    internal readonly ReadOnlySpan<int> Firsts = firsts;

    // The field's place in the record.
    internal readonly int Field = field;

    // True when the field may end in a \r that is not its own.
    internal readonly bool IsLast = isLast;

    // The number of records.
    public int Count => Firsts.Length;

    // The fields, four at a time.
    // room: The bytes that are needed behind each start.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FourFields Fours(int room) => new(Text.Length, Ends, Firsts, Field, room);

    // The field of a record.
    public ReadOnlySpan<byte> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int at = Firsts[row] + Field;
            int start = Ends[at - 1] + 1;
            int end = Ends[at];
            if (IsLast && end > start && Text[end - 1] == '\r')
            {
                end--;
            }

            return Text[start..end];
        }
    }
}

// Where four fields stand that follow each other. Its members are few, so that loops keep them in registers.
internal readonly ref struct FourFields
{
    private readonly ref int _first;
    private readonly ref byte _ends;
    private readonly uint _places;
    private readonly uint _starts;

    public FourFields(int text, ReadOnlySpan<int> ends, ReadOnlySpan<int> firsts, int field, int room)
    {
        // SAFETY: an index below the number of ends, without the first and less the field, is that of a field's end; the one before it lies
        // in front of it.
        _first = ref MemoryMarshal.GetReference(firsts);
        _ends = ref Unsafe.As<int, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(ends), field - 1));
        _places = (uint)Math.Max(0, ends.Length - field);
        _starts = (uint)Math.Max(0, text - room + 1);
    }

    // Where four records' fields stand: the ends before them, and their lengths. False when a field has no end, or the room is not behind
    // each start; then nothing is said.
    // row: The first of the records; three more follow.
    // befores: One less than where the fields begin.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryLocate(int row, out Vector128<int> befores, out Vector128<int> lengths)
    {
        ref int first = ref Unsafe.Add(ref _first, row);
        befores = default;
        lengths = default;
        if (Vector128.GreaterThanOrEqualAny(Vector128.LoadUnsafe(ref first).AsUInt32(), Vector128.Create(_places)))
        {
            return false;
        }

        Vector128<ulong> low = Vector128.Create(Borders(first), Borders(Unsafe.Add(ref first, 1)));
        Vector128<ulong> high = Vector128.Create(Borders(Unsafe.Add(ref first, 2)), Borders(Unsafe.Add(ref first, 3)));
        (befores, Vector128<int> behinds) = Halves(low, high);
        lengths = behinds - befores - Vector128<int>.One;
        return Vector128.LessThanAll(befores.AsUInt32() + Vector128<uint>.One, Vector128.Create(_starts));
    }

    // One less than where the field of a record begins that was located.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Before(int row) => Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref _ends, (nint)Unsafe.Add(ref _first, row) * sizeof(int)));

    // The lower and the upper halves of four words.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<int> Lower, Vector128<int> Upper) Halves(Vector128<ulong> low, Vector128<ulong> high) => Sse.IsSupported
        ? (Sse.Shuffle(low.AsSingle(), high.AsSingle(), 0b10_00_10_00).AsInt32(),
            Sse.Shuffle(low.AsSingle(), high.AsSingle(), 0b11_01_11_01).AsInt32())
        : (Vector128.Narrow(low, high).AsInt32(), Vector128.Narrow(low >> 32, high >> 32).AsInt32());

    // An end in the lower half, and the one behind it in the upper one, by one load.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Borders(int first) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref _ends, (nint)first * sizeof(int)));
}
