using System.Text;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

/// <summary>What the bytes of a delimited text mean: the part of <see cref="CsvOptions"/> that is the same for every record.</summary>
internal sealed record CsvDialect(byte Delimiter, int Comment, byte DecimalSeparator, byte[][] NullTokens)
{
    /// <summary>Stands for "there are no comments": no byte equals it.</summary>
    public const int NoComment = -1;

    public const byte Quote = (byte)'"';

    public const byte LineFeed = (byte)'\n';

    public const byte CarriageReturn = (byte)'\r';

    /// <summary>The first fields of the records that are rows; empty = all records are.</summary>
    public byte[][] KeepRecords { get; private init; } = [];

    /// <summary>Finds where fields and records end. All scanners find the same.</summary>
    public StructuralScanner Scanner { get; private init; } = StructuralScan.Selected;

    public static CsvDialect For(CsvOptions options, string name)
    {
        byte delimiter = options.Delimiter ?? DefaultDelimiter(options, name);
        if (delimiter is Quote or LineFeed or CarriageReturn || delimiter >= 0x80)
        {
            throw new PlanException("the delimiter has to be one ASCII character that is neither a quote nor a line end");
        }

        if (options.DecimalSeparator is not ((byte)'.' or (byte)','))
        {
            throw new PlanException("the decimal separator is a point or a comma");
        }

        int comment = options.Comment ?? NoComment;
        if (comment >= 0x80 || comment == delimiter || comment is Quote or LineFeed or CarriageReturn)
        {
            throw new PlanException("comment lines begin with an ASCII character that is neither a quote, a line end nor the delimiter");
        }

        byte[][] tokens = [.. options.NullTokens.Select(static token => token.Trim()).Where(static token => token.Length > 0).Distinct().Select(Encoding.UTF8.GetBytes)];
        return new CsvDialect(delimiter, comment, options.DecimalSeparator, tokens)
        {
            KeepRecords = [.. options.KeepRecords.Select(Encoding.UTF8.GetBytes)],
            Scanner = options.Scanner,
        };
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

    private static byte DefaultDelimiter(CsvOptions options, string name)
    {
        string stem = FormatCatalog.CompressionOf(name) == FileCompression.None ? name : Path.GetFileNameWithoutExtension(name);
        if (Path.GetExtension(stem).ToUpperInvariant() is ".TSV" or ".TAB")
        {
            return (byte)'\t';
        }

        return options.DecimalSeparator == (byte)',' ? (byte)';' : (byte)',';
    }
}
