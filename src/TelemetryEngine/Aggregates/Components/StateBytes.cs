using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace TelemetryEngine.Aggregates.Components;

// Writes numbers and texts into the bytes of a state, low byte first: a text as the int32 of its length and its UTF-8 bytes.
internal ref struct StateWriter(Span<byte> target)
{
    private Span<byte> _rest = target;

    public void Add(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_rest, value);
        _rest = _rest[sizeof(long)..];
    }

    public void Add(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_rest, value);
        _rest = _rest[sizeof(int)..];
    }

    public void Add(ReadOnlySpan<byte> text)
    {
        Add(text.Length);
        text.CopyTo(_rest);
        _rest = _rest[text.Length..];
    }

    public void Add(string text)
    {
        int length = Encoding.UTF8.GetBytes(text, _rest[sizeof(int)..]);
        Add(length);
        _rest = _rest[length..];
    }
}

// Reads what a StateWriter wrote.
internal ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    // throws FormatException: The bytes end before.
    public long ReadLong() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    // throws FormatException: The bytes end before.
    public int ReadInt() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    // throws FormatException: The bytes end before, or it is no UTF-8.
    public ReadOnlySpan<byte> ReadText()
    {
        ReadOnlySpan<byte> text = Take(ReadInt());
        return Utf8.IsValid(text) ? text : throw new FormatException("a text of a state is not UTF-8");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)_rest.Length)
        {
            throw new FormatException($"a state has {_rest.Length} bytes left where {length} are needed");
        }

        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
