using System.Text;

namespace TelemetryEngine.Formats.Nem12;

// The fields of one record. Empty fields at its end do not count: spreadsheets add them.
internal sealed class Nem12Record
{
    private byte[] _text = [];
    private int[] _ends = new int[512];

    // The number of fields.
    public int Count { get; private set; }

    // Where the record begins in the input.
    public long Position { get; private set; }

    // Its line, from 1.
    public long Line { get; private set; }

    // A field without blanks around it; empty behind the last.
    public ReadOnlySpan<byte> this[int field] => field < Count ? _text.AsSpan(StartOf(field).._ends[field]).Trim((byte)' ') : default;

    // A field as text.
    public string Text(int field) => Encoding.UTF8.GetString(this[field]);

    // The whole record as text.
    public ReadOnlySpan<byte> Whole => _text.AsSpan(0, Count == 0 ? 0 : _ends[Count - 1]);

    // Where a field begins in the input.
    public long PositionOf(int field) => Position + StartOf(field);

    // Takes the line at hand.
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
