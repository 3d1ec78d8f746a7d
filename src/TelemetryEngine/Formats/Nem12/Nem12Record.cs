using System.Text;

namespace TelemetryEngine.Formats.Nem12;

/// <summary>The fields of one record. Empty fields at its end do not count: spreadsheets add them.</summary>
internal sealed class Nem12Record
{
    private byte[] _text = [];
    private int[] _ends = new int[512];

    /// <summary>The number of fields.</summary>
    public int Count { get; private set; }

    /// <summary>Where the record begins in the input.</summary>
    public long Position { get; private set; }

    /// <summary>Its line, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>A field without blanks around it; empty behind the last.</summary>
    public ReadOnlySpan<byte> this[int field] => field < Count ? _text.AsSpan(StartOf(field).._ends[field]).Trim((byte)' ') : default;

    /// <summary>A field as text.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(this[field]);

    /// <summary>The whole record as text.</summary>
    public ReadOnlySpan<byte> Whole => _text.AsSpan(0, Count == 0 ? 0 : _ends[Count - 1]);

    /// <summary>Where a field begins in the input.</summary>
    public long PositionOf(int field) => Position + StartOf(field);

    /// <summary>Takes the line at hand.</summary>
    public void Read(Nem12Lines lines)
    {
        ReadOnlySpan<byte> line = lines.Line.TrimEnd((ReadOnlySpan<byte>)[(byte)',', (byte)' ']);
        Position = lines.Position;
        Line = lines.Number;
        if (_text.Length < line.Length)
        {
            _text = new byte[line.Length * 2];
        }

        line.CopyTo(_text);
        Count = 0;
        for (int at = 0; at <= line.Length && !line.IsEmpty; at++)
        {
            int comma = line[at..].IndexOf((byte)',');
            at = comma < 0 ? line.Length : at + comma;
            if (Count == _ends.Length)
            {
                Array.Resize(ref _ends, Count * 2);
            }

            _ends[Count++] = at;
        }
    }

    private int StartOf(int field) => field == 0 ? 0 : _ends[field - 1] + 1;
}
