using System.Buffers;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Text;

/// <summary>
/// The next values of a column as fields of lines, one behind the other, each with its length in front: so a column's values are formatted in a loop of their own, and lines are put
/// together by <see cref="FieldJoin"/>.
/// </summary>
/// <param name="separator">The byte behind each value.</param>
/// <param name="quotes">True to put values that are not null into double quotes.</param>
internal sealed class CellBlock(byte separator, bool quotes) : IDisposable
{
    /// <summary>The most rows at a time: few enough for the blocks of several columns to stay in the first-level cache.</summary>
    public const int MostRows = 128;

    /// <summary>A length, two quotes and a separator.</summary>
    private const int AroundBytes = 4;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent((MostRows * (Cell.MaxBytes + AroundBytes)) + FieldJoin.Slack);
    private int _used;

    /// <summary>The values, each with its length in front.</summary>
    public byte[] Fields => _bytes;

    /// <summary>The bytes of <see cref="Fields"/> in use.</summary>
    public int Length => _used;

    /// <summary>Where the next value is written, of at most <see cref="Cell.MaxBytes"/>; <see cref="Add"/> says how long it has become.</summary>
    public Span<byte> Room => _bytes.AsSpan(_used + (quotes ? 2 : 1), Cell.MaxBytes);

    /// <summary>Begins anew.</summary>
    public void Clear() => _used = 0;

    /// <summary>Adds the value that was written to the <see cref="Room"/>.</summary>
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

    /// <summary>Adds a null, which is nothing.</summary>
    public void AddNull()
    {
        (_bytes[_used], _bytes[_used + 1]) = (1, separator);
        _used += 2;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        byte[] bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
