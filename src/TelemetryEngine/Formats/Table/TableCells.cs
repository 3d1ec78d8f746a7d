using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Table;

/// <summary>The texts of a table's cells, made safe for a terminal: nothing in foreign data may move the cursor, set a colour, or turn the order of the text around.</summary>
internal sealed class TableCells
{
    private readonly List<(int Start, int Length, int Width)> _cells = [];
    private byte[] _bytes = new byte[4096];
    private int _used;

    /// <summary>The number of cells.</summary>
    public int Count => _cells.Count;

    public (ReadOnlyMemory<byte> Text, int Width) this[int index]
    {
        get
        {
            (int start, int length, int width) = _cells[index];
            return (_bytes.AsMemory(start, length), width);
        }
    }

    /// <summary>Keeps a text.</summary>
    /// <returns>Its width: one for each character, two for those that East Asian terminals draw wide, none for those that combine.</returns>
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

    private static int WidthOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark or System.Globalization.UnicodeCategory.Format => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    private static bool IsWide(int code) => code is
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);

    private int AddPlain(Rune rune)
    {
        Reserve(4);
        _used += rune.EncodeToUtf8(_bytes.AsSpan(_used));
        return WidthOf(rune);
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
