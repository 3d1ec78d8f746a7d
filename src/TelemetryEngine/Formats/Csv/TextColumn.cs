using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

/// <summary>
/// A column of texts, as codes into a dictionary of the reader's own. Readings repeat in cycles, device after device, so the text that
/// followed the last one the time before is tried first: a compare instead of a hash.
/// </summary>
internal sealed class TextColumn(Column column, int ordinal, FieldPlace field, CsvDialect dialect)
    : ColumnParser(column, ordinal, field, dialect)
{
    private readonly TextDictionary _dictionary = new();
    private readonly bool _hasTokens = dialect.NullTokens.Length > 0;

    /// <summary>Once a text holds a quote, what stands between the quotes of a field need not be its text.</summary>
    private bool _someHoldQuotes;
    private int[] _followers = new int[64];
    private int _last;

    public override void Begin(int rows)
    {
        base.Begin(rows);
        Vector.Dictionary = _dictionary;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Parse(in RowRun run, int into)
    {
        Span<int> codes = Vector.Codes.Slice(into, run.Count);
        for (int row = 0; row < codes.Length; row++)
        {
            ReadOnlySpan<byte> raw = run.Raw(row, Field);
            bool isQuoted = raw.Length > 1 && raw[0] == CsvDialect.Quote;
            ReadOnlySpan<byte> text = isQuoted ? raw[1..^1] : raw;
            int guess = _followers[_last];
            bool mayGuess = raw.Length > 0 && !_hasTokens && !(isQuoted && _someHoldQuotes) && guess < _dictionary.Count;
            if (mayGuess && _dictionary[guess].SequenceEqual(text))
            {
                codes[row] = guess;
                _last = guess;
            }
            else
            {
                codes[row] = Careful(raw, into + row);
            }
        }
    }

    protected override string Explain(ReadOnlySpan<byte> text) => FieldErrors.NotText(text);

    private int Careful(ReadOnlySpan<byte> raw, int row)
    {
        if (Dialect.IsNull(raw))
        {
            SetNull(row);
            return 0;
        }

        ReadOnlySpan<byte> text = Unquote(raw);
        int code = _dictionary.Find(text);
        if (code < 0 && !Utf8Validity.IsValid(text))
        {
            Bad.Add(row);
            return 0;
        }

        if (code < 0)
        {
            code = _dictionary.GetOrAdd(text);
            _someHoldQuotes |= text.Contains(CsvDialect.Quote);
            if (code >= _followers.Length)
            {
                Array.Resize(ref _followers, _followers.Length * 2);
            }
        }

        _followers[_last] = code;
        _last = code;
        return code;
    }
}
