using System.Text;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

/// <summary>The names of the columns, and where the records behind them begin.</summary>
/// <param name="Names">The names, all different.</param>
/// <param name="DataStart">Where the first record behind the header begins.</param>
internal sealed record CsvHeader(IReadOnlyList<string> Names, int DataStart)
{
    /// <summary>True when names stand between blanks, as in files written for people.</summary>
    public bool HasBlanks { get; private init; }

    /// <summary>Reads the beginning of an input, as much of it as holds the first record.</summary>
    /// <exception cref="InputException">There is no first record, or it can't be a header.</exception>
    public static CsvHeader Read(CsvInput input, CsvOptions options, CsvDialect dialect, CsvLimits limits)
    {
        for (int wanted = 64 * 1024; ; wanted = Math.Min(4 * wanted, limits.MaxRecordBytes))
        {
            byte[] head = input.Peek(wanted);
            CsvHeader? header = TryRead(head, head.Length < wanted, input.Name, options, dialect);
            if (header is not null)
            {
                input.DataStart = header.DataStart;
                input.LinesBeforeData = LineEnds.Count(head.AsSpan(0, header.DataStart));
                return header;
            }

            if (wanted >= limits.MaxRecordBytes)
            {
                throw new InputException($"{input.Name} begins with {FieldErrors.LongRecord(limits)}", input.Name, 1, 0);
            }
        }
    }

    /// <summary>Null when the text is not whole and its first record neither.</summary>
    private static CsvHeader? TryRead(ReadOnlySpan<byte> head, bool isWhole, string name, CsvOptions options, CsvDialect dialect)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new InputException($"{name} is UTF-16; iconv -f UTF-16 -t UTF-8 turns it into UTF-8", name, 1, 0);
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            throw new InputException($"{name} is packed by gzip; gzip -dc unpacks it, and a file whose name ends in .gz is unpacked as it is read", name, 1, 0);
        }

        if (head.StartsWith("ARROW1"u8))
        {
            throw new InputException($"{name} is an Arrow file; a name that ends in .arrow says so", name, 1, 0);
        }

        int at = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        RecordIndex index = new(dialect);
        while (true)
        {
            int next = index.Fill(head, at, isWhole);
            int before = 0;
            foreach (int end in index.LineEnds)
            {
                int start = index.Positions[before] + 1;
                ReadOnlySpan<byte> record = head[start..index.Positions[end]].TrimEnd(CsvDialect.CarriageReturn);
                if (!record.IsEmpty && record[0] != dialect.Comment)
                {
                    int behind = Math.Min(index.Positions[end] + 1, head.Length);
                    List<string> fields = Fields(head, index.Positions, before, end, options.HasHeader, name);
                    bool hasBlanks = options.HasHeader && fields.Exists(static field => field.Length > field.Trim().Length);
                    return new CsvHeader(Name(fields, options, name), options.HasHeader ? behind : start) { HasBlanks = hasBlanks };
                }

                before = end;
            }

            if (index.Records == 0)
            {
                return isWhole ? throw None(name, index.EndedInQuote, options) : null;
            }

            at = next;
        }
    }

    private static InputException None(string name, bool endedInQuote, CsvOptions options) => endedInQuote
        ? new InputException($"{name} begins with a quote that is never closed, so it has no header", name, 1, 0)
        : new InputException($"no {(options.HasHeader ? "header" : "rows")}: {name} is empty", name);

    private static List<string> Fields(ReadOnlySpan<byte> head, ReadOnlySpan<int> positions, int before, int end, bool isHeader, string name)
    {
        List<string> fields = [];
        byte[] scratch = [];
        for (int i = before + 1; i <= end; i++)
        {
            ReadOnlySpan<byte> raw = head[(positions[i - 1] + 1)..positions[i]];
            raw = i == end ? raw.TrimEnd(CsvDialect.CarriageReturn) : raw;
            ReadOnlySpan<byte> text = FieldText.IsQuotedWhole(Blanks.Trim(raw)) ? FieldText.Unquote(Blanks.Trim(raw), ref scratch) : raw;
            if (isHeader && !Utf8Validity.IsValid(text))
            {
                throw new InputException($"the header of {name} is not UTF-8; iconv turns the file into UTF-8", name, 1, 0);
            }

            fields.Add(Encoding.UTF8.GetString(text));
        }

        return fields;
    }

    private static List<string> Name(List<string> fields, CsvOptions options, string name)
    {
        if (options.Columns.Count > 0 && options.Columns.Count != fields.Count)
        {
            throw new InputException(
                string.Create(null, $"--columns names {options.Columns.Count} columns where the first record of {name} has {fields.Count}"), name);
        }

        HashSet<string> seen = new(fields.Count, StringComparer.Ordinal);
        for (int i = 0; i < fields.Count; i++)
        {
            string given = options.Columns.Count > 0 ? options.Columns[i] : options.HasHeader ? fields[i].Trim() : "";
            fields[i] = given.Length > 0 ? given : string.Create(null, $"column{i + 1}");
            if (!seen.Add(fields[i]))
            {
                throw new InputException($"two columns of {name} are named '{fields[i]}'; --columns gives them other names", name, column: fields[i]);
            }
        }

        return fields;
    }
}
