namespace TelemetryEngine.Arrow.Ipc.FlatBuffers;

// A table of a flatbuffer: its slots by number. An absent slot has the default that is asked for.
internal readonly struct FlatTable
{
    private readonly FlatBuffer _buffer;
    private readonly int _position;
    private readonly int _vtable;
    private readonly int _vtableBytes;
    private readonly int _tableBytes;

    public FlatTable(FlatBuffer buffer, int position)
    {
        _buffer = buffer;
        _position = position;
        buffer.ChargeTable(position);
        long vtable = position - (long)buffer.Int32(position);
        if (vtable < 0 || vtable > buffer.Length)
        {
            throw buffer.Error("table without a vtable inside the buffer", position);
        }

        _vtable = (int)vtable;
        _vtableBytes = buffer.UInt16(_vtable);
        _tableBytes = buffer.UInt16(_vtable + sizeof(ushort));
        if (_vtableBytes < 4 || _vtableBytes % 2 != 0 || _tableBytes < sizeof(int))
        {
            throw buffer.Error($"vtable of {_vtableBytes} bytes for a table of {_tableBytes}", _vtable);
        }

        buffer.Check(_vtable, _vtableBytes, "vtable");
        buffer.Check(position, _tableBytes, "table");
    }

    public byte Byte(int slot) => Find(slot, 1) is >= 0 and int at ? _buffer.Byte(at) : (byte)0;

    public bool Bool(int slot) => Byte(slot) != 0;

    public short Int16(int slot, short absent = 0) => Find(slot, sizeof(short)) is >= 0 and int at ? _buffer.Int16(at) : absent;

    public int Int32(int slot, int absent = 0) => Find(slot, sizeof(int)) is >= 0 and int at ? _buffer.Int32(at) : absent;

    public long Int64(int slot) => Find(slot, sizeof(long)) is >= 0 and int at ? _buffer.Int64(at) : 0;

    public string? String(int slot) => Find(slot, sizeof(int)) is >= 0 and int at ? _buffer.String(_buffer.Follow(at)) : null;

    public FlatTable? Table(int slot) => Find(slot, sizeof(int)) is >= 0 and int at ? new FlatTable(_buffer, _buffer.Follow(at)) : null;

    // The table in a slot that must be there.
    public FlatTable NeedTable(int slot, string name) => Table(slot) ?? throw Error($"{name} is missing");

    // A vector's elements; none when the slot is absent.
    public FlatVector Vector(int slot, int elementBytes)
    {
        int at = Find(slot, sizeof(int));
        if (at < 0)
        {
            return default;
        }

        (int start, int count) = _buffer.Vector(_buffer.Follow(at), elementBytes);
        return new FlatVector(_buffer, start, count, elementBytes);
    }

    // True when the slot is there.
    public bool Has(int slot) => Find(slot, 0) >= 0;

    public ArrowFormatException Error(string message) => _buffer.Error(message, _position);

    // Where a slot's value lies, or −1.
    private int Find(int slot, int valueBytes)
    {
        int entry = 4 + (slot * sizeof(ushort));
        int distance = entry < _vtableBytes ? _buffer.UInt16(_vtable + entry) : 0;
        if (distance == 0)
        {
            return -1;
        }

        if (distance < sizeof(int) || distance + valueBytes > _tableBytes)
        {
            throw Error($"slot {slot} lies at {distance} in a table of {_tableBytes} bytes");
        }

        return _position + distance;
    }
}

// A vector of a flatbuffer whose extent has been checked.
internal readonly struct FlatVector(FlatBuffer buffer, int start, int count, int elementBytes)
{
    public int Count => count;

    // The table that an element points to.
    public FlatTable Table(int index) => new(buffer, buffer.Follow(Element(index)));

    // An int64 inside an element that is a struct.
    public long Int64(int index, int offset) => buffer.Int64(Element(index) + offset);

    // An int32 inside an element that is a struct.
    public int Int32(int index, int offset) => buffer.Int32(Element(index) + offset);

    public ArrowFormatException Error(string message, int index) => buffer.Error(message, Element(index));

    private int Element(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)count);
        return start + (index * elementBytes);
    }
}
