namespace TelemetryEngine.Columns;

// Texts that are kept, and a table from the codes of a reader's dictionary to theirs: a text is hashed once for each dictionary it comes
// from, and a row costs one load.
internal sealed class TextTranslation
{
    private TextDictionary? _foreign;
    private int[] _codes = [];
    private int _translated;

    // The texts kept.
    public TextDictionary Texts { get; } = new();

    // True when each text of the dictionary that was taken in last has the same code there and in Texts.
    public bool IsIdentity { get; private set; }

    // Bytes held by texts and table.
    public long Bytes => Texts.Bytes + (_codes.Length * (long)sizeof(int));

    // Takes all texts of a dictionary in.
    // returns: The code of each in Texts; valid until the next call.
    public ReadOnlySpan<int> Of(TextDictionary foreign)
    {
        if (!ReferenceEquals(foreign, _foreign))
        {
            _foreign = foreign;
            _translated = 0;
            IsIdentity = true;
        }

        if (_codes.Length < foreign.Count)
        {
            Array.Resize(ref _codes, Math.Max(foreign.Count, _codes.Length * 2));
        }

        for (; _translated < foreign.Count; _translated++)
        {
            int code = Texts.GetOrAdd(foreign[_translated]);
            _codes[_translated] = code;
            IsIdentity &= code == _translated;
        }

        return _codes.AsSpan(0, _translated);
    }
}
