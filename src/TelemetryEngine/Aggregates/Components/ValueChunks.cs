using System.Runtime.CompilerServices;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>
/// Places for values, numbered from 0 on over chunks of 65,536. The first chunk begins small and grows, so that components that are merged for a few rows stay small;
/// the others never move.
/// </summary>
internal sealed class ValueChunks<T>
    where T : unmanaged
{
    private const int Bits = 16;
    private const int Length = 1 << Bits;
    private const int LeastLength = 256;
    private const int MostChunks = (1 << (32 - Bits)) - 1;

    private int _count;
    private uint _next;
    private long _room;

    /// <summary>The chunks; to be taken anew after each <see cref="Cut"/>.</summary>
    public T[][] Arrays { get; private set; } = [];

    /// <summary>Bytes held, used or not.</summary>
    public long Bytes => (_room * Unsafe.SizeOf<T>()) + (Arrays.Length * 8L);

    /// <summary>Which chunk a place is in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ArrayOf(uint at) => at >> Bits;

    /// <summary>Where in its chunk a place is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PlaceOf(uint at) => (int)(at & (Length - 1));

    /// <summary>Places that were cut together, or some of them.</summary>
    public Span<T> Span(uint start, int length) => Arrays[ArrayOf(start)].AsSpan(PlaceOf(start), length);

    /// <summary>Takes places that nobody has, all in one chunk.</summary>
    /// <param name="length">How many; a few thousand at most.</param>
    /// <returns>The first of them. What it holds is not cleared.</returns>
    /// <exception cref="RunException">There are no more.</exception>
    public uint Cut(int length)
    {
        if ((long)_count * Length - _next < length)
        {
            AddChunk();
        }

        uint start = _next;
        _next += (uint)length;
        if (_count == 1)
        {
            GrowFirst((int)_next);
        }

        return start;
    }

    private void AddChunk()
    {
        if (_count == MostChunks)
        {
            throw new RunException("one worker's groups hold more than 4,294 million values; use more threads, or filter with --where");
        }

        if (_count == 1)
        {
            GrowFirst(Length);
        }

        if (_count == Arrays.Length)
        {
            T[][] arrays = Arrays;
            Array.Resize(ref arrays, Math.Max(4, _count * 2));
            Arrays = arrays;
        }

        _next = (uint)_count << Bits;
        int length = _count == 0 ? LeastLength : Length;
        Arrays[_count++] = GC.AllocateUninitializedArray<T>(length);
        _room += length;
    }

    private void GrowFirst(int needed)
    {
        T[] first = Arrays[0];
        int length = first.Length;
        while (length < needed)
        {
            length *= 2;
        }

        if (length > first.Length)
        {
            Arrays[0] = GC.AllocateUninitializedArray<T>(length);
            first.CopyTo(Arrays[0].AsSpan());
            _room += length - first.Length;
        }
    }
}
