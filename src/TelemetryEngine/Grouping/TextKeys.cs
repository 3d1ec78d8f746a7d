using TelemetryEngine.Columns;

namespace TelemetryEngine.Grouping;

/// <summary>
/// Text keys. A reader's dictionary codes are translated by a table with one entry for each text, so a row costs one load;
/// a text is hashed once for each dictionary it comes from.
/// </summary>
internal sealed class TextKeys(ColumnType type) : KeyEncoder(type)
{
    private readonly TextDictionary _texts = new();
    private TextDictionary? _foreign;
    private int[] _codes = [];
    private int _translated;

    public override int Count => _texts.Count + 1;

    public override long Bytes => _texts.Bytes + (_codes.Length * sizeof(int));

    public override void Encode(Vector column, ReadOnlySpan<double> doubles, Span<int> codes)
    {
        Translate(column.Dictionary!);
        if (_translated == 0)
        {
            codes.Clear();
            return;
        }

        ReadOnlySpan<int> table = _codes.AsSpan(0, _translated);
        ReadOnlySpan<int> from = column.Codes[..codes.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = table[from[row]];
        }

        SetNulls(column, codes);
    }

    public override int Adopt(KeyEncoder other, int code) => code == 0 ? 0 : _texts.GetOrAdd(((TextKeys)other)._texts[code - 1]) + 1;

    public override int Compare(int left, int right) =>
        OneIsNull(left, right, out int order) ? order : _texts[left - 1].SequenceCompareTo(_texts[right - 1]);

    public override void Decode(ReadOnlySpan<int> codes, Vector into)
    {
        into.Reset(codes.Length);
        into.Dictionary = _texts;
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] == 0)
            {
                into.SetNull(i, codes.Length);
            }
            else
            {
                into.Codes[i] = codes[i] - 1;
            }
        }
    }

    private void Translate(TextDictionary foreign)
    {
        if (!ReferenceEquals(foreign, _foreign))
        {
            _foreign = foreign;
            _translated = 0;
        }

        if (_translated == foreign.Count)
        {
            return;
        }

        if (_codes.Length < foreign.Count)
        {
            Array.Resize(ref _codes, Math.Max(foreign.Count, _codes.Length * 2));
        }

        for (; _translated < foreign.Count; _translated++)
        {
            _codes[_translated] = _texts.GetOrAdd(foreign[_translated]) + 1;
        }
    }
}
