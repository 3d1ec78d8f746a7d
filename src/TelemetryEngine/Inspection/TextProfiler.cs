using System.Text;
using Apache.Arrow;

namespace TelemetryEngine.Inspection;

// A column of texts. Texts compare by their UTF-8 bytes.
internal sealed class TextProfiler(TextProfiler.Reader read) : ColumnProfiler
{
    private const int MostDistinct = 10_000;

    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
    private byte[]? _min;
    private byte[]? _max;

    public delegate ReadOnlySpan<byte> Reader(IArrowArray array, int row);

    public override string? Min => _min is null ? null : Shown(_min);

    public override string? Max => _max is null ? null : Shown(_max);

    public override int? Distinct => _distinct.Count < MostDistinct ? _distinct.Count : null;

    protected override void Add(IArrowArray array, int row)
    {
        ReadOnlySpan<byte> text = read(array, row);
        if (_min is null || text.SequenceCompareTo(_min) < 0)
        {
            _min = text.ToArray();
        }

        if (_max is null || text.SequenceCompareTo(_max) > 0)
        {
            _max = text.ToArray();
        }

        if (_distinct.Count < MostDistinct)
        {
            AddDistinct(text);
        }
    }

    protected override string Text(IArrowArray array, int row) => Shown(read(array, row));

    private static string Shown(ReadOnlySpan<byte> text) =>
        text.Length > 40 ? Encoding.UTF8.GetString(text[..37]).TrimEnd('\uFFFD') + "…" : Encoding.UTF8.GetString(text);

    private void AddDistinct(ReadOnlySpan<byte> text)
    {
        const int MostChars = 256;
        if (text.Length > MostChars)
        {
            _distinct.Add(Encoding.UTF8.GetString(text));
            return;
        }

        Span<char> chars = stackalloc char[MostChars];
        int length = Encoding.UTF8.GetChars(text, chars);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> distinct = _distinct.GetAlternateLookup<ReadOnlySpan<char>>();
        distinct.Add(chars[..length]);
    }
}
