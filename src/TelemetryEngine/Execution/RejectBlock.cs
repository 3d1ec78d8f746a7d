using System.Buffers.Binary;
using System.Text;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution;

/// <summary>Rejected rows as bytes in one piece of memory, and the order of their places: a fourth of what they take as objects.</summary>
internal sealed class RejectBlock
{
    /// <summary>The row's own length, file, position, line and the lengths of three texts.</summary>
    private const int FixedBytes = (2 * sizeof(int)) + (2 * sizeof(long)) + (3 * sizeof(int));
    private const int PlaceBytes = 24;

    private byte[] _bytes = [];
    private Place[] _places = [];
    private int _length;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>What the rows take.</summary>
    public long UsedBytes => _length + ((long)Count * PlaceBytes);

    /// <summary>What the memory takes that is there for them.</summary>
    public long HeldBytes => _bytes.Length + ((long)_places.Length * PlaceBytes);

    /// <summary>What the memory takes once one more row is in it.</summary>
    public long HeldBytesWith(Reject reject) =>
        Room(_bytes.Length, _length + LengthOf(reject)) + ((long)Room(_places.Length, Count + 1) * PlaceBytes);

    /// <summary>Takes a row.</summary>
    public void Add(Reject reject)
    {
        int length = LengthOf(reject);
        Array.Resize(ref _bytes, Room(_bytes.Length, _length + length));
        Array.Resize(ref _places, Room(_places.Length, Count + 1));
        Write(reject, _bytes.AsSpan(_length, length));
        _places[Count++] = new Place(reject.File, reject.Position, _length, length);
        _length += length;
    }

    /// <summary>Puts the rows into the order of the input.</summary>
    public void Sort() => _places.AsSpan(0, Count).Sort();

    /// <summary>The bytes of a row.</summary>
    public ReadOnlySpan<byte> BytesOf(int row) => _bytes.AsSpan(_places[row].Start, _places[row].Length);

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear()
    {
        _length = 0;
        Count = 0;
    }

    /// <summary>The first row of some bytes, and how many of them it takes.</summary>
    public static Reject Read(ReadOnlySpan<byte> bytes, out int length)
    {
        length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        int file = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        long position = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        long line = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        bytes = bytes[24..length];
        return new Reject(file, position, ReadText(ref bytes), ReadText(ref bytes), ReadText(ref bytes), line);
    }

    private static void Write(Reject reject, Span<byte> into)
    {
        BinaryPrimitives.WriteInt32LittleEndian(into, into.Length);
        BinaryPrimitives.WriteInt32LittleEndian(into[4..], reject.File);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], reject.Position);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], reject.Line);
        into = into[24..];
        WriteText(reject.Column, ref into);
        WriteText(reject.Error, ref into);
        WriteText(reject.Text, ref into);
    }

    private static void WriteText(string text, ref Span<byte> into)
    {
        int length = Encoding.UTF8.GetBytes(text, into[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(into, length);
        into = into[(sizeof(int) + length)..];
    }

    private static string ReadText(ref ReadOnlySpan<byte> bytes)
    {
        int end = sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(bytes);
        string text = Encoding.UTF8.GetString(bytes[sizeof(int)..end]);
        bytes = bytes[end..];
        return text;
    }

    private static int LengthOf(Reject reject) =>
        FixedBytes + Encoding.UTF8.GetByteCount(reject.Column) + Encoding.UTF8.GetByteCount(reject.Error) + Encoding.UTF8.GetByteCount(reject.Text);

    private static int Room(int has, int needs) => needs <= has ? has : Math.Max(needs, Math.Max(2 * has, 1024));

    private readonly record struct Place(int File, long Position, int Start, int Length) : IComparable<Place>
    {
        public int CompareTo(Place other) => (File, Position).CompareTo((other.File, other.Position));
    }
}
