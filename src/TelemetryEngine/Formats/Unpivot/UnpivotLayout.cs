using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Formats.Unpivot;

// From the columns of a wide table to those of its readings: the columns that are kept, then the name, the value and, where names are times
// of day, the time.
internal sealed record UnpivotLayout
{
    // Ordinals of the table's columns that each reading has as they are.
    public required int[] Kept { get; init; }

    // Ordinals of the table's columns that hold the readings.
    public required int[] Values { get; init; }

    // The names of the columns that hold the readings.
    public required IReadOnlyList<string> Names { get; init; }

    // All columns of a reading.
    public required ColumnSchema Schema { get; init; }

    // True where empty fields are readings.
    public bool KeepsNulls { get; init; }

    // Where names are whole times: the instants, in microseconds.
    public long[]? Instants { get; init; }

    // Where names are times of day: the times.
    public ClockNames? Clock { get; init; }

    // With Clock: the ordinal of the table's column of dates, or −1.
    public int Date { get; init; } = -1;

    // The zone of dates and of times in names.
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    // What a local time means that the clock showed twice.
    public AmbiguousTime Ambiguous { get; init; }

    // True where the time is the end of a reading's interval.
    public bool ShowsEnds { get; init; }

    // The ordinal of the names.
    public int Name => Kept.Length;

    // The ordinal of the values.
    public int Value => Kept.Length + 1;

    // The ordinal of the time, or −1.
    public int Time => Date < 0 ? -1 : Kept.Length + 2;

    // A clock for one thread.
    public ReadingClock NewClock() => new(Clock!, Zone, Schema[Time].Type.Unit.TicksPerSecond(), Ambiguous, ShowsEnds);

    // The type that holds the values of all columns.
    // throws PlanException: They are of two kinds.
    public static ColumnType TypeOf(IReadOnlyList<Column> columns)
    {
        if (columns.FirstOrDefault(
            column => column.Unit is not null && columns.Any(other => other.Unit is not null && other.Unit != column.Unit)) is { } one)
        {
            Column other = columns.First(column => column.Unit is not null && column.Unit != one.Unit);
            throw new PlanException(
                $"{Fix.Unpivot}: column '{one.Name}' is in {one.Unit} and '{other.Name}' in {other.Unit}; the columns of an unpivot are of one unit: leave one of them out");
        }

        ColumnType first = columns[0].Type;
        if (columns.All(column => column.Type == first))
        {
            return first;
        }

        if (columns.All(static column => column.Type.IsInteger || column.Type.Kind == ColumnKind.Decimal))
        {
            int scale = columns.Max(static column => column.Type.Scale);
            return columns.Any(static column => column.Type.Kind == ColumnKind.Decimal)
                ? new ColumnType(ColumnKind.Decimal, Scale: scale)
                : new ColumnType(ColumnKind.Int64);
        }

        if (columns.All(static column => column.Type.Kind is ColumnKind.Int32 or ColumnKind.Float32 or ColumnKind.Float64))
        {
            return new ColumnType(ColumnKind.Float64);
        }

        return columns.All(static column => column.Type.IsText) ? new ColumnType(ColumnKind.Utf8) : throw Mixed(columns);
    }

    private static PlanException Mixed(IReadOnlyList<Column> columns)
    {
        IGrouping<bool, Column>[] kinds =
            [.. columns.GroupBy(static column => column.Type.IsNumeric).OrderByDescending(static kind => kind.Count())];
        Column usual = kinds[0].First();
        Column odd = kinds.Length > 1 ? kinds[1].First() : columns.First(column => column.Type != usual.Type);
        MessageText? way =
            usual.Type.IsNumeric ? Quoting.Message.Of($", or read it as numbers with {Fix.Schema.With(odd.Name, "float64")}") : null;
        return new PlanException(
            $"{Fix.Unpivot}: column '{odd.Name}' is {odd.Type} where '{usual.Name}' is {usual.Type}; the columns of an unpivot are of one kind: leave it out{way}");
    }
}
