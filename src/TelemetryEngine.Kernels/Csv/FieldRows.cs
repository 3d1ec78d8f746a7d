using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>One field of many records, as it stands in the file, quotes included.</summary>
/// <param name="text">The text of the records.</param>
/// <param name="ends">The ends of fields, one behind the other; a field begins one byte behind the end before it.</param>
/// <param name="firsts">For each record, the index of its first field's end. At least 1.</param>
/// <param name="field">The field's place in the record, from 0.</param>
/// <param name="isLast">True for a record's last field, which sheds the <c>\r</c> of its line end.</param>
internal readonly ref struct FieldRows(ReadOnlySpan<byte> text, ReadOnlySpan<int> ends, ReadOnlySpan<int> firsts, int field, bool isLast)
{
    /// <summary>The text of the records.</summary>
    internal readonly ReadOnlySpan<byte> Text = text;

    /// <summary>The ends of fields.</summary>
    internal readonly ReadOnlySpan<int> Ends = ends;

    /// <summary>For each record, the index of its first field's end.</summary>
    internal readonly ReadOnlySpan<int> Firsts = firsts;

    /// <summary>The field's place in the record.</summary>
    internal readonly int Field = field;

    /// <summary>True when the field may end in a <c>\r</c> that is not its own.</summary>
    internal readonly bool IsLast = isLast;

    /// <summary>The number of records.</summary>
    public int Count => Firsts.Length;

    /// <summary>The fields, four at a time.</summary>
    /// <param name="room">The bytes that are needed behind each start.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FourFields Fours(int room) => new(Text.Length, Ends, Firsts, Field, room);

    /// <summary>The field of a record.</summary>
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

/// <summary>Where four fields stand that follow each other. Its members are few, so that loops keep them in registers.</summary>
internal readonly ref struct FourFields
{
    private readonly ref int _first;
    private readonly ref byte _ends;
    private readonly uint _places;
    private readonly uint _starts;

    public FourFields(int text, ReadOnlySpan<int> ends, ReadOnlySpan<int> firsts, int field, int room)
    {
        // SAFETY: an index below the number of ends, without the first and less the field, is that of a field's end; the one before it lies in front of it.
        _first = ref MemoryMarshal.GetReference(firsts);
        _ends = ref Unsafe.As<int, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(ends), field - 1));
        _places = (uint)Math.Max(0, ends.Length - field);
        _starts = (uint)Math.Max(0, text - room + 1);
    }

    /// <summary>
    /// Where four records' fields stand: the ends before them, and their lengths. False when a field has no end, or the room is not behind
    /// each start; then nothing is said.
    /// </summary>
    /// <param name="row">The first of the records; three more follow.</param>
    /// <param name="befores">One less than where the fields begin.</param>
    /// <param name="lengths">Their lengths.</param>
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

    /// <summary>One less than where the field of a record begins that was located.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Before(int row) => Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref _ends, (nint)Unsafe.Add(ref _first, row) * sizeof(int)));

    /// <summary>The lower and the upper halves of four words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<int> Lower, Vector128<int> Upper) Halves(Vector128<ulong> low, Vector128<ulong> high) => Sse.IsSupported
        ? (Sse.Shuffle(low.AsSingle(), high.AsSingle(), 0b10_00_10_00).AsInt32(), Sse.Shuffle(low.AsSingle(), high.AsSingle(), 0b11_01_11_01).AsInt32())
        : (Vector128.Narrow(low, high).AsInt32(), Vector128.Narrow(low >> 32, high >> 32).AsInt32());

    /// <summary>An end in the lower half, and the one behind it in the upper one, by one load.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Borders(int first) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref _ends, (nint)first * sizeof(int)));
}
