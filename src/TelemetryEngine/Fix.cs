using TelemetryEngine.Quoting;

namespace TelemetryEngine;

/// <summary>
/// An option that a message names, as a rule because it helps. <see cref="ToString"/> words it as the method to call or the property to
/// set; who has other words for options, as the program has flags, makes them of <see cref="Option"/> and <see cref="Arguments"/>.
/// </summary>
public sealed class Fix
{
    internal static readonly Fix Time = Method("time", "Time");
    internal static readonly Fix TimeFormat = Text("timeFormat", "TimePlan.Format");
    internal static readonly Fix TimeZone = Text("timeZone", "TimePlan.Zone");
    internal static readonly Fix InputZone = Text("inputZone", "TimePlan.InputZone");
    internal static readonly Fix Ambiguous = Text("ambiguous", "TimePlan.Ambiguous");
    internal static readonly Fix DstColumn =
        new("dstColumn", static values => Set("TimePlan.DstColumn", values.Length == 0 ? "" : CSharpText.Of(string.Join('=', values))));
    internal static readonly Fix Nonexistent = Text("nonexistent", "TimePlan.Nonexistent");
    internal static readonly Fix Between = Method("between", "Between");

    internal static readonly Fix Every =
        new("every", static lengths => Call(lengths.Length > 1 ? "Hopping.Every" : "Tumbling.Every", lengths));
    internal static readonly Fix Cumulate = Method("cumulate", "Cumulative.Step");
    internal static readonly Fix Session = Method("session", "Session.Gap");
    internal static readonly Fix Align = Text("align", "WindowPlan.Align");
    internal static readonly Fix GroupBy = Method("groupBy", "GroupBy");
    internal static readonly Fix Series = Method("series", "Series");
    internal static readonly Fix Aggregate = Method("aggregate", "Aggregate.Of");
    internal static readonly Fix Fill = new("fill", static values => Call("Fill", [.. values.Reverse()]));

    internal static readonly Fix Where = Method("where", "Where");
    internal static readonly Fix Dedup = Method("dedup", "Dedup");
    internal static readonly Fix Join = Method("join", "Join");
    internal static readonly Fix OnError =
        new("onError",
            static values => values.Length == 0
                ? "OnError"
                : $"OnError(ErrorPolicy.{char.ToUpperInvariant(values[0][0])}{values[0][1..]})");
    internal static readonly Fix MaxRejects = Text("maxRejects", "RunOptions.MaxRejects");
    internal static readonly Fix Rejects = Text("rejects", "RunOptions.RejectsPath");

    internal static readonly Fix Schema = new("schema", static values => values.Length == 0 ? "Schema" : $"Schema({Call("", values)})");
    internal static readonly Fix Columns = List("columns", "TextPlan.Columns");
    internal static readonly Fix NoHeader = Switch("noHeader", "TextPlan.Header", "false");
    internal static readonly Fix Null = List("null", "TextPlan.Null");
    internal static readonly Fix Encoding = Text("encoding", "TextPlan.Encoding");
    internal static readonly Fix SkipLines = Number("skipLines", "TextPlan.SkipLines");
    internal static readonly Fix HeaderLine =
        new("headerLine", static values => Set("TextPlan.SkipLines", values.Length == 0 ? "" : $"{int.Parse(values[0], null) - 1}"));
    internal static readonly Fix SkipAfterHeader = Number("skipAfterHeader", "TextPlan.SkipAfterHeader");
    internal static readonly Fix Ragged = Text("ragged", "TextPlan.Ragged");
    internal static readonly Fix KeepRecords = List("keepRecords", "TextPlan.KeepRecords");
    internal static readonly Fix UnionByName = Switch("unionByName", "TextPlan.UnionByName");
    internal static readonly Fix DecimalComma = Switch("decimalComma", "TextPlan.DecimalComma");
    internal static readonly Fix Thousands = Text("thousands", "TextPlan.Thousands");
    internal static readonly Fix StripUnits = Switch("stripUnits", "TextPlan.StripUnits");

    internal static readonly Fix Unpivot = Method("unpivot", "Unpivot");
    internal static readonly Fix NamesTo = Text("namesTo", "UnpivotStep.NamesTo");
    internal static readonly Fix ValuesTo = Text("valuesTo", "UnpivotStep.ValuesTo");
    internal static readonly Fix NamesAre = Text("namesAre", "UnpivotStep.Names");
    internal static readonly Fix IncludeNulls = Switch("includeNulls", "UnpivotStep.IncludeNulls");

    internal static readonly Fix Output = Method("output", "Write");
    internal static readonly Fix Format =
        new("format",
            static names => string.Join(" or ", names.Select(static name => name == "arrow" ? "WriteArrow" : "WriteArrowStream")));
    internal static readonly Fix Memory = Number("memory", "RunOptions.MemoryBytes");
    internal static readonly Fix Temp = Text("temp", "RunOptions.TempPath");

    // What shows how an input is read.
    internal static readonly Fix Inspect = new("inspect", static _ => "ToPlan()");

    // A column that may stand in place of that of the fix before.
    internal static readonly Fix Column = new("column", static values => CSharpText.Of(values[0]));

    private readonly Func<string[], string> _words;
    private readonly string[] _arguments;

    private Fix(string option, Func<string[], string> words, params string[] arguments)
    {
        Option = option;
        _words = words;
        _arguments = arguments;
    }

    /// <summary>
    /// The option's name: that of the program's flag, as <c>timeFormat</c> is that of <c>--time-format</c>; <c>groupBy</c> and
    /// <c>aggregate</c> are <c>--by</c> and <c>--agg</c>.
    /// </summary>
    public string Option { get; }

    /// <summary>
    /// What it is given, as it is meant and without quotes, such as a column's name and its type; none where the message leaves that open.
    /// </summary>
    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>
    /// The option with what it is given, as C# has it: <c>Schema(("power", "float64"))</c>, <c>TimePlan.Format = "dd/MM/yyyy"</c>.
    /// </summary>
    public override string ToString() => _words(_arguments);

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is Fix other && other.Option == Option && other._arguments.AsSpan().SequenceEqual(_arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Option, _arguments.FirstOrDefault());

    // The option, given something.
    internal Fix With(params string[] arguments) => new(Option, _words, arguments);

    private static Fix Method(string option, string name) => new(option, values => Call(name, values));

    private static Fix Text(string option, string name) =>
        new(option, values => Set(name, values.Length == 0 ? "" : CSharpText.Of(values[0])));

    private static Fix Switch(string option, string name, string value = "true") => new(option, _ => Set(name, value));

    private static Fix Number(string option, string name) => new(option, values => Set(name, values.Length == 0 ? "" : values[0]));

    private static Fix List(string option, string name) =>
        new(option, values => Set(name, values.Length == 0 ? "" : $"[{Listed(values)}]"));

    private static string Call(string name, string[] values) => values.Length == 0 ? name : $"{name}({Listed(values)})";

    private static string Set(string name, string value) => value.Length == 0 ? name : $"{name} = {value}";

    private static string Listed(string[] values) => string.Join(", ", values.Select(CSharpText.Of));
}
