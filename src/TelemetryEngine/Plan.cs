using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Columns;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;

namespace TelemetryEngine;

/// <summary>
/// What a run computes, as data: a source, and a chain of steps in the order in which they are written. A step that needs another input
/// holds a plan of its own, so the whole is a tree. Every face of the engine builds one, and one executor runs it. Its result depends on
/// the plan and the input alone; threads, memory and where the output goes are <see cref="RunOptions"/>. As JSON it is versioned, and unknown members are
/// refused.
/// </summary>
/// <remarks>A member that JSON leaves out, or gives as null, has its default, which the getters supply.</remarks>
public sealed record Plan
{
    /// <summary>The version this engine writes. It reads version 1 too, whose plans mean what they meant.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The most characters of JSON that are read as a plan.</summary>
    public const int MaxJsonChars = 16 * 1024 * 1024;

    /// <summary>The most items that a list in a plan's JSON may have.</summary>
    public const int MaxListItems = 100_000;

    /// <summary>The most characters that a text in a plan's JSON may have, such as an expression.</summary>
    public const int MaxTextChars = 1024 * 1024;

    /// <summary>The version of the plan's form.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What is read.</summary>
    public SourcePlan Source { get => field ?? new(); init; } = new();

    /// <summary>The event time; null where no window, range or order needs one.</summary>
    public TimePlan? Time { get; init; }

    /// <summary>What happens to rows that can't be read.</summary>
    public ErrorPolicy OnError { get; init; }

    /// <summary>What happens to the rows, in this order.</summary>
    public IReadOnlyList<PlanStep> Steps { get => field ?? []; init; } = [];

    /// <summary>True when a step aggregates rows, false when they pass as they are.</summary>
    [JsonIgnore]
    public bool IsAggregation => Steps.Any(static step => step is AggregateStep);

    /// <summary>The plan as indented JSON.</summary>
    /// <exception cref="PlanException">A step has a function of the program, which is no data: one of <c>Pipeline.Derive</c> or
    /// <c>Aggregate.Custom</c>. The message names it.</exception>
    public string ToJson()
    {
        ProgramFunctions.Refuse(this);
        return JsonSerializer.Serialize(this, PlanJson.Default.Plan) + "\n";
    }

    /// <summary>Reads a plan.</summary>
    /// <remarks>A plan may be a stranger's: at most <see cref="MaxJsonChars"/> are read, lists of <see cref="MaxListItems"/> and texts of
    /// <see cref="MaxTextChars"/>.</remarks>
    /// <exception cref="PlanException">The text is no plan of a version this engine knows, has members it does not know or some twice, or
    /// is beyond the bounds. The message names the place in the JSON and what belongs there.</exception>
    public static Plan FromJson(string json) => PlanReader.Read(json);

    /// <summary>
    /// Reads a plan from a file that holds its JSON, such as <see cref="ToJson"/> writes. No more is read than a plan may have, so a
    /// device without an end is an error like another.
    /// </summary>
    /// <param name="path">The file; <c>-</c> is standard input.</param>
    /// <exception cref="PlanException">As <see cref="FromJson"/> says, or the path is a folder.</exception>
    /// <exception cref="InputException">There is no such file, or it can't be read; the message suggests a name that is near.</exception>
    public static Plan FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return PlanFile.Read(path);
    }
}

/// <summary>
/// What is read. For text the schema that was inferred is frozen in, so that a stored plan does not change its meaning with new data.
/// </summary>
public sealed record SourcePlan
{
    /// <summary>
    /// <c>csv</c>, <c>arrow</c>, <c>nem12</c> (text that begins with <c>100,NEM12</c> is that where nothing else is said about it), or
    /// <c>memory</c> for batches that a program hands over (such a plan can be shown but not run from JSON).
    /// </summary>
    public string Format { get => field ?? "csv"; init; } = "csv";

    /// <summary>The files, in order; <c>-</c> is standard input.</summary>
    public IReadOnlyList<string> Paths { get => field ?? []; init; } = [];

    /// <summary>All columns and their types; empty = to be inferred.</summary>
    public IReadOnlyList<SchemaColumn> Schema { get => field ?? []; init; } = [];

    /// <summary>Columns whose type the user named. They are validated on every row, used or not.</summary>
    public IReadOnlyList<SchemaColumn> Declared { get => field ?? []; init; } = [];

    /// <summary>How text is read.</summary>
    public TextPlan Text { get => field ?? new(); init; } = new();

    // Which columns of a wide table hold readings that become rows, where that is the first step; null = rows are as they are. Schema and
    // Declared are the table's columns.
    internal UnpivotStep? Unpivot { get; init; }
}

