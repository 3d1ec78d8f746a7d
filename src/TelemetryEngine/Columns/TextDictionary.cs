using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TelemetryEngine.Kernels.Bits;
using TelemetryEngine.Kernels.Lookup;

namespace TelemetryEngine.Columns;

// Texts and their codes 0, 1, 2 … in first-seen order. A worker has its own: codes mean nothing outside it, texts do. Grows only; not for
// use by two threads at a time, but safe to read by many once nothing is added.
internal sealed class TextDictionary
{
    private const int ChunkBytes = 1 << 16;

    private readonly HashKey _hashKey = HashKey.Draw();
    private readonly List<byte[]> _chunks = [];
    private int _chunkUsed = ChunkBytes;
    private long _chunkBytes;
    private Entry[] _entries = new Entry[64];
    private uint[] _hashes = new uint[64];
    private int[] _slots = OpenSlots.New(256);

    public int Count { get; private set; }

    // Bytes held by texts and tables.
    public long Bytes => _chunkBytes + (_entries.Length * 16L) + (_slots.Length * (long)sizeof(int));

    public ReadOnlySpan<byte> this[int code]
    {
        get
        {
            (int chunk, int start, int length) = _entries[code];
            return _chunks[chunk].AsSpan(start, length);
        }
    }

    // Where texts end that are put one behind the other. Returns the end of all, up to which an int32 can count or not.
    // codes: Their codes; −1 = no bytes.
    // offsets: 0, and the end of each.
    public long Ends(ReadOnlySpan<int> codes, Span<int> offsets)
    {
        Entry[] entries = _entries;
        long end = 0;
        offsets[0] = 0;
        offsets = offsets[1..(codes.Length + 1)];
        for (int i = 0; i < codes.Length; i++)
        {
            end += codes[i] < 0 ? 0 : entries[codes[i]].Length;
            offsets[i] = (int)end;
        }

        return end;
    }

    // Puts texts one behind the other.
    // offsets: Where each begins.
    public void CopyTexts(ReadOnlySpan<int> codes, ReadOnlySpan<int> offsets, Span<byte> into)
    {
        const int AtOnce = 16;
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] < 0)
            {
                continue;
            }

            (int chunk, int start, int length) = _entries[codes[i]];
            ReadOnlySpan<byte> from = _chunks[chunk].AsSpan(start);
            Span<byte> to = into[offsets[i]..];

            // what is too much is overwritten by the next text
            if (length <= AtOnce && from.Length >= AtOnce && to.Length >= AtOnce)
            {
                Vector128.Create(from[..AtOnce]).CopyTo(to);
            }
            else
            {
                from[..length].CopyTo(to);
            }
        }
    }

    // The code of a text, added when it is new.
    public int GetOrAdd(ReadOnlySpan<byte> text)
    {
        uint hash = Hash(text);
        int mask = _slots.Length - 1;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            int code = _slots[slot];
            if (code < 0)
            {
                return Add(text, hash, slot);
            }

            if (_hashes[code] == hash && this[code].SequenceEqual(text))
            {
                return code;
            }
        }
    }

    // The code of a text, or −1.
    public int Find(ReadOnlySpan<byte> text)
    {
        uint hash = Hash(text);
        int mask = _slots.Length - 1;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            int code = _slots[slot];
            if (code < 0 || (_hashes[code] == hash && this[code].SequenceEqual(text)))
            {
                return code;
            }
        }
    }

    // the slots take the hash's low bits: they must hear of every byte, also of short texts that begin alike
    internal uint Hash(ReadOnlySpan<byte> text)
    {
        if (HostileHash.CollideAll)
        {
            return 0;
        }

        ulong hash = (ulong)text.Length * 0x9E3779B97F4A7C15UL;
        while (text.Length >= 8)
        {
            hash = _hashKey.Fold(hash, MemoryMarshal.Read<ulong>(text));
            text = text[8..];
        }

        ulong rest = 0;
        for (int i = 0; i < text.Length; i++)
        {
            rest |= (ulong)text[i] << (i * 8);
        }

        hash = _hashKey.Fold(hash, rest);
        return (uint)((hash * 0x9E3779B97F4A7C15UL) >> 32);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Add(ReadOnlySpan<byte> text, uint hash, int slot)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
            Array.Resize(ref _hashes, Count * 2);
        }

        if (_chunkUsed + text.Length > (_chunks.Count == 0 ? 0 : _chunks[^1].Length))
        {
            _chunks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(ChunkBytes, text.Length)));
            _chunkUsed = 0;
            _chunkBytes += _chunks[^1].Length;
        }

        text.CopyTo(_chunks[^1].AsSpan(_chunkUsed));
        int code = Count++;
        _entries[code] = new Entry(_chunks.Count - 1, _chunkUsed, text.Length);
        _hashes[code] = hash;
        _chunkUsed += text.Length;
        _slots[slot] = code;
        if (Count * 2 > _slots.Length)
        {
            Rehash();
        }

        return code;
    }

    private void Rehash()
    {
        _slots = OpenSlots.New(_slots.Length * 4);
        int mask = _slots.Length - 1;
        for (int code = 0; code < Count; code++)
        {
            int slot = (int)_hashes[code] & mask;
            while (_slots[slot] >= 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = code;
        }
    }

    // Where a text lies.
    private readonly record struct Entry(int Chunk, int Start, int Length);
}
