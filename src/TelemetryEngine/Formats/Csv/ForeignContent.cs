using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats.Csv;

// Files that are no delimited text whatever their names say, known by their first bytes: an entry of a table for each kind.
internal static class ForeignContent
{
    private const string ExportIt = "save or export it as CSV from the program that made it";

    private static readonly Kind[] Kinds =
    [
        new("PAR1", "a Parquet file", "write it as CSV or Arrow first"),
        new("%PDF", "a PDF", ExportIt),
        new("ARROW1", "an Arrow file", "a name that ends in .arrow says so"),
        new("\u00D0\u00CF\u0011\u00E0", "an old Excel file (.xls)", ExportIt),
        new("SQLite format 3", "a SQLite database", "write the table that you want as CSV first"),
        new("7z\u00BC\u00AF", "a 7-Zip archive", "unpack it first"),
        new("\u00FD7zXZ", "packed by xz", "xz -dc unpacks it"),
        new("BZh", "packed by bzip2", "bzip2 -dc unpacks it"),
        new("Rar!", "a RAR archive", "unpack it first"),
        new("Obj\u0001", "an Avro file", "write it as CSV or Arrow first"),
        new("ORC", "an ORC file", "write it as CSV or Arrow first", MustBeBinary: true),
        new("\u0089HDF", "an HDF5 file", "write it as CSV or Arrow first"),
        new("{\\rtf", "a text of a word processor (RTF)", ExportIt),
    ];

    private static readonly string[] Markup = ["<!doctype", "<html", "<head", "<body", "<table"];

    // Makes sure that a text is not one of the kinds.
    // throws InputException: It is one, with what to do about it.
    public static void Refuse(ReadOnlySpan<byte> head, string name)
    {
        foreach (Kind kind in Kinds)
        {
            if (kind.Matches(head))
            {
                throw Refused(name, kind.What, kind.Remedy);
            }
        }

        if (head.StartsWith("PK\u0003\u0004"u8))
        {
            throw RefusedZip(head, name);
        }

        RefuseMarkup(head, name);
        RefuseWideText(head[..Math.Min(head.Length, 4096)], name);
    }

    // UTF-16 without its mark: every other byte of what is ASCII is a NUL.
    private static void RefuseWideText(ReadOnlySpan<byte> head, string name)
    {
        if (head.Length > 3 && head[..4].Contains((byte)0) && TextEncodings.Likely(head) is "utf-16" or "utf-16be")
        {
            throw new InputException(
                $"{name} seems to be UTF-16 without its mark; {Fix.Encoding.With(TextEncodings.Likely(head))} reads it", name, 1, 0);
        }
    }

    // A ZIP holds the names of its files between them.
    private static InputException RefusedZip(ReadOnlySpan<byte> head, string name)
    {
        string what = head.IndexOf("xl/"u8) >= 0 ? "an Excel workbook (.xlsx)"
            : head.IndexOf("opendocument.spreadsheet"u8) >= 0 ? "a spreadsheet of LibreOffice (.ods)"
            : head.IndexOf("word/"u8) >= 0 ? "a text of Word (.docx)"
            : "";
        return what.Length > 0
            ? Refused(name, what, "save it as CSV from the spreadsheet program")
            : Refused(name, "a ZIP archive", "unzip it first");
    }

    private static void RefuseMarkup(ReadOnlySpan<byte> head, string name)
    {
        ReadOnlySpan<byte> text = head[LineEnds.MarkLength(head)..].TrimStart(" \t\r\n"u8);
        if (text.StartsWith("<"u8))
        {
            foreach (string tag in Markup)
            {
                if (text.Length >= tag.Length && System.Text.Ascii.EqualsIgnoreCase(text[..tag.Length], tag))
                {
                    throw Refused(name, "an HTML page, perhaps one that asks to log in", "fetch or export the data as CSV");
                }
            }

            if (text.StartsWith("<?xml"u8) || text.StartsWith("<feed"u8))
            {
                throw Refused(name, "XML", "export the data as CSV");
            }
        }

        if (IsJson(text))
        {
            throw Refused(name, "JSON", "write it as CSV first, a record a line");
        }
    }

    // An object begins with a name in quotes, and an array of them with an object; [time],[value] is a header.
    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'['))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[1..].TrimStart(" \t\r\n"u8);
        return !rest.IsEmpty && (text[0] == (byte)'{' ? rest[0] is (byte)'"' or (byte)'}' : rest[0] is (byte)'{' or (byte)'[');
    }

    private static InputException Refused(string name, string what, string remedy) =>
        new($"{name} is {what}, not delimited text; {remedy}", name, 1, 0);

    // A kind of file.
    // Start: The bytes that it begins with, a character for each.
    // Remedy: What to do with it.
    // MustBeBinary: True where texts may begin so, too.
    private sealed record Kind(string Start, string What, string Remedy, bool MustBeBinary = false)
    {
        public bool Matches(ReadOnlySpan<byte> head)
        {
            for (int i = 0; i < Start.Length; i++)
            {
                if (i >= head.Length || head[i] != Start[i])
                {
                    return false;
                }
            }

            return !MustBeBinary || head[Start.Length..Math.Min(head.Length, 512)].Contains((byte)0);
        }
    }
}
