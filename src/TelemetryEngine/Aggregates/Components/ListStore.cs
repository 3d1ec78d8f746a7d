using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

// A growing list of values for each group. A list is a chain of blocks of 4, 8, 16 … 4,096 values, cut from large chunks: nothing is copied
// when it grows, nothing is allocated for a row or a group, and at most about half of a list's room is unused. What group 0 is given is
// thrown away. Several threads may read while nothing is added.
// T: A number, or a struct of sequential layout without gaps. A list travels as its values' bytes, on machines that keep the low byte
// first.
internal sealed class ListStore<T>
    where T : unmanaged
{
    private const int FirstBits = 2;
    private const int LargestBits = 12;

    // Length of the one block of group 0.
    private const int RowsForNobody = 256;

    private readonly ValueChunks<T> _chunks = new();
    private List[] _lists = [];
    private Block[] _blocks = [];
    private int _blockCount;

    // Bytes held, used or not.
    public long Bytes => _chunks.Bytes + (_lists.Length * (long)Unsafe.SizeOf<List>()) + (_blocks.Length * (long)Unsafe.SizeOf<Block>());

    // How many groups have a list.
    public int Groups => _lists.Length;

    // Makes sure that groups below groups have a list; new ones are empty.
    public void Reserve(int groups)
    {
        if (_lists.Length < groups)
        {
            Array.Resize(ref _lists, Component.Grown(_lists.Length, groups));
        }
    }

    // How many values a group has.
    public long Count(int group)
    {
        ref readonly List list = ref _lists[group];
        return Capacity(list.Blocks) - (list.End - list.At);
    }

    // Adds a value.
    // throws RunException: All lists together have more values than there are places.
    public void Append(int group, T value) => Append([group], [value]);

    // Adds a value for each row.
    // throws RunException: All lists together have more values than there are places.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(ReadOnlySpan<int> groups, ReadOnlySpan<T> values)
    {
        values = values[..groups.Length];
        List[] lists = _lists;
        T[][] chunks = _chunks.Arrays;
        for (int row = 0; row < groups.Length; row++)
        {
            ref List list = ref lists[groups[row]];
            if (list.At == list.End)
            {
                Extend(groups[row]);
                chunks = _chunks.Arrays;
            }

            uint at = list.At++;
            chunks[ValueChunks<T>.ArrayOf(at)][ValueChunks<T>.PlaceOf(at)] = values[row];
        }
    }

    // Adds values to one group.
    // throws RunException: All lists together have more values than there are places.
    public void AppendAll(int group, ReadOnlySpan<T> values)
    {
        if (group == 0)
        {
            return;
        }

        ref List list = ref _lists[group];
        while (values.Length > 0)
        {
            if (list.At == list.End)
            {
                Extend(group);
            }

            int length = (int)Math.Min((uint)values.Length, list.End - list.At);
            values[..length].CopyTo(_chunks.Span(list.At, length));
            list.At += (uint)length;
            values = values[length..];
        }
    }

    // Adds the lists of another store, which stays as it is.
    // groups: The groups of the other store.
    // into: This store's group for each of them.
    public void Merge(ListStore<T> right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        for (int i = 0; i < groups.Length; i++)
        {
            foreach (ReadOnlySpan<T> piece in right.Pieces(groups[i]))
            {
                AppendAll(into[i], piece);
            }
        }
    }

    // A group's values in the order they were added, in pieces that lie in one place.
    public PieceEnumerator Pieces(int group) => new(this, group);

    // Copies a group's values, in the order they were added, to where there is room for Count of them.
    public void CopyTo(int group, Span<T> target)
    {
        foreach (ReadOnlySpan<T> piece in Pieces(group))
        {
            piece.CopyTo(target);
            target = target[piece.Length..];
        }
    }

    // Forgets a group's values, whose memory stays with the store.
    public void Forget(int group) => _lists[group] = default;

    // A store of the same lists without the memory of those that were forgotten.
    public ListStore<T> Packed()
    {
        ListStore<T> packed = new();
        packed.Reserve(Groups);
        for (int group = 1; group < Groups; group++)
        {
            foreach (ReadOnlySpan<T> piece in Pieces(group))
            {
                packed.AppendAll(group, piece);
            }
        }

        return packed;
    }

    // Writes the lists of some groups to a column of bytes.
    public void Save(ReadOnlySpan<int> groups, ColumnVector column)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            Span<byte> target = column.AddBytes(row, Count(groups[row]) * Unsafe.SizeOf<T>());
            CopyTo(groups[row], MemoryMarshal.Cast<byte, T>(target));
        }
    }

    // Adds saved lists to groups.
    // throws FormatException: The bytes are no whole number of values.
    public void Load(ColumnVector column, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            ReadOnlySpan<byte> bytes = column.BytesOf(row);
            if (bytes.Length % Unsafe.SizeOf<T>() != 0)
            {
                throw new FormatException($"a list of {bytes.Length} bytes is no whole number of values of {Unsafe.SizeOf<T>()} bytes");
            }

            AppendAll(groups[row], MemoryMarshal.Cast<byte, T>(bytes));
        }
    }

    // How many values the block at a place in its chain holds.
    private static int BlockLength(int place) => 1 << Math.Min(place + FirstBits, LargestBits);

    // How many values a chain of so many blocks holds.
    private static long Capacity(int blocks)
    {
        int small = Math.Min(blocks, LargestBits - FirstBits);
        return (1L << (small + FirstBits)) - (1 << FirstBits) + ((long)(blocks - small) << LargestBits);
    }

    // Gives a list whose blocks are full room for at least one more value.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Extend(int group)
    {
        ref List list = ref _lists[group];
        if (group == 0)
        {
            list.At = list.End == 0 ? _chunks.Cut(RowsForNobody) : list.End - RowsForNobody;
            list.End = list.At + RowsForNobody;
            return;
        }

        int length = BlockLength(list.Blocks);
        uint start = _chunks.Cut(length);
        if (_blockCount == _blocks.Length)
        {
            Array.Resize(ref _blocks, Component.Grown(_blockCount, _blockCount + 1));
        }

        int block = _blockCount++;
        _blocks[block].Start = start;
        if (list.Blocks++ == 0)
        {
            list.First = block;
        }
        else
        {
            _blocks[list.Last].Next = block;
        }

        list.Last = block;
        (list.At, list.End) = (start, start + (uint)length);
    }

    private struct List
    {
        public uint At;
        public uint End;
        public int First;
        public int Last;
        public int Blocks;
    }

    private struct Block
    {
        public uint Start;
        public int Next;
    }

    // Goes through a group's values.
    internal ref struct PieceEnumerator
    {
        private readonly ListStore<T> _store;
        private long _rest;
        private int _next;
        private int _place;

        public PieceEnumerator(ListStore<T> store, int group)
        {
            _store = store;
            _rest = store.Count(group);
            _next = store._lists[group].First;
        }

        public ReadOnlySpan<T> Current { get; private set; }

        public readonly PieceEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest == 0)
            {
                return false;
            }

            Block block = _store._blocks[_next];
            int length = (int)Math.Min(BlockLength(_place++), _rest);
            Current = _store._chunks.Span(block.Start, length);
            (_rest, _next) = (_rest - length, block.Next);
            return true;
        }
    }
}

// Places for values, numbered from 0 on over chunks of 65,536. The first chunk begins small and grows, so that components that are merged
// for a few rows stay small; the others never move.
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

    // The chunks; to be taken anew after each Cut.
    public T[][] Arrays { get; private set; } = [];

    // Bytes held, used or not.
    public long Bytes => (_room * Unsafe.SizeOf<T>()) + (Arrays.Length * 8L);

    // Which chunk a place is in.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ArrayOf(uint at) => at >> Bits;

    // Where in its chunk a place is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PlaceOf(uint at) => (int)(at & (Length - 1));

    // Places that were cut together, or some of them.
    public Span<T> Span(uint start, int length) => Arrays[ArrayOf(start)].AsSpan(PlaceOf(start), length);

    // Takes free places, all in one chunk.
    // length: How many; a few thousand at most.
    // returns: The first of them. What it holds is not cleared.
    // throws RunException: There are no more.
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
            throw new RunException(
                $"one worker's groups hold more than 4,294 million values; use more threads, or filter with {Fix.Where}");
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
