using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.Unpivot;
using TelemetryEngine.Kernels.Text;
using TelemetryEngine.Quoting;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Planning;

// Ties a plan's unpivot to the columns of a table: which columns hold readings, of which type, and what their names say of the time.
internal sealed class UnpivotBinder(ScanPlan plan, UnpivotStep unpivot)
{
    private const string Start = "start";
    private const string End = "end";
    private const string Text = "text";

    // The plan as the source of the table takes it: without the columns that only readings have.
    // throws PlanException: The names mean what there is not.
    public ScanPlan ForTable()
    {
        if (unpivot.Names is not (null or Start or End or Text))
        {
            throw new PlanException($"'{unpivot.Names}' is not what names of columns can mean; there is start, end and text");
        }

        TimePlan? time = plan.Time?.Column is not { } column ? plan.Time
            : column == unpivot.NamesTo ? plan.Time with { Column = null, Format = null }
            : column.EndsWith($"+{unpivot.NamesTo}", StringComparison.Ordinal)
                ? plan.Time with { Column = column[..^(unpivot.NamesTo.Length + 1)] }
            : plan.Time;
        return plan with { Time = time };
    }

    // The readings of a table, which is disposed with them, and the plan with everything chosen.
    // throws PlanException: The plan does not fit the table.
    public (UnpivotSource Source, ScanPlan Plan) Bind(Source table, TimeDialect time)
    {
        IReadOnlyList<Column> all = table.Schema.Columns;
        int[] values = ColumnPick.Find(unpivot.Columns, [.. all.Select(static column => column.Name)]);
        bool[] isValue = new bool[all.Count];
        foreach (int i in values)
        {
            isValue[i] = true;
        }

        int[] kept = [.. Enumerable.Range(0, all.Count).Where(i => !isValue[i])];
        string[] names = [.. values.Select(i => all[i].Name)];
        TimeZoneInfo zone = Zones.Find(time.TextZone);
        int date = DateOf(all, kept, out string dateName);
        ClockNames? clock = date < 0 ? null : ClockOf(names, dateName);
        long[]? instants = clock is null ? InstantsOf(names, all, kept, zone) : null;
        ColumnType name =
            instants is null ? new ColumnType(ColumnKind.Utf8) : new ColumnType(ColumnKind.Timestamp, Zone: Zones.Label(plan.Time?.Zone));
        List<Column> columns =
            [.. kept.Select(i => all[i]), new(unpivot.NamesTo, name),
                new(unpivot.ValuesTo,
                    UnpivotLayout.TypeOf([.. values.Select(i => all[i])])) { Unit = values.Select(i => all[i].Unit)
                        .FirstOrDefault(static unit => unit is not null) }];
        string joined = $"{dateName}+{unpivot.NamesTo}";
        if (clock is not null)
        {
            columns.Add(new Column(joined, all[date].Type));
        }

        UnpivotLayout layout = new()
        {
            Kept = kept,
            Values = values,
            Names = names,
            Schema = new ColumnSchema(Distinct(columns)),
            KeepsNulls = unpivot.IncludeNulls,
            Instants = instants,
            Clock = clock,
            Date = clock is null ? -1 : date,
            Zone = clock is null ? zone : Zones.Find(time.ZoneOf(all[date].Type)),
            Ambiguous = time.Ambiguous,
            ShowsEnds = clock is { AreIntervals: true } && plan.Ahead?.Window?.Closed == "right",
        };
        return (new UnpivotSource(table, layout, NotesOf(layout, joined)), Resolved(table, layout, joined));
    }

    // The column of dates that names may be joined to, or −1.
    private int DateOf(IReadOnlyList<Column> all, int[] kept, out string name)
    {
        name = "";
        string? wanted = plan.Time?.Column;
        string suffix = "+" + unpivot.NamesTo;
        if (wanted == unpivot.NamesTo || unpivot.Names == Text)
        {
            return -1;
        }

        int[] dates = wanted is null
            ? [.. kept.Where(i => all[i].Type.Kind == ColumnKind.Timestamp)]
            : [.. kept.Where(i => all[i].Name == wanted || all[i].Name + suffix == wanted)];
        if (dates.Length != 1)
        {
            return -1;
        }

        name = all[dates[0]].Name;
        if (all[dates[0]].Type.Kind != ColumnKind.Timestamp)
        {
            throw new PlanException(
                $"the column '{name}' is {all[dates[0]].Type}, not a date that column names could be joined to; give its layout with {Fix.TimeFormat}, such as 'dd/MM/yyyy'");
        }

        return dates[0];
    }

