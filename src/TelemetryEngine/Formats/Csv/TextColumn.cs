using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Csv;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

// A column of texts, as codes into a dictionary of the reader's own. Readings repeat in cycles, device after device, so the text that
// followed the last one the time before is tried first: a compare instead of a hash. Short texts that are known are found in a loop without
// calls; where that stops, the row is read with care.
internal sealed class TextColumn(Column column, int ordinal, FieldPlace field, CsvDialect dialect, bool isTrimmed)
    : ColumnParser(column, ordinal, field, dialect)
{
    private static readonly TextMatcher Match = TextMatch.Selected;

    private TextDictionary _dictionary = new();
    private TextHeads _heads = new(HostileHash.CollideAll);
    private readonly bool _hasTokens = dialect.NullTokens.Length > 0;

    // Once a text holds a quote, what stands between the quotes of a field need not be its text.
    private bool _someHoldQuotes;

    public override long TextBytes => _dictionary.Bytes + _heads.Bytes;

    public override void ForgetTexts() => (_dictionary, _heads) = (new TextDictionary(), new TextHeads(HostileHash.CollideAll));

    public override void Begin(int rows)
    {
        base.Begin(rows);
        Vector.Dictionary = _dictionary;
    }

    public override void Parse(in RowRun run, int into)
    {
        Span<int> codes = Vector.Codes.Slice(into, run.Count);
        FieldRows fields = run.Fields(Field);
        int row = 0;
        while (row < codes.Length)
        {
            row = Match(fields, _heads, codes, row);

            // Long texts often have long ones behind them, which the loop would stop at again.
            bool isLong = true;
            for (; row < codes.Length && isLong; row++)
            {
                ReadOnlySpan<byte> raw = fields[row];
                codes[row] = Careful(raw, into + row);
                isLong = raw.Length > TextHeads.MaxLength + 2;
            }
        }
    }

    protected override MessageText Explain(ReadOnlySpan<byte> text) => FieldErrors.NotText(text);

    private int Careful(ReadOnlySpan<byte> raw, int row)
    {
        if (Blanks.MaySurround(raw))
        {
            ReadOnlySpan<byte> trimmed = Blanks.Trim(raw);
            raw = isTrimmed || trimmed.IsEmpty || FieldText.IsQuotedWhole(trimmed) || Dialect.IsNull(trimmed) ? trimmed : raw;
        }

        if (Dialect.IsNull(raw))
        {
            SetNull(row);
            return 0;
        }

        bool isQuoted = raw.Length > 1 && raw[0] == CsvDialect.Quote;
        int guess = _heads.Guess;
        bool mayGuess = raw.Length > 0 && !_hasTokens && !(isQuoted && _someHoldQuotes) && guess < _dictionary.Count;
        if (mayGuess && _dictionary[guess].SequenceEqual(isQuoted ? raw[1..^1] : raw))
        {
            _heads.Follow(guess);
            return guess;
        }

        return Look(isTrimmed ? Value(raw) : Unquote(raw), row);
    }

    private int Look(ReadOnlySpan<byte> text, int row)
    {
        int code = _dictionary.Find(text);
        if (code < 0 && !Utf8Validity.IsValid(text))
        {
            Bad.Add(row);
            return 0;
        }

        if (code < 0)
        {
            code = _dictionary.GetOrAdd(text);
            bool holdsQuote = text.Contains(CsvDialect.Quote);
            _someHoldQuotes |= holdsQuote;
            _heads.Add(text, !holdsQuote && !MayBeNull(text));
        }

        _heads.Follow(code);
        return code;
    }

    // True when a field with that text, in quotes or without, is null or another text.
    private bool MayBeNull(ReadOnlySpan<byte> text)
    {
        if (Blanks.MaySurround(text) || text.StartsWith("=\""u8))
        {
            return true;
        }

        foreach (byte[] token in Dialect.NullTokens)
        {
            if (text.SequenceEqual(token) || (token.Length == text.Length + 2 && text.SequenceEqual(token.AsSpan(1, text.Length))))
            {
                return true;
            }
        }

        return false;
    }
}
