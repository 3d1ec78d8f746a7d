using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

/// <summary>From what the sample showed to types: numbers, flags and texts. Times are told by <see cref="TimeInference"/>.</summary>
internal sealed class CsvInference(CsvOptions options, string firstInput)
{
    private readonly InferenceNotes _notes = new();

    /// <summary>What a reader of the result would want to know.</summary>
    public IReadOnlyList<string> Notes => _notes.All;

    /// <summary>True when the sample has no value in any column, as that of a file with a header and no rows.</summary>
    public bool SawNothing { get; set; }

    /// <summary>Tells the columns that are times.</summary>
    public TimeInference Times => field ??= new TimeInference(options, firstInput, _notes);

    /// <summary>The type of a column. <paramref name="form"/> is how its times are written.</summary>
    public ColumnType TypeOf(string name, ColumnEvidence seen, TimeForm form)
    {
        bool isTime = name == options.Time.Column;
        if (seen.Values == 0 && !(isTime && options.Time.Format is not null))
        {
            return TypeOfNothing(name, isTime);
        }

        if (Times.TypeOf(name, seen, form) is { } time)
        {
            return time;
        }

        if (seen.Bools == seen.Values)
        {
            return new ColumnType(ColumnKind.Bool);
        }

        if (seen.Integers == seen.Values)
        {
            return new ColumnType(ColumnKind.Int64);
        }

        if (seen.Numbers == seen.Values)
        {
            return new ColumnType(ColumnKind.Decimal, Scale: seen.Scale);
        }

        NoteText(name, seen, isTime);
        return new ColumnType(ColumnKind.Utf8);
    }

    // a day on which a device sent nothing is no reason to stop: what the plan wants of a column says what it would hold
    private ColumnType TypeOfNothing(string name, bool isTime)
    {
        if (isTime || (SawNothing && TimeInference.IsTimeName(name)))
        {
            return Times.Timestamp(Arrow.TimeUnit.Microsecond);
        }

        if (options.Numbers.Contains(name) || (SawNothing && options.AllNumbersBut?.Contains(name) == false))
        {
            return new ColumnType(ColumnKind.Decimal);
        }

        _notes.Add($"{name} read as text because the sample holds no value of it; {FlagHint.Schema(name, "float64")} reads it as numbers");
        return new ColumnType(ColumnKind.Utf8);
    }

    private void NoteText(string name, ColumnEvidence seen, bool isTime)
    {
        (string text, int count) = seen.CommonText;
        int others = seen.Values - seen.NullLikes;
        bool isAllButNull = others > 0
            && (seen.Numbers == others || seen.Times.IsoTimes == others || seen.Bools == others || seen.Times.FormatTimes == others);
        if (isAllButNull)
        {
            _notes.Add($"{name} read as text because of '{text}' ({count}×); {FlagHint.Of("--null", text)}");
        }
        else if (isTime)
        {
            _notes.Add($"{name} read as text because '{text}' is not an ISO-8601 time; --time-format says how the times are written");
        }
        else if (count > 0 && seen.Numbers * 2 > seen.Values)
        {
            _notes.Add($"{name} read as text because of '{text}' ({count}×); {FlagHint.Schema(name, "float64")} reads it as numbers");
        }
    }
}
