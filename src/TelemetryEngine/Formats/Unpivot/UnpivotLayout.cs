using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Formats.Unpivot;

/// <summary>From the columns of a wide table to those of its readings: the columns that are kept, then the name, the value and, where names are times of day, the time.</summary>
internal sealed record UnpivotLayout
{
    /// <summary>Ordinals of the table's columns that each reading has as they are.</summary>
    public required int[] Kept { get; init; }

    /// <summary>Ordinals of the table's columns that hold the readings.</summary>
    public required int[] Values { get; init; }

    /// <summary>The names of the columns that hold the readings.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>All columns of a reading.</summary>
    public required ColumnSchema Schema { get; init; }

    /// <summary>True where empty fields are readings.</summary>
    public bool KeepsNulls { get; init; }

    /// <summary>Where names are whole times: the instants, in microseconds.</summary>
    public long[]? Instants { get; init; }

    /// <summary>Where names are times of day: the times.</summary>
    public ClockNames? Clock { get; init; }

    /// <summary>With <see cref="Clock"/>: the ordinal of the table's column of dates, or −1.</summary>
    public int Date { get; init; } = -1;

    /// <summary>The zone of dates and of times in names.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What a local time means that the clock showed twice.</summary>
    public AmbiguousTime Ambiguous { get; init; }

    /// <summary>True where the time is the end of a reading's interval.</summary>
    public bool ShowsEnds { get; init; }

    /// <summary>The ordinal of the names.</summary>
    public int Name => Kept.Length;

    /// <summary>The ordinal of the values.</summary>
    public int Value => Kept.Length + 1;

    /// <summary>The ordinal of the time, or −1.</summary>
    public int Time => Date < 0 ? -1 : Kept.Length + 2;

    /// <summary>A clock for one thread.</summary>
    public ReadingClock NewClock() => new(Clock!, Zone, Schema[Time].Type.Unit.TicksPerSecond(), Ambiguous, ShowsEnds);

    /// <summary>The type that holds the values of all columns.</summary>
    /// <exception cref="PlanException">They are of two kinds.</exception>
    public static ColumnType TypeOf(IReadOnlyList<Column> columns)
    {
        if (columns.FirstOrDefault(column => column.Unit is not null && columns.Any(other => other.Unit is not null && other.Unit != column.Unit)) is { } one)
        {
            Column other = columns.First(column => column.Unit is not null && column.Unit != one.Unit);
            throw new PlanException($"{Fix.Unpivot}: column '{one.Name}' is in {one.Unit} and '{other.Name}' in {other.Unit}; the columns of an unpivot are of one unit: leave one of them out");
        }

        ColumnType first = columns[0].Type;
        if (columns.All(column => column.Type == first))
        {
            return first;
        }

        if (columns.All(static column => column.Type.IsInteger || column.Type.Kind == ColumnKind.Decimal))
        {
            int scale = columns.Max(static column => column.Type.Scale);
            return columns.Any(static column => column.Type.Kind == ColumnKind.Decimal) ? new ColumnType(ColumnKind.Decimal, Scale: scale) : new ColumnType(ColumnKind.Int64);
        }

        if (columns.All(static column => column.Type.Kind is ColumnKind.Int32 or ColumnKind.Float32 or ColumnKind.Float64))
        {
            return new ColumnType(ColumnKind.Float64);
        }

        return columns.All(static column => column.Type.IsText) ? new ColumnType(ColumnKind.Utf8) : throw Mixed(columns);
    }

    private static PlanException Mixed(IReadOnlyList<Column> columns)
    {
        IGrouping<bool, Column>[] kinds = [.. columns.GroupBy(static column => column.Type.IsNumeric).OrderByDescending(static kind => kind.Count())];
        Column usual = kinds[0].First();
        Column odd = kinds.Length > 1 ? kinds[1].First() : columns.First(column => column.Type != usual.Type);
        MessageText? way = usual.Type.IsNumeric ? Quoting.Message.Of($", or read it as numbers with {Fix.Schema.With(odd.Name, "float64")}") : null;
        return new PlanException($"{Fix.Unpivot}: column '{odd.Name}' is {odd.Type} where '{usual.Name}' is {usual.Type}; the columns of an unpivot are of one kind: leave it out{way}");
    }
}