/// <summary>A column's name and the text form of its type.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type, such as <c>float64</c> or <c>timestamp[us]</c>.</param>
/// <param name="Format">How times are written, such as <c>dd/MM/yyyy HH:mm</c> or <c>epoch_ms</c>; null for ISO-8601 and for columns of
/// other types.</param>
public sealed record SchemaColumn(string Name, string Type, string? Format = null)
{
    /// <summary>
    /// The unit or currency that all numbers of the column carry in their text, such as <c>kW</c> or <c>$</c>; null where they carry none.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>
    /// True for the text of a type that a column can be given: <c>bool int32 int64 float32 float64 decimal utf8 dictionary timestamp</c>,
    /// also with what some take, as <c>decimal(2)</c> and <c>timestamp[ms]</c>. Columns of Arrow files may have others, which pass as
    /// they are.
    /// </summary>
    /// <param name="type">The text; null is none.</param>
    public static bool IsType([NotNullWhen(true)] string? type) => ColumnType.TryParse(type, out _);
}

/// <summary>How delimited text is read.</summary>
public sealed record TextPlan
{
    // True when nothing is said that is not so by itself.
    internal bool IsDefault =>
        JsonSerializer.Serialize(this, PlanJson.Default.TextPlan) == JsonSerializer.Serialize(new TextPlan(), PlanJson.Default.TextPlan);

    /// <summary>The one-byte delimiter; null = found from the input's first records, or by the file's extension.</summary>
    public string? Delimiter { get; init; }

    /// <summary>True when the first record holds the names.</summary>
    public bool Header { get; init; } = true;

    /// <summary>Names that replace the header's, or stand in for it.</summary>
    public IReadOnlyList<string> Columns { get => field ?? []; init; } = [];

    /// <summary>Texts that mean null, beside the empty field.</summary>
    public IReadOnlyList<string> Null { get => field ?? []; init; } = [];

    /// <summary>The character that starts a comment line; null = none does.</summary>
    public string? Comment { get; init; }

    /// <summary>The encoding of inputs that do not begin with a mark of Unicode, such as <c>windows-1252</c>; null = UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>
    /// Lines to pass over before the header, or before the first row where there is none; null = found from the input's first records.
    /// </summary>
    public int? SkipLines { get; init; }

    /// <summary>
    /// Records to pass over between the header and the first row (units, kinds); null = found from the input's first records.
    /// </summary>
    public int? SkipAfterHeader { get; init; }

    /// <summary>
    /// How many empty fields without a name may stand at the end of a record; null = found from the input's first records.
    /// </summary>
    public int? TrailingFields { get; init; }

    /// <summary>What becomes of records with more or fewer fields than the header: null or <c>error</c>, they are errors; <c>pad</c>, what
    /// is missing is null and what is too much is passed over where it is empty; <c>cut</c>, as pad, and what is too much is passed over
    /// whatever it holds.</summary>
    public string? Ragged { get; init; }

    /// <summary>First fields of the records that are rows, where records are of several kinds; empty = all are.</summary>
    public IReadOnlyList<string> KeepRecords { get => field ?? []; init; } = [];

    /// <summary>True when files may have other columns than the first: a column is null where a file does not have it.</summary>
    public bool UnionByName { get; init; }

    /// <summary>True when numbers are written <c>1,5</c>.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>
    /// What parts groups of thousands: <c>, . '</c> or a space, which stands for all blanks; null = nothing, or what the input shows where
    /// the schema is to be inferred.
    /// </summary>
    public string? Thousands { get; init; }

    /// <summary>
    /// True when the currency before a number and the unit behind it are taken off, and numbers in parentheses are negative; null = false.
    /// </summary>
    public bool? StripUnits { get; init; }

    /// <summary>
    /// True when the blanks around texts are no part of them; null = false, or what the header shows where the schema is to be inferred.
    /// </summary>
    public bool? Trim { get; init; }
}

/// <summary>The event time.</summary>
public sealed record TimePlan
{
    /// <summary>The column, or several joined by <c>+</c>; null = the only timestamp column.</summary>
    public string? Column { get; init; }

    /// <summary>
    /// The layout of the text, or <c>epoch_s epoch_ms epoch_us epoch_ns excel</c> for numbers; null = as the sample shows.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>The zone of windows and of printed times, and of times without an offset where <see cref="InputZone"/> says no other; null
    /// = UTC. A name such as <c>Europe/Berlin</c>, or an offset such as <c>-05:00</c> or <c>UTC+3</c>, whose sign is that of
    /// ISO-8601.</summary>
    public string? Zone { get; init; }

    /// <summary>
    /// The zone in which times without an offset are read: texts, and Arrow timestamps without a zone; null = that of <see cref="Zone"/>.
    /// </summary>
    public string? InputZone { get; init; }

    /// <summary>What a local time that exists twice means: <c>auto earliest latest error order</c>.</summary>
    public string Ambiguous { get => field ?? "auto"; init; } = "auto";

    /// <summary>The column that tells summer from winter time, where a local time exists twice: by words such as <c>summer</c> and
    /// <c>winter</c>, <c>CEST</c> and <c>CET</c>, <c>A</c> and <c>B</c>, by offsets, or by a flag; <c>NAME=summer</c> and
    /// <c>NAME=second</c> say what a flag marks that is set. Null = the order of the rows does.</summary>
    public string? DstColumn { get; init; }

