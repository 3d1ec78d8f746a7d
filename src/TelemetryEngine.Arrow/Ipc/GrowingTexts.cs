using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace TelemetryEngine.Arrow.Ipc;

// A dictionary of texts that deltas are added to. Earlier batches keep the array they were given: texts are only ever added behind what it
// shows, in memory that doubles, so that many small deltas cost no more than one large one.
internal sealed class GrowingTexts(ArrayData first)
{
    private Memory<byte> _offsets;
    private Memory<byte> _data;
    private Memory<byte> _validity;

    // All texts so far.
    public ArrayData Current { get; private set; } = first;

    // throws ArrowFormatException: All texts together are more than 2 GiB.
    public void Append(ArrayData delta, long at)
    {
        ArrayData old = Current;
        ReadOnlySpan<int> added = delta.Offsets<int>();
        int start = old.Offsets<int>()[^1];
        long end = (long)start + added[^1] - added[0];
        long rows = (long)old.Length + delta.Length;
        if (end > Array.MaxLength / 2 || rows > Array.MaxLength / 8)
        {
            throw new ArrowFormatException($"a dictionary of {rows} texts and {end} bytes: 1 GiB is supported", at);
        }

        Span<int> offsets = Grow<int>(ref _offsets, old.Buffers[1], old.Length + 1, (int)rows + 1);
        for (int i = 1; i < added.Length; i++)
        {
            offsets[old.Length + i] = start + added[i] - added[0];
        }

        Span<byte> data = Grow<byte>(ref _data, old.Buffers[2], start, (int)end);
        delta.Buffers[2].Span[added[0]..added[^1]].CopyTo(data[start..]);
        int nulls = old.Nulls + delta.Nulls;
        ArrowBuffer validity = nulls == 0 ? ArrowBuffer.Empty : AppendValidity(old, delta, (int)rows);
        Current = new ArrayData(old.DataType, (int)rows, nulls, 0,
            [validity, new ArrowBuffer(_offsets), new ArrowBuffer(_data[..(int)end])], []);
    }

    private static Span<T> Grow<T>(ref Memory<byte> memory, ArrowBuffer old, int kept, int needed)
        where T : unmanaged
    {
        int width = Unsafe.SizeOf<T>();
        if (memory.Length < needed * width)
        {
            Memory<byte> larger = PinnedMemory.Allocate(Math.Max(needed * width, (int)Math.Min(memory.Length * 2L, Array.MaxLength / 2)));
            old.Span[..(kept * width)].CopyTo(larger.Span);
            memory = larger;
        }

        return MemoryMarshal.Cast<byte, T>(memory.Span);
    }

    // Bits behind those that earlier arrays show are set; their own don't change.
    private ArrowBuffer AppendValidity(ArrayData old, ArrayData delta, int rows)
    {
        if (_validity.Length < Bitmap.ByteCount(rows) || old.Nulls == 0)
        {
            Memory<byte> larger = PinnedMemory.Allocate(Math.Max(Bitmap.ByteCount(rows), _validity.Length * 2));
            larger.Span.Fill(0xFF);
            if (old.Nulls != 0)
            {
                Bitmap.Copy(old.Buffers[0].Span, 0, old.Length, larger.Span);
            }

            _validity = larger;
        }

        for (int i = 0; i < delta.Length; i++)
        {
            Bitmap.Set(_validity.Span, old.Length + i, !delta.IsNull(i));
        }

        return new ArrowBuffer(_validity);
    }
}
