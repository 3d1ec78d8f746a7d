using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Lookup;

namespace TelemetryEngine.Grouping;

// Text keys: the codes of a TextTranslation, and before them null.
internal sealed class TextKeys : KeyEncoder
{
    private readonly TextTranslation _translation = new();
    private readonly TextDictionary _texts;

    public TextKeys(ColumnType type)
        : base(type) => _texts = _translation.Texts;

    public override int Count => _texts.Count + 1;

    public override long Bytes => _translation.Bytes;

    public override void Encode(ColumnVector column, ReadOnlySpan<double> doubles, Span<int> codes)
    {
        ReadOnlySpan<int> table = _translation.Of(column.Dictionary!);
        if (table.IsEmpty)
        {
            codes.Clear();
            return;
        }

        ReadOnlySpan<int> texts = column.Codes[..codes.Length];
        int taken = _translation.IsIdentity
            ? CodeLookup.TranslateRange(0, table.Length, texts, added: 1, codes)
            : CodeLookup.Translate(table, texts, added: 1, codes);
        if (taken < codes.Length)
        {
            throw new ArgumentException("a code is not one of the dictionary's", nameof(column));
        }

        SetNulls(column, codes);
    }

    public override int Adopt(KeyEncoder other, int code) => code == 0 ? 0 : _texts.GetOrAdd(((TextKeys)other)._texts[code - 1]) + 1;

    public override int Compare(int left, int right) =>
        OneIsNull(left, right, out int order) ? order : _texts[left - 1].SequenceCompareTo(_texts[right - 1]);

    public override void Decode(ReadOnlySpan<int> codes, ColumnVector into)
    {
        into.Reset(codes.Length);
        into.Dictionary = _texts;
        Span<int> texts = into.Codes[..codes.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = codes[i] - 1;
            if (codes[i] == 0)
            {
                into.SetNull(i, codes.Length);
            }
        }
    }
}
