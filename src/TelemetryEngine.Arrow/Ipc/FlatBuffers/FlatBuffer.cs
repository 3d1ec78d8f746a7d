using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace TelemetryEngine.Arrow.Ipc.FlatBuffers;

// A flatbuffer from an untrusted hand. Every pointer, table and vector is checked against the buffer before it is looked at. Pointers only
// lead forward and what is read nests to a fixed depth, so reading ends; but many tables may share one long text, so what is unfolded is
// also held to a multiple of what came in.
// origin: Where it starts in the file or stream, for messages.
internal sealed class FlatBuffer(ReadOnlyMemory<byte> bytes, long origin)
{
    private const int UnfoldingLimit = 16;
    private const int TableCostBytes = 16;

    private long _budgetBytes = 4096 + ((long)bytes.Length * UnfoldingLimit);

    public int Length => bytes.Length;

    public FlatTable Root() => new(this, Follow(0));

    public ArrowFormatException Error(string message, int position) => new($"flatbuffer: {message}", origin + position);

    // Checks that a range lies in the buffer.
    public void Check(int position, long length, string what)
    {
        if (position < 0 || length > bytes.Length - (long)position)
        {
            throw Error($"{what} of {length} bytes reaches beyond the end", Math.Clamp(position, 0, bytes.Length));
        }
    }

    public void ChargeTable(int position) => Charge(TableCostBytes, position);

    public byte Byte(int position) => Slice(position, 1)[0];

    public short Int16(int position) => BinaryPrimitives.ReadInt16LittleEndian(Slice(position, sizeof(short)));

    public ushort UInt16(int position) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(position, sizeof(ushort)));

    public int Int32(int position) => BinaryPrimitives.ReadInt32LittleEndian(Slice(position, sizeof(int)));

    public long Int64(int position) => BinaryPrimitives.ReadInt64LittleEndian(Slice(position, sizeof(long)));

    // Where the pointer at a position leads.
    public int Follow(int position)
    {
        uint distance = BinaryPrimitives.ReadUInt32LittleEndian(Slice(position, sizeof(uint)));
        if (distance == 0 || distance > (uint)(bytes.Length - position))
        {
            throw Error($"pointer of {distance} leads outside", position);
        }

        return position + (int)distance;
    }

    // Checks the vector at a position, and says where its elements start and how many there are.
    public (int Start, int Count) Vector(int position, int elementBytes)
    {
        int count = Int32(position);
        if (count < 0)
        {
            throw Error($"vector of {count} elements", position);
        }

        Check(position + sizeof(int), (long)count * elementBytes, "vector");
        return (position + sizeof(int), count);
    }

    public string String(int position)
    {
        (int start, int count) = Vector(position, 1);
        Charge(count, position);
        ReadOnlySpan<byte> utf8 = Slice(start, count);
        return Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw Error("text is not UTF-8", start);
    }

    public ReadOnlySpan<byte> Slice(int position, int length)
    {
        Check(position, length, "value");
        return bytes.Span.Slice(position, length);
    }

    private void Charge(int cost, int position)
    {
        _budgetBytes -= cost;
        if (_budgetBytes < 0)
        {
            throw Error($"unfolds to more than {UnfoldingLimit} times its size", position);
        }
    }
}
