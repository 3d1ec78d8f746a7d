using System.Text;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

// The names of the columns of one input, as its header has them, and where the records behind it begin.
// Names: The names as they stand there, without blanks around them; empty texts where there is no header.
// Form: What the records have in common.
// DataStart: Where the first record behind the header, and what follows it, begins.
internal sealed record CsvHeader(IReadOnlyList<string> Names, RecordForm Form, int DataStart)
{
    // True when names stand between blanks, as in files written for people.
    public bool HasBlanks { get; init; }

    // Reads the beginning of an input, as much of it as holds the first record.
    // throws InputException: There is no first record, or it can't be a header.
    public static CsvHeader Read(CsvInput input, CsvDialect dialect, CsvLimits limits, TableStart start, byte[] seen)
    {
        for (int wanted = HeadText.LookBytes; ; wanted = Math.Min(4 * wanted, limits.MaxRecordBytes))
        {
            byte[] head = wanted == HeadText.LookBytes ? seen : input.Peek(wanted);
            CsvHeader? header = new HeaderReader(input.Name, dialect, start).TryRead(head, head.Length < wanted);
            if (header is not null)
            {
                input.DataStart = header.DataStart;
                input.LinesBeforeData = LineEnds.Count(head.AsSpan(0, header.DataStart));
                input.Form = header.Form;
                return header;
            }

            if (wanted >= limits.MaxRecordBytes)
            {
                throw new InputException($"{input.Name} begins with {FieldErrors.LongRecord(limits)}", input.Name, 1, 0);
            }
        }
    }
}

// Finds the header in the beginning of an input.
internal sealed class HeaderReader(string name, CsvDialect dialect, TableStart table)
{
    private CsvHeader? _header;
    private int _passed;

    // Null when the text is not whole and what is looked for is not in it.
    public CsvHeader? TryRead(ReadOnlySpan<byte> head, bool isWhole)
    {
        int at = LineEnds.Pass(head, LineEnds.MarkLength(head), table.SkipLines, isWhole);
        if (at < 0)
        {
            return null;
        }

        RecordIndex index = new(dialect);
        while (true)
        {
            int next = index.Fill(head, at, isWhole);
            int before = 0;
            foreach (int end in index.LineEnds)
            {
                if (IsRecord(head, index.Positions, before, end) && IsLast(head, index.Positions, before, end))
                {
                    return _header;
                }

                before = end;
            }

            if (index.Records == 0)
            {
                return !isWhole ? null : _header ?? throw None(index.EndedInQuote);
            }

            at = next;
        }
    }

    // Takes a record for the header, or passes it over behind that; true when the rows follow.
    private bool IsLast(ReadOnlySpan<byte> head, ReadOnlySpan<int> positions, int before, int end)
    {
        int behind = Math.Min(positions[end] + 1, head.Length);
        if (_header is not null)
        {
            _header = _header with { DataStart = behind };
            return ++_passed >= table.SkipAfterHeader;
        }

        List<string> fields = Fields(head, positions, before, end);
        int named =
            table.TrailingFields == 0 || !dialect.HasHeader ? fields.Count : fields.FindLastIndex(static field => field.Length > 0) + 1;
        int start = positions[before] + 1;
        byte[] text = dialect.HasHeader ? head[start..positions[before + named]].TrimEnd(CsvDialect.CarriageReturn).ToArray() : [];
        _header = new CsvHeader(fields.GetRange(0, named).ConvertAll(static field => field.Trim()),
            new RecordForm(named, table.TrailingFields, text) { Ragged = dialect.Ragged },
            dialect.HasHeader ? behind : start)
        { HasBlanks = fields.Exists(static field => field.Length > field.Trim().Length) };
        return !dialect.HasHeader || table.SkipAfterHeader == 0;
    }

    // False for lines that are blank, comments, or records of a kind that is not wanted.
    private bool IsRecord(ReadOnlySpan<byte> head, ReadOnlySpan<int> positions, int before, int end)
    {
        ReadOnlySpan<byte> record = head[(positions[before] + 1)..positions[end]].TrimEnd(CsvDialect.CarriageReturn);
        if (record.IsEmpty || record[0] == dialect.Comment || RecordForm.IsBlank(record, end - before))
        {
            return false;
        }

        return dialect.HasHeader || dialect.IsKept(head[(positions[before] + 1)..positions[before + 1]]);
    }

    private InputException None(bool endedInQuote) => endedInQuote
        ? new InputException($"{name} begins with a quote that is never closed, so it has no header", name, 1, 0)
        : table.SkipLines == 0 && dialect.KeepRecords.Length == 0
            ? new InputException($"no {(dialect.HasHeader ? "header" : "rows")}: {name} is empty", name)
        : new InputException($"no {(dialect.HasHeader ? "header" : "rows")} in {name} behind what is passed over", name);

    private List<string> Fields(ReadOnlySpan<byte> head, ReadOnlySpan<int> positions, int before, int end)
    {
        List<string> fields = [];
        byte[] scratch = [];
        for (int i = before + 1; i <= end; i++)
        {
            ReadOnlySpan<byte> raw = head[(positions[i - 1] + 1)..positions[i]];
            raw = i == end ? raw.TrimEnd(CsvDialect.CarriageReturn) : raw;
            ReadOnlySpan<byte> text = FieldText.IsQuotedWhole(Blanks.Trim(raw)) ? FieldText.Unquote(Blanks.Trim(raw), ref scratch) : raw;
            if (dialect.HasHeader && !Utf8Validity.IsValid(text))
            {
                throw new InputException(
                    $"the header of {name} is not UTF-8; {Fix.Encoding.With(TextEncodings.Likely(head))} reads it, if it is that", name, 1,
                    0);
            }

            fields.Add(dialect.HasHeader ? Encoding.UTF8.GetString(text) : "");
        }

        return fields;
    }
}
