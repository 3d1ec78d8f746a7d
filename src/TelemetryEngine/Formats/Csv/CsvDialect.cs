using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

/// <summary>How delimited text is read: what its bytes mean, and what is wanted of its columns. Every member has a default that fits an ordinary
/// CSV file.</summary>
internal sealed record CsvDialect
{
    /// <summary>Stands for "the delimiter that the input shows": no delimiter equals it.</summary>
    public const byte AnyDelimiter = byte.MaxValue;

    /// <summary>Stands for "there are no comments": no byte equals it.</summary>
    public const int NoComment = -1;

    public const byte Quote = (byte)'"';

    public const byte LineFeed = (byte)'\n';

    public const byte CarriageReturn = (byte)'\r';

    /// <summary>The byte between fields; <see cref="AnyDelimiter"/> means the one of comma, semicolon, tab and bar that the first records show;
    /// where they show none, a tab for <c>.tsv</c> and <c>.tab</c>, a semicolon where the decimal separator is a comma, and a comma elsewhere.</summary>
    public byte Delimiter { get; init; } = AnyDelimiter;

    /// <summary>True when the first record holds the names of the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Names of the columns, for an input without a header or in place of the ones it has. When empty and there is no header they are
    /// <c>column1</c>, <c>column2</c> and so on.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Texts that mean null, besides the empty field. In quotes they mean it too, as the empty field does, but in columns of text: there they are texts.</summary>
    public byte[][] NullTokens { get; init; } = [];

    /// <summary>A record that begins with this ASCII character is passed over; <see cref="NoComment"/> means that there are no comments.</summary>
    public int Comment { get; init; } = NoComment;

    /// <summary>The encoding of inputs that do not begin with a mark of Unicode, such as <c>windows-1252</c>; null = UTF-8. Positions in errors are those in the text as UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>Lines to pass over before the header, or before the first row where there is none; null = those before the table that the first records show.</summary>
    public int? SkipLines { get; init; }

    /// <summary>Records to pass over between the header and the first row; null = those of texts where the rows have numbers and times.</summary>
    public int? SkipAfterHeader { get; init; }

    /// <summary>How many empty fields without a name may stand at the end of a record; null = as many as all of the first records have.</summary>
    public int? TrailingFields { get; init; }

    /// <summary>What becomes of records with more or fewer fields than the header.</summary>
    public RaggedRows Ragged { get; init; }

    /// <summary>First fields of the records that are rows, in a text with records of several kinds; the others are passed over. Empty: all are rows.</summary>
    public byte[][] KeepRecords { get; init; } = [];

    /// <summary>True when inputs may have other columns than the first: a column is null where an input does not have it.</summary>
    public bool UnionByName { get; init; }

    /// <summary>The byte between the integer digits and the fraction of a number: a point or a comma.</summary>
    public byte DecimalSeparator { get; init; } = (byte)'.';

    /// <summary>The byte between groups of three integer digits: <c>, . '</c> or a space, which stands for all blanks; 0 for nothing, null where the sample is to say it.</summary>
    public byte? Thousands { get; init; }

    /// <summary>True when the currency before a number and the unit behind it are taken off, whatever they are; numbers in parentheses are negative. All numbers of a column have one unit.</summary>
    public bool StripUnits { get; init; }

    /// <summary>True when the blanks around texts are no part of them; null where the header's names say so, by having some.</summary>
    public bool? Trim { get; init; }

    /// <summary>Columns whose values are compared as they are written.</summary>
    public IReadOnlyCollection<string> Keys { get; init; } = [];

    /// <summary>Types that are not to be inferred, by column.</summary>
    public ColumnSchema Schema { get; init; } = new([]);

    /// <summary>Columns that are numbers should the sample hold no value of them, because somebody wants their sum or average.</summary>
    public IReadOnlyCollection<string> Numbers { get; init; } = [];

    /// <summary>Columns that are not numbers should there be no rows at all, when all the others are; null = only <see cref="Numbers"/> are.</summary>
    public IReadOnlyCollection<string>? AllNumbersBut { get; init; }

    /// <summary>Which of the header's columns hold values of one kind, whose types are to be one: what the sample shows of any of them holds for all. Null: none do.</summary>
    public Func<IReadOnlyList<string>, int[]>? Alike { get; init; }

    /// <summary>The type of the columns that are <see cref="Alike"/>, should it not be inferred.</summary>
    public ColumnType? AlikeType { get; init; }

    /// <summary>True when the plan can't do without a time: then a column that is the only one, and could be read in several ways, is an error.</summary>
    public bool NeedsTime { get; init; }

    /// <summary>True when a time that is parted over several columns is to be found, though the plan can do without.</summary>
    public bool ShowsTime { get; init; }

    /// <summary>Which column is the time and how it is written.</summary>
    public TimeDialect Time { get; init; } = new();

    /// <summary>What stands between the digits of numbers, as far as it is said.</summary>
    public NumberNotation Notation => new(Thousands == (byte)'.' ? (byte)',' : DecimalSeparator, Thousands ?? 0);

    /// <summary>What finds where fields and records end: the fastest on this machine, or the one that a test wants.</summary>
    public StructuralScanner Scanner { get; init; } = StructuralScan.Selected;

    /// <summary>The dialect that a plan says, as far as its part on text does.</summary>
    /// <exception cref="PlanException">A member means nothing.</exception>
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
            _ => throw new PlanException($"'{text.Ragged}' is not a choice for records with more or fewer fields than the header; there is error, pad and cut"),
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

    /// <summary>The dialect of inputs, with the delimiter that the first one's name says where nothing else does.</summary>
    /// <exception cref="PlanException">Members do not fit each other.</exception>
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

    /// <summary>True for the text of a field that is null, without its quotes but in columns of text. The empty field always is.</summary>
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

    /// <summary>True for a record whose first field is one of those that are wanted, or where all are.</summary>
    /// <param name="firstField">The field as it stands there.</param>
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
