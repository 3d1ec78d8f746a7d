using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

// How delimited text is read: what its bytes mean, and what is wanted of its columns. Every member has a default that fits an ordinary CSV
// file.
internal sealed record CsvDialect
{
    // Stands for "the delimiter that the input shows": no delimiter equals it.
    public const byte AnyDelimiter = byte.MaxValue;

    // Stands for "there are no comments": no byte equals it.
    public const int NoComment = -1;

    public const byte Quote = (byte)'"';

    public const byte LineFeed = (byte)'\n';

    public const byte CarriageReturn = (byte)'\r';

    // The byte between fields; AnyDelimiter means the one of comma, semicolon, tab and bar that the first records show; where they show
    // none, a tab for .tsv and .tab, a semicolon where the decimal separator is a comma, and a comma elsewhere.
    public byte Delimiter { get; init; } = AnyDelimiter;

    // True when the first record holds the names of the columns.
    public bool HasHeader { get; init; } = true;

    // Names of the columns, for an input without a header or in place of the ones it has. When empty and there is no header they are
    // column1, column2 and so on.
    public IReadOnlyList<string> Columns { get; init; } = [];

    // Texts that mean null, besides the empty field. In quotes they mean it too, as the empty field does, but in columns of text: there
    // they are texts.
    public byte[][] NullTokens { get; init; } = [];

    // A record that begins with this ASCII character is passed over; NoComment means that there are no comments.
    public int Comment { get; init; } = NoComment;

    // The encoding of inputs that do not begin with a mark of Unicode, such as windows-1252; null = UTF-8. Positions in errors are those in
    // the text as UTF-8.
    public string? Encoding { get; init; }

    // Lines to pass over before the header, or before the first row where there is none; null = those before the table that the first
    // records show.
    public int? SkipLines { get; init; }

    // Records to pass over between the header and the first row; null = those of texts where the rows have numbers and times.
    public int? SkipAfterHeader { get; init; }

    // How many empty fields without a name may stand at the end of a record; null = as many as all of the first records have.
    public int? TrailingFields { get; init; }

    // What becomes of records with more or fewer fields than the header.
    public RaggedRows Ragged { get; init; }

    // First fields of the records that are rows, in a text with records of several kinds; the others are passed over. Empty: all are rows.
    public byte[][] KeepRecords { get; init; } = [];

    // True when inputs may have other columns than the first: a column is null where an input does not have it.
    public bool UnionByName { get; init; }

    // The byte between the integer digits and the fraction of a number: a point or a comma.
    public byte DecimalSeparator { get; init; } = (byte)'.';

    // The byte between groups of three integer digits: , . ' or a space, which stands for all blanks; 0 for nothing, null where the sample
    // is to say it.
    public byte? Thousands { get; init; }

    // True when the currency before a number and the unit behind it are taken off, whatever they are; numbers in parentheses are negative.
    // All numbers of a column have one unit.
    public bool StripUnits { get; init; }

    // True when the blanks around texts are no part of them; null where the header's names say so, by having some.
    public bool? Trim { get; init; }

    // Columns whose values are compared as they are written.
    public IReadOnlyCollection<string> Keys { get; init; } = [];

    // Types that are not to be inferred, by column.
    public ColumnSchema Schema { get; init; } = new([]);

    // Columns that are numbers should the sample hold no value of them, because the plan wants their sum or average.
    public IReadOnlyCollection<string> Numbers { get; init; } = [];

    // Columns that are not numbers should there be no rows at all, when all the others are; null = only Numbers are.
    public IReadOnlyCollection<string>? AllNumbersBut { get; init; }

    // Which of the header's columns hold values of one kind, whose types are to be one: what the sample shows of any of them holds for all.
    // Null: none do.
    public Func<IReadOnlyList<string>, int[]>? Alike { get; init; }

    // The type of the columns that are Alike, should it not be inferred.
    public ColumnType? AlikeType { get; init; }

    // True when the plan can't do without a time: then a column that is the only one, and could be read in several ways, is an error.
    public bool NeedsTime { get; init; }

    // True when a time that is parted over several columns is to be found, though the plan can do without.
    public bool ShowsTime { get; init; }

    // Which column is the time and how it is written.
    public TimeDialect Time { get; init; } = new();

