namespace TelemetryEngine.Formats.Csv;

// What the beginnings of the inputs show: what parts their fields, and where the table of each begins. What the options say is not looked
// for.
internal sealed class TextShape
{
    private readonly IReadOnlyList<TableStart> _starts;
    private readonly bool _isOtherDelimiter;

    private TextShape(CsvDialect dialect, IReadOnlyList<TableStart> starts, IReadOnlyList<CsvHeader> headers, bool isOtherDelimiter)
    {
        Dialect = dialect;
        Headers = headers;
        _starts = starts;
        _isOtherDelimiter = isOtherDelimiter;
    }

    // The dialect with what was found.
    public CsvDialect Dialect { get; }

    // The header of each input.
    public IReadOnlyList<CsvHeader> Headers { get; }

    // What was passed over, of the first input that has such.
    public IReadOnlyList<MessageText> Notes => _starts.FirstOrDefault(static start => start.Notes.Count > 0)?.Notes ?? [];

    // throws InputException: An input has no header, or is no table.
    // throws PlanException: The options do not fit each other, or a first line looks like a row.
    public static TextShape Of(IReadOnlyList<CsvInput> inputs, CsvDialect said, CsvLimits limits)
    {
        CsvDialect dialect = said.For(inputs[0].Name);
        bool isOther = false;
        TableStart[] starts = new TableStart[inputs.Count];
        CsvHeader[] headers = new CsvHeader[inputs.Count];
        for (int i = 0; i < inputs.Count; i++)
        {
            byte[] head = inputs[i].Peek(HeadText.LookBytes);
            bool isWhole = head.Length < HeadText.LookBytes;
            ForeignContent.Refuse(head, inputs[i].Name);
            if (i == 0 && said.Delimiter == CsvDialect.AnyDelimiter && DelimiterChoice.Of(head, isWhole, dialect) is var found
                && found != dialect.Delimiter)
            {
                isOther = true;
                dialect = (dialect with { Delimiter = found }).For(inputs[0].Name);
            }

            starts[i] = TableStartFinder.Find(HeadText.Of(head, isWhole, dialect, dialect.SkipLines), dialect, inputs[i].Name);
            if (i == 0 && starts[i].Comment is { } comment)
            {
                dialect = (dialect with { Comment = comment }).For(inputs[0].Name);
            }

            headers[i] = CsvHeader.Read(inputs[i], dialect, limits, starts[i], head);
        }

        return new TextShape(dialect, starts, headers, isOther);
    }

    // The plan with what was found, so that it means the same for other inputs. What each input has otherwise is found anew.
    public TextPlan Frozen(TextPlan plan) => plan with
    {
        Delimiter = plan.Delimiter ?? (_isOtherDelimiter ? ((char)Dialect.Delimiter).ToString() : null),
        Comment = plan.Comment ?? (Dialect.Comment >= 0 ? ((char)Dialect.Comment).ToString() : null),
        SkipLines = plan.SkipLines ?? Common(static start => start.SkipLines),
        SkipAfterHeader = plan.SkipAfterHeader ?? Common(static start => start.SkipAfterHeader),
        TrailingFields = plan.TrailingFields ?? Common(static start => start.TrailingFields),
    };

    // What all inputs have in common; null where that is none.
    private int? Common(Func<TableStart, int> what)
    {
        int first = what(_starts[0]);
        foreach (TableStart start in _starts)
        {
            if (what(start) != first)
            {
                return null;
            }
        }

        return first == 0 ? null : first;
    }
}