    /// <summary>
    /// What a local time means over which the clock was set forward: <c>error</c>, <c>shift</c> (moved forward by as much as the clock was)
    /// or <c>null</c>.
    /// </summary>
    public string Nonexistent { get => field ?? "error"; init; } = "error";

    /// <summary>
    /// The zone that a name stands for here: one of the IANA database, or an offset such as <c>-05:00</c>, <c>+5</c> or <c>UTC+3</c>,
    /// whose <see cref="TimeZoneInfo.Id"/> is then like <c>+05:30</c>.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <exception cref="PlanException">There is no such zone; the message suggests one that is near.</exception>
    public static TimeZoneInfo FindZone(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Zones.Find(name);
    }

    /// <summary>True for zones whose clock has always shown UTC, whatever they are called.</summary>
    /// <param name="zone">A zone, such as <see cref="FindZone"/> gives.</param>
    public static bool IsUtc(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return Zones.IsUtc(zone);
    }
}

/// <summary>A window. Which lengths it has depends on its kind; lengths are texts such as <c>1h</c>.</summary>
public sealed record WindowPlan
{
    /// <summary>The kind, by its name in the catalogue of windows.</summary>
    public string Kind { get => field ?? "tumbling"; init; } = "tumbling";

    /// <summary>The length of tumbling windows; from one hopping window's start to the next one's.</summary>
    public string? Every { get; init; }

    /// <summary>The length of hopping windows, and of the whole of cumulative ones.</summary>
    public string? Period { get; init; }

    /// <summary>By how much each of the cumulative windows of a period is longer than the one before.</summary>
    public string? Step { get; init; }

    /// <summary>The time without a reading that ends a session.</summary>
    public string? Gap { get; init; }

    /// <summary>How far the windows' borders are shifted; null = not. In calendar windows it shifts the local clock.</summary>
    public string? Offset { get; init; }

    /// <summary>The day that weeks begin with, <c>monday</c> to <c>sunday</c>; null = Monday.</summary>
    public string? WeekStart { get; init; }

    /// <summary>The border that belongs to a window: <c>left</c> for [start, end), <c>right</c> for (start, end]; null = left.</summary>
    public string? Closed { get; init; }

    /// <summary>The border that stands for a window in the result: <c>start</c> or <c>end</c>; null = start.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// Where windows shorter than a day begin: <c>local</c>, at multiples of their length on the clock of the plan's zone, or <c>utc</c>;
    /// null = local.
    /// </summary>
    public string? Align { get; init; }

    /// <summary>
    /// True shows both borders: the columns <c>window_start</c> and <c>window_end</c>. Windows that overlap, and sessions, always do.
    /// </summary>
    public bool ShowEnd { get; init; }

    /// <summary>True for the text of a length: a whole number and a unit, <c>ns us ms s m h d w mo q y</c>, up to 292 years.</summary>
    /// <param name="text">The text; null is none.</param>
    public static bool IsLength([NotNullWhen(true)] string? text) => Duration.TryParse(text, out _);

    /// <summary>
    /// The length that a text says where it is the same everywhere, a day being 24 hours; null for months, quarters and years.
    /// </summary>
    /// <param name="text">The text, such as <c>15m</c>.</param>
    /// <exception cref="PlanException">It is no length, or finer than the 100 ns of a <see cref="TimeSpan"/>.</exception>
    public static TimeSpan? FixedLength(string text) =>
        Duration.Parse(text) is { IsMonths: false } length ? new TimeSpan(length.ToTicks(TimeSpan.TicksPerSecond)) : null;
}

/// <summary>A fill of windows without values.</summary>
/// <param name="Column">The result column it is for; null = all aggregates that have none of their own.</param>
/// <param name="Mode">By its name in the catalogue of fills, or the value itself.</param>
public sealed record FillPlan(string? Column, string Mode);

/// <summary>An aggregate.</summary>
public sealed record AggregatePlan
{
    /// <summary>The function, by its name in the catalogue of aggregates.</summary>
    public required string Function { get; init; }

    /// <summary>The arguments: column names, expressions or numbers.</summary>
    public IReadOnlyList<string> Arguments
    {
        get => [.. Typed.Select(static argument => argument.Written)];
        init => Typed = [.. (value ?? []).Select(Argument.Of)];
    }

    // The arguments as what they are.
    internal IReadOnlyList<Argument> Typed { get; init; } = [];

    // The function where it is one of the program, under whatever name; null = it is in the catalogue.
    internal AggregateDefinition? Custom { get; init; }

    /// <summary>The aggregate's own filter.</summary>
    public string? Filter { get; init; }

    /// <summary>The name of the result column; null = function and argument joined by <c>_</c>.</summary>
    public string? As { get; init; }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Plan))]
internal sealed partial class PlanJson : JsonSerializerContext;