    private ClockNames? ClockOf(IReadOnlyList<string> names, string date)
    {
        ClockNames? clock = ClockNames.Read(names, unpivot.Names is null ? null : unpivot.Names == End);
        bool isWanted = unpivot.Names is Start or End || plan.Time?.Column == $"{date}+{unpivot.NamesTo}";
        return clock is null && isWanted
            ? throw new PlanException(
                $"the columns '{names[0]}' to '{names[^1]}' are not named by times of day that are written alike, such as 00:15 or H1; {Fix.NamesAre.With(Text)} leaves their names out of the time")
            : clock;
    }

    private long[]? InstantsOf(IReadOnlyList<string> names, IReadOnlyList<Column> all, int[] kept, TimeZoneInfo zone)
    {
        bool isNamed = plan.Time?.Column == unpivot.NamesTo;
        bool needsTime = plan.Ahead?.Window is not null || plan.HasRange;
        bool mayBe =
            plan.Time?.Column is null && needsTime && unpivot.Names != Text && !kept.Any(i => all[i].Type.Kind == ColumnKind.Timestamp);
        if (!isNamed && !mayBe)
        {
            return null;
        }

        TimestampFormat? format = isNamed && plan.Time!.Format is { } pattern ? Compile(pattern) : null;
        long[]? instants = FullNames.Read(names, format, zone);
        return instants is null && isNamed
            ? throw new PlanException(
                $"{Fix.Time} {unpivot.NamesTo}: the columns '{names[0]}' to '{names[^1]}' are not all named by times, such as 2024-01 or 2024-01-31; {Fix.TimeFormat} says how their names are written")
            : instants;
    }

    private static TimestampFormat Compile(string pattern) =>
        TimestampFormat.TryCompile(pattern, out TimestampFormat? format, out string? error)
            ? format
            : throw new PlanException($"{Fix.TimeFormat} '{pattern}': {error}");

    private List<Column> Distinct(List<Column> columns)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (Column column in columns)
        {
            if (!seen.Add(column.Name))
            {
                Fix name = column.Name == unpivot.ValuesTo ? Fix.ValuesTo : Fix.NamesTo;
                throw new PlanException(
                    $"the table has a column '{column.Name}' already; {name.With(column.Name + "_2")} chooses another name for the readings'");
            }
        }

        return columns;
    }

    private List<MessageText> NotesOf(UnpivotLayout layout, string joined)
    {
        if (layout.Clock is not { } clock || (plan.Time?.Column == joined && unpivot.Names is not null))
        {
            return [];
        }

        MessageText said = !clock.AreIntervals ? Message.Of($"name instants; {Fix.NamesAre.With(End)} takes them as the ends of intervals")
            : layout.ShowsEnds ? Message.Of($"name intervals, which count to the window that has their end, as windows are closed right")
            : clock.AreEnds
                ? Message.Of(
                    $"name the ends of intervals, and the time is their start; {Fix.NamesAre.With(Start)} takes the names as the time")
            : Message.Of($"name intervals, and the time is their start");
        return [Message.Of(
            $"{joined} is the time of readings: the columns '{layout.Names[0]}' to '{layout.Names[^1]}' {said}{(clock.IsCounted ? "; hours are counted from midnight" : "")}")];
    }

    private ScanPlan Resolved(Source table, UnpivotLayout layout, string joined) => plan with
    {
        Source = plan.Source with
        {
            Schema = [.. table.Schema.Columns.Select(
                static column => new SchemaColumn(column.Name, column.Type.ToString(), column.Format) { Unit = column.Unit })],
            Unpivot = unpivot with
            {
                Columns = layout.Names,
                Names = unpivot.Names ?? (layout.Clock is { } clock ? clock.AreEnds ? End : Start : null),
            },
        },
        Time = layout.Clock is null ? plan.Time : (plan.Time ?? new TimePlan()) with { Column = joined },
    };
}
