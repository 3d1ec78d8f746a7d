using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

/// <summary>Tells from the sample which columns are times, and how they are written.</summary>
internal sealed class TimeInference(CsvOptions options, string firstInput, InferenceNotes notes)
{
    private static readonly string[] TimeNames = ["time", "timestamp", "ts", "date", "datetime", "epoch"];

    private string? ZoneName => Zones.Label(options.Time.Zone);

    /// <summary>True for names that people give to times.</summary>
    public static bool IsTimeName(string name) =>
        TimeNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.EndsWith("_time", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_at", StringComparison.OrdinalIgnoreCase);

    /// <summary>How the times of a column are written, should it be a column of times.</summary>
    public static TimeForm FormOf(ColumnEvidence seen, bool mustHaveFormat)
    {
        TimeEvidence times = seen.Times;
        if (mustHaveFormat || (times.FormatTimes > 0 && times.FormatTimes >= Math.Max(times.IsoTimes, seen.Integers)))
        {
            return TimeForm.Format;
        }

        return seen.Integers > times.IsoTimes ? TimeForm.Count : TimeForm.Iso;
    }

    /// <summary>The type of a column of times; null for other columns.</summary>
    public ColumnType? TypeOf(string name, ColumnEvidence seen, TimeForm form)
    {
        bool isTime = name == options.Time.Column;
        TimeUnit unit = seen.Times.NeedsNanoseconds ? TimeUnit.Nanosecond : TimeUnit.Microsecond;
        if (isTime && options.Time.Format is not null)
        {
            return Timestamp(unit);
        }

        if (form == TimeForm.Format && seen.Times.FormatTimes == seen.Values)
        {
            return Timestamp(unit);
        }

        if (seen.Integers == seen.Values && (isTime || IsTimeName(name)))
        {
            return Count(name, seen);
        }

        return seen.Times.IsoTimes == seen.Values ? Timestamp(unit) : null;
    }

    /// <summary>A declared type, with the zone in which the texts of a time are read.</summary>
    public ColumnType Declared(ColumnType type) =>
        type.Kind == ColumnKind.Timestamp && type.Zone is null ? type with { Zone = ZoneName } : type;

    /// <summary>The type of times in this unit.</summary>
    public ColumnType Timestamp(TimeUnit unit) => new(ColumnKind.Timestamp, unit, ZoneName);

    /// <summary>Integers that count a unit: which one follows from how large they are.</summary>
    private ColumnType Count(string name, ColumnEvidence seen)
    {
        (TimeUnit unit, string text)? found = seen.Times.CountUnits switch
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

        notes.Add($"{name} read as time: integers that count {said} since 1970; {FlagHint.Schema(name, "int64")} reads them as numbers");
        return Timestamp(chosen);
    }
}
