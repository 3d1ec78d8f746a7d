using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

/// <summary>From what the sample showed to types.</summary>
internal sealed class CsvInference(CsvOptions options, string firstInput)
{
    private static readonly string[] TimeNames = ["time", "timestamp", "ts", "date", "datetime", "epoch"];

    /// <summary>Notes that are worth reading; of more there is the number.</summary>
    private const int MostNotes = 20;

    private readonly List<string> _notes = [];
    private int _furtherNotes;

    /// <summary>What a reader of the result would want to know: of the first columns, and how many others there are.</summary>
    public IReadOnlyList<string> Notes => _furtherNotes == 0
        ? _notes
        : [.. _notes, string.Create(null, $"and {_furtherNotes} more columns with notes like these; inspect shows the type of each")];

    /// <summary>How the times of a column are written, should it be a column of times.</summary>
    public static TimeForm FormOf(ColumnEvidence seen, bool mustHaveFormat)
    {
        if (mustHaveFormat || (seen.FormatTimes > 0 && seen.FormatTimes >= Math.Max(seen.IsoTimes, seen.Integers)))
        {
            return TimeForm.Format;
        }

        return seen.Integers > seen.IsoTimes ? TimeForm.Count : TimeForm.Iso;
    }

    /// <summary>True when the sample has no value in any column, as that of a file with a header and no rows.</summary>
    public bool SawNothing { get; set; }

    /// <summary>The type of a column. <paramref name="form"/> is how its times are written.</summary>
    public ColumnType TypeOf(string name, ColumnEvidence seen, TimeForm form)
    {
        bool isTime = name == options.Time.Column;
        if (isTime && options.Time.Format is not null)
        {
            return Timestamp(seen.NeedsNanoseconds ? TimeUnit.Nanosecond : TimeUnit.Microsecond);
        }

        if (seen.Values == 0)
        {
            return TypeOfNothing(name, isTime);
        }

        if (seen.Bools == seen.Values)
        {
            return new ColumnType(ColumnKind.Bool);
        }

        if (form == TimeForm.Format && seen.FormatTimes == seen.Values)
        {
            return Timestamp(seen.NeedsNanoseconds ? TimeUnit.Nanosecond : TimeUnit.Microsecond);
        }

        if (seen.Integers == seen.Values)
        {
            return isTime || IsTimeName(name) ? Count(name, seen) : new ColumnType(ColumnKind.Int64);
        }

        if (seen.Numbers == seen.Values)
        {
            return new ColumnType(ColumnKind.Decimal, Scale: seen.Scale);
        }

        if (seen.IsoTimes == seen.Values)
        {
            return Timestamp(seen.NeedsNanoseconds ? TimeUnit.Nanosecond : TimeUnit.Microsecond);
        }

        NoteText(name, seen, isTime);
        return new ColumnType(ColumnKind.Utf8);
    }

    /// <summary>A declared type, with the zone in which the texts of a time are read.</summary>
    public ColumnType Declared(ColumnType type) =>
        type.Kind == ColumnKind.Timestamp && type.Zone is null ? type with { Zone = ZoneName } : type;

    private string? ZoneName => options.Time.Zone is "UTC" or "Z" ? null : options.Time.Zone;

    private static bool IsTimeName(string name) =>
        TimeNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.EndsWith("_time", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_at", StringComparison.OrdinalIgnoreCase);

    // a day on which a device sent nothing is no reason to stop: what the plan wants of a column says what it would hold
    private ColumnType TypeOfNothing(string name, bool isTime)
    {
        if (isTime || (SawNothing && IsTimeName(name)))
        {
            return Timestamp(TimeUnit.Microsecond);
        }

        if (options.Numbers.Contains(name) || (SawNothing && options.AllNumbersBut?.Contains(name) == false))
        {
            return new ColumnType(ColumnKind.Decimal);
        }

        Note($"{name} read as text because the sample holds no value of it; {FlagHint.Schema(name, "float64")} reads it as numbers");
        return new ColumnType(ColumnKind.Utf8);
    }

    private ColumnType Timestamp(TimeUnit unit) => new(ColumnKind.Timestamp, unit, ZoneName);

    /// <summary>Integers that count a unit: which one follows from how large they are.</summary>
    private ColumnType Count(string name, ColumnEvidence seen)
    {
        (TimeUnit unit, string text)? found = seen.CountUnits switch
        {
            0 or 1 => (TimeUnit.Second, "seconds"),
            2 => (TimeUnit.Millisecond, "milliseconds"),
            4 => (TimeUnit.Microsecond, "microseconds"),
            8 => (TimeUnit.Nanosecond, "nanoseconds"),
            _ => null,
        };
        if (found is not var (chosen, said))
        {
            throw new InputException(
                $"column '{name}' holds times of mixed magnitudes, so that their unit can't be told; {FlagHint.Schema(name, "timestamp[ms]")} says it, or {FlagHint.Schema(name, "int64")} that they are no times",
                firstInput, column: name);
        }

        ColumnType type = new(ColumnKind.Timestamp, chosen, ZoneName);
        Note($"{name} read as time: integers that count {said} since 1970; {FlagHint.Schema(name, "int64")} reads them as numbers");
        return type;
    }

    private void NoteText(string name, ColumnEvidence seen, bool isTime)
    {
        (string text, int count) = seen.CommonText;
        int others = seen.Values - seen.NullLikes;
        bool isAllButNull = others > 0 && (seen.Numbers == others || seen.IsoTimes == others || seen.Bools == others || seen.FormatTimes == others);
        if (isAllButNull)
        {
            Note($"{name} read as text because of '{text}' ({count}×); {FlagHint.Of("--null", text)}");
        }
        else if (isTime)
        {
            Note($"{name} read as text because '{text}' is not an ISO-8601 time; --time-format says how the times are written");
        }
        else if (count > 0 && seen.Numbers * 2 > seen.Values)
        {
            Note($"{name} read as text because of '{text}' ({count}×); {FlagHint.Schema(name, "float64")} reads it as numbers");
        }
    }

    private void Note(Message note)
    {
        if (_notes.Count < MostNotes)
        {
            _notes.Add(note.ToText());
        }
        else
        {
            _furtherNotes++;
        }
    }
}
