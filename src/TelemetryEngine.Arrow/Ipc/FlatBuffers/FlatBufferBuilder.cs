using System.Buffers.Binary;
using System.Text;

namespace TelemetryEngine.Arrow.Ipc.FlatBuffers;

// Writes a flatbuffer from its end to its start, as the format wants it: what is pointed at is written before what points at it. A position
// is the distance from the end, so that it stays right while the buffer grows.
internal sealed class FlatBufferBuilder
{
    private byte[] _buffer = new byte[1024];
    private int _used;
    private int _largestAlignment = sizeof(int);
    private readonly int[] _slots = new int[8];
    private int _slotCount;
    private int _tableEnd;

    // A text, with the zero byte behind it that the format demands.
    public int CreateString(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Align(sizeof(int), utf8.Length + 1);
        Push([0]);
        Push(utf8);
        PushInt32(utf8.Length);
        return _used;
    }

    // A vector of pointers to tables.
    public int CreateTableVector(ReadOnlySpan<int> tables)
    {
        Align(sizeof(int), tables.Length * sizeof(int));
        for (int i = tables.Length - 1; i >= 0; i--)
        {
            PushPointer(tables[i]);
        }

        PushInt32(tables.Length);
        return _used;
    }

    // A vector of structs that are aligned to 8 bytes, given as they lie in memory.
    public int CreateStructVector(ReadOnlySpan<byte> structs, int count)
    {
        Align(sizeof(int), structs.Length);
        Align(sizeof(long), structs.Length);
        Push(structs);
        PushInt32(count);
        return _used;
    }

    public void StartTable()
    {
        Array.Clear(_slots);
        _slotCount = 0;
        _tableEnd = _used;
    }

    public void AddByte(int slot, byte value)
    {
        if (value != 0)
        {
            Push([value]);
            Mark(slot);
        }
    }

    public void AddBool(int slot, bool value) => AddByte(slot, value ? (byte)1 : (byte)0);

    // absent: What a reader takes when the slot is not there; 0 for most.
    public void AddInt16(int slot, short value, short absent = 0)
    {
        if (value != absent)
        {
            Align(sizeof(short), 0);
            PushInt16(value);
            Mark(slot);
        }
    }

    public void AddInt32(int slot, int value)
    {
        if (value != 0)
        {
            Align(sizeof(int), 0);
            PushInt32(value);
            Mark(slot);
        }
    }

    public void AddInt64(int slot, long value)
    {
        if (value != 0)
        {
            Align(sizeof(long), 0);
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            Push(bytes);
            Mark(slot);
        }
    }

    // A pointer to a table, vector or text; 0 = none.
    public void AddPointer(int slot, int target)
    {
        if (target != 0)
        {
            Align(sizeof(int), 0);
            PushPointer(target);
            Mark(slot);
        }
    }

    public int EndTable()
    {
        Align(sizeof(int), 0);
        PushInt32(0);
        int table = _used;
        for (int i = _slotCount - 1; i >= 0; i--)
        {
            PushInt16(_slots[i] == 0 ? (short)0 : checked((short)(table - _slots[i])));
        }

        PushInt16(checked((short)(table - _tableEnd)));
        PushInt16((short)((_slotCount + 2) * sizeof(short)));
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_buffer.Length - table), _used - table);
        return table;
    }

    // Puts the pointer to the root in front. The buffer must start on a border of 8 bytes.
    public byte[] Finish(int root)
    {
        Align(_largestAlignment, sizeof(int));
        PushPointer(root);
        return _buffer.AsSpan(_buffer.Length - _used).ToArray();
    }

    private void Mark(int slot)
    {
        _slots[slot] = _used;
        _slotCount = Math.Max(_slotCount, slot + 1);
    }

    // Fills up so that what follows bytesBefore more bytes lies on a border.
    private void Align(int alignment, int bytesBefore)
    {
        _largestAlignment = Math.Max(_largestAlignment, alignment);
        Push(stackalloc byte[-(_used + bytesBefore) & (alignment - 1)]);
    }

    private void PushPointer(int target) => PushInt32(_used + sizeof(int) - target);

    private void PushInt16(short value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(short)];
        BinaryPrimitives.WriteInt16LittleEndian(bytes, value);
        Push(bytes);
    }

    private void PushInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Push(bytes);
    }

    private void Push(scoped ReadOnlySpan<byte> bytes)
    {
        while (_buffer.Length - _used < bytes.Length)
        {
            byte[] larger = new byte[checked(_buffer.Length * 2)];
            _buffer.AsSpan(_buffer.Length - _used).CopyTo(larger.AsSpan(larger.Length - _used));
            _buffer = larger;
        }

        _used += bytes.Length;
        bytes.CopyTo(_buffer.AsSpan(_buffer.Length - _used));
    }
}
