using System.Buffers;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Text;

// The next values of a column as fields of lines, one behind the other, each with its length in front: so a column's values are formatted
// in a loop of their own, and lines are put together by FieldJoin.
// separator: The byte behind each value.
// quotes: True to put values that are not null into double quotes.
internal sealed class CellBlock(byte separator, bool quotes) : IDisposable
{
    // The most rows at a time: few enough for the blocks of several columns to stay in the first-level cache.
    public const int MostRows = 128;

    // A length, two quotes and a separator.
    private const int AroundBytes = 4;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent((MostRows * (Cell.MaxBytes + AroundBytes)) + FieldJoin.Slack);
    private int _used;

    // The values, each with its length in front.
    public byte[] Fields => _bytes;

    // The bytes of Fields in use.
    public int Length => _used;

    // Where the next value is written, of at most Cell.MaxBytes; Add says how long it has become.
    public Span<byte> Room => _bytes.AsSpan(_used + (quotes ? 2 : 1), Cell.MaxBytes);

    // Begins anew.
    public void Clear() => _used = 0;

    // Adds the value that was written to the Room.
    public void Add(int length)
    {
        int at = _used + 1;
        if (quotes)
        {
            (_bytes[at], _bytes[at + 1 + length]) = ((byte)'"', (byte)'"');
            length += 2;
        }

        _bytes[at + length] = separator;
        _bytes[_used] = (byte)(length + 1);
        _used = at + length + 1;
    }

    // Adds a null, which is nothing.
    public void AddNull()
    {
        (_bytes[_used], _bytes[_used + 1]) = (1, separator);
        _used += 2;
    }

    // Gives the memory back.
    public void Dispose()
    {
        byte[] bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