    // What stands between the digits of numbers, as far as it is said.
    public NumberNotation Notation => new(Thousands == (byte)'.' ? (byte)',' : DecimalSeparator, Thousands ?? 0);

    // What finds where fields and records end: the fastest on this machine, or the one that a test wants.
    public StructuralScanner Scanner { get; init; } = StructuralScan.Selected;

    // The dialect that a plan says, as far as its part on text does.
    // throws PlanException: A member means nothing.
    public static CsvDialect Of(TextPlan text) => new()
    {
        Delimiter = text.Delimiter is null ? AnyDelimiter : OneByte(text.Delimiter, "delimiter"),
        HasHeader = text.Header,
        Columns = text.Columns,
        NullTokens = [.. text.Null.Select(static token => token.Trim()).Where(static token => token.Length > 0).Distinct().Select(Utf8)],
        Comment = text.Comment is null ? NoComment : OneByte(text.Comment, "comment character"),
        Encoding = text.Encoding,
        SkipLines = text.SkipLines,
        SkipAfterHeader = text.SkipAfterHeader,
        TrailingFields = text.TrailingFields,
        Ragged = text.Ragged switch
        {
            null or "error" => RaggedRows.Error,
            "pad" => RaggedRows.Pad,
            "cut" => RaggedRows.Cut,
            _ => throw new PlanException(
                $"'{text.Ragged}' is not a choice for records with more or fewer fields than the header; there is error, pad and cut"),
        },
        KeepRecords = [.. text.KeepRecords.Select(Utf8)],
        UnionByName = text.UnionByName,
        DecimalSeparator = (byte)(text.DecimalComma ? ',' : '.'),
        Thousands = text.Thousands switch
        {
            null => null,
            "," or "." or "'" or " " => (byte)text.Thousands[0],
            _ => throw new PlanException($"'{text.Thousands}' does not part thousands; there is , . ' and a space"),
        },
        StripUnits = text.StripUnits ?? false,
        Trim = text.Trim,
    };

    // The dialect of inputs, with the delimiter that the first one's name says where nothing else does.
    // throws PlanException: Members do not fit each other.
    public CsvDialect For(string name)
    {
        byte delimiter = Delimiter == AnyDelimiter ? DelimiterOf(name) : Delimiter;
        if (delimiter is Quote or LineFeed or CarriageReturn || delimiter >= 0x80)
        {
            throw new PlanException("the delimiter has to be one ASCII character that is neither a quote nor a line end");
        }

        if (DecimalSeparator is not ((byte)'.' or (byte)','))
        {
            throw new PlanException("the decimal separator is a point or a comma");
        }

        if (Comment >= 0x80 || Comment == delimiter || Comment is Quote or LineFeed or CarriageReturn)
        {
            throw new PlanException("comment lines begin with an ASCII character that is neither a quote, a line end nor the delimiter");
        }

        return this with { Delimiter = delimiter };
    }

    // True for the text of a field that is null, without its quotes but in columns of text. The empty field always is.
    public bool IsNull(ReadOnlySpan<byte> text)
    {
        foreach (byte[] token in NullTokens)
        {
            if (text.SequenceEqual(token))
            {
                return true;
            }
        }

        return text.IsEmpty;
    }

    // True for a record whose first field is one of those that are wanted, or where all are.
    // firstField: The field as it stands there.
    public bool IsKept(ReadOnlySpan<byte> firstField)
    {
        byte[] scratch = [];
        ReadOnlySpan<byte> text = KeepRecords.Length == 0 ? firstField : FieldText.Unquote(firstField.TrimEnd(CarriageReturn), ref scratch);
        foreach (byte[] word in KeepRecords)
        {
            if (text.SequenceEqual(word))
            {
                return true;
            }
        }

        return KeepRecords.Length == 0;
    }

    private byte DelimiterOf(string name)
    {
        string stem = FormatCatalog.CompressionOf(name) == FileCompression.None ? name : Path.GetFileNameWithoutExtension(name);
        if (Path.GetExtension(stem).ToUpperInvariant() is ".TSV" or ".TAB")
        {
            return (byte)'\t';
        }

        return DecimalSeparator == (byte)',' ? (byte)';' : (byte)',';
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static byte OneByte(string text, string what) =>
        text.Length == 1 && text[0] < 128 ? (byte)text[0] : throw new PlanException($"the {what} '{text}' is not one ASCII character");
}
