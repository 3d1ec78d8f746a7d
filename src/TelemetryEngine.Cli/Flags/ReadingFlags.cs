namespace TelemetryEngine.Cli.Flags;

// How each member of a plan that says how a file is read is given as flags: the other way round than PlanFlags. A member of TextPlan,
// TimePlan, UnpivotStep or SchemaColumn is a line here; a member that follows from the file with the others given has no flag of its own.
internal static class ReadingFlags
{
    // The table.
    public static readonly IReadOnlyList<ReadingFlag> All =
    [
        new(typeof(SourcePlan), "Format", static plan => plan.Source.Format == "nem12" ? FlagHint.Of("--input-format", "nem12") : null),
        Text("Delimiter", static plan => Delimiter(plan)),
        Text("Header", static plan => Switch("--no-header", !plan.Source.Text.Header)),
        Text("Columns", static plan => List("--columns", plan.Source.Text.Columns)),
        Text("Null", static plan => List("--null", plan.Source.Text.Null)),
        Text("Comment", static plan => One("--comment", plan.Source.Text.Comment)),
        Text("Encoding", static plan => One("--encoding", plan.Source.Text.Encoding)),
        Text("SkipLines",
            static plan => plan.Source.Text.Header
                ? Number("--header-line", plan.Source.Text.SkipLines, 1)
                : Number("--skip-lines", plan.Source.Text.SkipLines, 0)),
        Text("SkipAfterHeader", static plan => Number("--skip-after-header", plan.Source.Text.SkipAfterHeader, 0)),
        Text("TrailingFields", static _ => null),
        Text("Ragged", static plan => One("--ragged", plan.Source.Text.Ragged)),
        Text("KeepRecords", static plan => List("--keep-records", plan.Source.Text.KeepRecords)),
        Text("UnionByName", static plan => Switch("--union-by-name", plan.Source.Text.UnionByName)),
        Text("DecimalComma", static plan => Switch("--decimal-comma", plan.Source.Text.DecimalComma)),
        Text("Thousands", static plan => One("--thousands", plan.Source.Text.Thousands)),
        Text("StripUnits", static plan => Switch("--strip-units", plan.Source.Text.StripUnits == true)),
        Text("Trim", static _ => null),
        Unpivot("Columns", static unpivot => List("--unpivot", unpivot.Columns)),
        Unpivot("NamesTo", static unpivot => unpivot.NamesTo == "name" ? null : FlagHint.Of("--names-to", unpivot.NamesTo)),
        Unpivot("ValuesTo", static unpivot => unpivot.ValuesTo == "value" ? null : FlagHint.Of("--values-to", unpivot.ValuesTo)),
        Unpivot("Names", static unpivot => One("--names-are", unpivot.Names)),
        Unpivot("IncludeNulls", static unpivot => Switch("--include-nulls", unpivot.IncludeNulls)),
        Column("Name", static plan => Schema(plan)),
        Column("Type", static _ => null),
        Column("Unit", static _ => null),
        Column("Format", static _ => null),
        Time("Column", static plan => One("--time", plan.Time?.Column)),
        Time("Format", static plan => One("--time-format", plan.Time?.Format)),
        Time("Zone", static plan => One("--time-zone", plan.Time?.Zone)),
        Time("InputZone", static plan => One("--input-zone", plan.Time?.InputZone)),
        Time("Ambiguous", static plan => plan.Time is { Ambiguous: not "auto" and var way } ? FlagHint.Of("--ambiguous", way) : null),
        Time("DstColumn", static plan => One("--dst-column", plan.Time?.DstColumn)),
        Time("Nonexistent",
            static plan => plan.Time is { Nonexistent: not "error" and var way } ? FlagHint.Of("--nonexistent", way) : null),
    ];

    // The flags that read a file as this plan does, ready to paste.
    public static string Of(Plan plan) => string.Join(' ', All.Select(flag => flag.Words(plan)).OfType<string>());

    private static ReadingFlag Text(string member, Func<Plan, string?> words) => new(typeof(TextPlan), member, words);

    private static ReadingFlag Unpivot(string member, Func<UnpivotStep, string?> words) =>
        new(typeof(UnpivotStep), member, plan => plan.Steps is [UnpivotStep unpivot, ..] ? words(unpivot) : null);

    private static ReadingFlag Column(string member, Func<Plan, string?> words) => new(typeof(SchemaColumn), member, words);

    private static ReadingFlag Time(string member, Func<Plan, string?> words) => new(typeof(TimePlan), member, words);

    private static string? Switch(string flag, bool isOn) => isOn ? flag : null;

    private static string? One(string flag, string? value) => value is null ? null : FlagHint.Of(flag, value);

    // none is what goes without saying
    private static string? Number(string flag, int? count, int first) =>
        count is > 0 and int passed
            ? FlagHint.Of(flag, (passed + first).ToString(System.Globalization.CultureInfo.InvariantCulture))
            : null;

    private static string? List(string flag, IReadOnlyList<string> values) =>
        values.Count == 0 ? null : FlagHint.Of(flag, string.Join(',', values.Select(FlagHint.ListName)));

    // a comma goes without saying, and so does what a file's name says
    private static string? Delimiter(Plan plan) => plan.Source.Text.Delimiter switch
    {
        null => null,
        "\t" => FlagHint.Of("--delimiter", "tab"),
        "," when !plan.Source.Text.DecimalComma
            && plan.Source.Paths.All(static path => Path.GetExtension(path) is ".csv" or ".txt" or "") => null,
        var other => FlagHint.Of("--delimiter", other),
    };

    private static string? Schema(Plan plan)
    {
        IReadOnlyList<SchemaColumn> columns = plan.Source.Declared;
        return columns.Count == 0
            ? null
            : FlagHint.Of("--schema", string.Join(',', columns.Select(static column => $"{FlagHint.ListName(column.Name)}={column.Type}")));
    }
}

// A member of a plan and its flag.
// Record: The record that has the member.
// Words: The flag as a shell takes it; null where the plan has the member's default.
internal sealed record ReadingFlag(Type Record, string Member, Func<Plan, string?> Words);
