using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Flows;

// Values that are added at the end and taken from anywhere. They are held in chunks, so that what is there is not copied as more come. Any
// thread may take while none is added.
internal sealed class Chunks<T>
    where T : unmanaged
{
    private const int ChunkBits = 20;
    private const int ChunkLength = 1 << ChunkBits;
    private const int LeastLength = 1 << 8;

    private T[][] _chunks = [];
    private int _chunkCount;

    // The number of values.
    public int Count { get; private set; }

    // What is held for them.
    public long Bytes { get; private set; }

    public T this[int place] => _chunks[place >> ChunkBits][place & (ChunkLength - 1)];

    // Adds values behind the others.
    public void Add(ReadOnlySpan<T> values)
    {
        while (!values.IsEmpty)
        {
            Span<T> room = Room(values.Length);
            int length = Math.Min(room.Length, values.Length);
            values[..length].CopyTo(room);
            values = values[length..];
            Count += length;
        }
    }

    // Adds one value so many times.
    public void Add(T value, int times)
    {
        while (times > 0)
        {
            Span<T> room = Room(times);
            int length = Math.Min(room.Length, times);
            room[..length].Fill(value);
            times -= length;
            Count += length;
        }
    }

    // The values at some places.
    public void Take(ReadOnlySpan<int> places, Span<T> into)
    {
        T[][] chunks = _chunks;
        into = into[..places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            into[i] = chunks[place >> ChunkBits][place & (ChunkLength - 1)];
        }
    }

    // Where the next values go: one at least.
    private Span<T> Room(int wanted)
    {
        int chunk = Count >> ChunkBits;
        int used = Count & (ChunkLength - 1);
        if (chunk == _chunkCount)
        {
            AddChunk(chunk > 0 ? ChunkLength : Math.Clamp(wanted, LeastLength, ChunkLength));
        }
        else if (used == _chunks[chunk].Length)
        {
            // only the first one begins small
            Account(-used);
            FreshMemory.Grow(ref _chunks[chunk], used, Math.Clamp(2 * used, used + 1, ChunkLength));
            Account(_chunks[chunk].Length);
        }

        return _chunks[chunk].AsSpan(used, Math.Min(_chunks[chunk].Length, ChunkLength) - used);
    }

    private void AddChunk(int length)
    {
        if (_chunkCount == _chunks.Length)
        {
            Array.Resize(ref _chunks, Math.Max(4, 2 * _chunkCount));
        }

        _chunks[_chunkCount++] = FreshMemory.New<T>(length);
        Account(length);
    }

    private void Account(long length) => Bytes += length * Unsafe.SizeOf<T>();
}
