using System.Text;

namespace TelemetryEngine.Formats.Csv;

// One of the first records of a text.
// Line: The line in which it begins, from 1.
// Text: The record as it stands there.
// Fields: Its fields without quotes and without blanks around them.
internal sealed record HeadRecord(int Line, string Text, string[] Fields)
{
    private FieldKind[]? _kinds;

    // What each field looks like.
    public FieldKind[] Kinds => _kinds ??= [.. Fields.Select(static text => FieldKinds.Of(text))];

    // True when no field holds anything.
    public bool IsBlank { get; } = Array.TrueForAll(Fields, static text => text.Length == 0);

    // The fields up to the last one that holds anything.
    public int NamedFields => Array.FindLastIndex(Fields, static text => text.Length > 0) + 1;

    // How it looks in a message.
    public string Shown => Text.Length <= 60 ? Text : Text[..60] + "…";
}

// The first records of a text that are neither blank nor comments: enough to see where its table begins.
internal sealed class HeadText
{
    // Bytes that are looked at.
    public const int LookBytes = 64 * 1024;

    private const int MostRecords = 100;
    private const int MostFields = 20_000;

    private HeadText(List<HeadRecord> records, int separatorLines) => (Records, SeparatorLines) = (records, separatorLines);

    // The records.
    public List<HeadRecord> Records { get; }

    // 1 where the first line is sep=;, by which spreadsheets say what stands between fields, else 0.
    public int SeparatorLines { get; }

    // The delimiter that a first line sep=; names; null when there is none.
    public static byte? Separator(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head[LineEnds.MarkLength(head)..];
        int end = text.IndexOfAny(CsvDialect.LineFeed, CsvDialect.CarriageReturn);
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        line = line.Length > 2 && line[0] == CsvDialect.Quote && line[^1] == CsvDialect.Quote ? line[1..^1] : line;
        return line.Length == 5 && Ascii.EqualsIgnoreCase(line[..4], "sep="u8) && line[4] is not (CsvDialect.Quote or >= 0x80)
            ? line[4]
            : null;
    }

    // Cuts the beginning of a text into records.
    // isWhole: True when that is all of it.
    // dialect: What parts fields, and what begins a comment.
    // skipLines: Lines to pass over; null = one that says what parts fields.
    public static HeadText Of(ReadOnlySpan<byte> head, bool isWhole, CsvDialect dialect, int? skipLines)
    {
        int separatorLines = Separator(head) is null ? 0 : 1;
        int at = LineEnds.Pass(head, LineEnds.MarkLength(head), skipLines ?? separatorLines, isWhole);
        List<HeadRecord> records = [];
        HeadText text = new(records, separatorLines);
        RecordIndex index = new(dialect);
        int line = (skipLines ?? separatorLines) + 1;
        int fields = 0;
        byte[] scratch = [];
        while (at >= 0 && at < head.Length)
        {
            int next = index.Fill(head, at, isWhole);
            int before = 0;
            foreach (int end in index.LineEnds)
            {
                int start = index.Positions[before] + 1;
                ReadOnlySpan<byte> record = head[start..index.Positions[end]].TrimEnd(CsvDialect.CarriageReturn);
                if (!record.IsEmpty && record[0] != dialect.Comment)
                {
                    HeadRecord found = new(line, Encoding.UTF8.GetString(record), Fields(head, index.Positions, before, end, ref scratch));
                    fields += found.IsBlank ? 0 : found.Fields.Length;
                    if (!found.IsBlank)
                    {
                        records.Add(found);
                    }

                    if (records.Count == MostRecords || (fields > MostFields && records.Count > 5))
                    {
                        return text;
                    }
                }

                line += (int)LineEnds.Count(head[start..Math.Min(head.Length, index.Positions[end] + 1)]);
                before = end;
            }

            if (next == at)
            {
                return text;
            }

            at = next;
        }

        return text;
    }

    private static string[] Fields(ReadOnlySpan<byte> head, ReadOnlySpan<int> positions, int before, int end, ref byte[] scratch)
    {
        string[] fields = new string[end - before];
        for (int i = 0; i < fields.Length; i++)
        {
            ReadOnlySpan<byte> raw = head[(positions[before + i] + 1)..positions[before + i + 1]];
            raw = i == fields.Length - 1 ? raw.TrimEnd(CsvDialect.CarriageReturn) : raw;
            fields[i] = Encoding.UTF8.GetString(FieldText.Unquote(raw, ref scratch)).Trim();
        }

        return fields;
    }
}
