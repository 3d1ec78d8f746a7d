using System.Text;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Spilling;

// Rejected rows as bytes in one piece of memory, and the order of their places: a fourth of what they take as objects.
internal sealed class RejectBlock
{
    // The row's own length, file, position, line and the lengths of three texts.
    private const int FixedBytes = (2 * sizeof(int)) + (2 * sizeof(long)) + (3 * sizeof(int));
    private const int PlaceBytes = 24;

    private byte[] _bytes = [];
    private Place[] _places = [];
    private int _length;

    // The number of rows.
    public int Count { get; private set; }

    // What the rows take.
    public long UsedBytes => _length + ((long)Count * PlaceBytes);

    // What the memory takes that is there for them.
    public long HeldBytes => _bytes.Length + ((long)_places.Length * PlaceBytes);

    // What the memory takes once one more row is in it.
    public long HeldBytesWith(Reject reject) =>
        Room(_bytes.Length, _length + LengthOf(reject)) + ((long)Room(_places.Length, Count + 1) * PlaceBytes);

    // Takes a row.
    public void Add(Reject reject)
    {
        int length = LengthOf(reject);
        Array.Resize(ref _bytes, Room(_bytes.Length, _length + length));
        Array.Resize(ref _places, Room(_places.Length, Count + 1));
        Write(reject, _bytes.AsSpan(_length, length));
        _places[Count++] = new Place(reject.File, reject.Position, _length, length);
        _length += length;
    }

    // Puts the rows into the order of the input.
    public void Sort() => _places.AsSpan(0, Count).Sort();

    // The bytes of a row.
    public ReadOnlySpan<byte> BytesOf(int row) => _bytes.AsSpan(_places[row].Start, _places[row].Length);

    // Forgets all rows and keeps the memory.
    public void Clear()
    {
        _length = 0;
        Count = 0;
    }

    // The first row of some bytes, and how many of them it takes.
    public static Reject Read(ReadOnlySpan<byte> bytes, out int length)
    {
        StateReader reader = new(bytes);
        length = reader.ReadInt();
        int file = reader.ReadInt();
        long position = reader.ReadLong();
        long line = reader.ReadLong();
        return new Reject(file, position, ReadText(ref reader), new MessageText(ReadText(ref reader), []), ReadText(ref reader), line);
    }

    private static void Write(Reject reject, Span<byte> into)
    {
        StateWriter writer = new(into);
        writer.Add(into.Length);
        writer.Add(reject.File);
        writer.Add(reject.Position);
        writer.Add(reject.Line);
        writer.Add(reject.Column);
        writer.Add(reject.Error.ToString());
        writer.Add(reject.Text);
    }

    private static string ReadText(ref StateReader reader) => Encoding.UTF8.GetString(reader.ReadText());

    private static int LengthOf(Reject reject) =>
        FixedBytes + Encoding.UTF8.GetByteCount(reject.Column) + Encoding.UTF8.GetByteCount(reject.Error.ToString())
            + Encoding.UTF8.GetByteCount(reject.Text);

    private static int Room(int has, int needs) => needs <= has ? has : Math.Max(needs, Math.Max(2 * has, 1024));

    private readonly record struct Place(int File, long Position, int Start, int Length) : IComparable<Place>
    {
        public int CompareTo(Place other) => (File, Position).CompareTo((other.File, other.Position));
    }
}
