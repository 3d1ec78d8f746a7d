using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Table;

// The texts of a table's cells, made safe for a terminal: nothing in foreign data may move the cursor, set a colour, or turn the order of
// the text around.
internal sealed class TableCells
{
    private readonly List<(int Start, int Length, int Width)> _cells = [];
    private byte[] _bytes = new byte[4096];
    private int _used;

    // The number of cells.
    public int Count => _cells.Count;

    public (ReadOnlyMemory<byte> Text, int Width) this[int index]
    {
        get
        {
            (int start, int length, int width) = _cells[index];
            return (_bytes.AsMemory(start, length), width);
        }
    }

    // Keeps a text.
    // returns: Its width: one for each character, two for those that East Asian terminals draw wide, none for those that combine.
    public int Add(ReadOnlySpan<byte> text)
    {
        int start = _used;
        int width = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int consumed);
            text = text[consumed..];
            width += VisibleText.IsHidden(rune) ? AddEscaped(rune) : AddPlain(rune);
        }

        _cells.Add((start, _used - start, width));
        return width;
    }

    private int AddPlain(Rune rune)
    {
        Reserve(4);
        _used += rune.EncodeToUtf8(_bytes.AsSpan(_used));
        return DisplayWidth.Of(rune);
    }

    private int AddEscaped(Rune rune)
    {
        string escape = VisibleText.Escape(rune.Value);
        Reserve(escape.Length);
        _used += Encoding.ASCII.GetBytes(escape, _bytes.AsSpan(_used));
        return escape.Length;
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _used < bytes)
        {
            Array.Resize(ref _bytes, checked(_bytes.Length * 2));
        }
    }
}
