using TelemetryEngine.Expressions;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Sql;

// The options of a function that reads files.
internal sealed class SqlReading(string function)
{
    private static readonly Dictionary<string, Func<TextPlan, object?, TextPlan?>> TextOptions = new(StringComparer.Ordinal)
    {
        ["delim"] = static (text, value) => value is string one ? text with { Delimiter = one } : null,
        ["header"] = static (text, value) => value is bool has ? text with { Header = has } : null,
        ["names"] = static (text, value) => value is string names ? text with { Columns = Listed(names) } : null,
        ["nullstr"] = static (text, value) => value is string words ? text with { Null = Listed(words) } : null,
        ["comment"] = static (text, value) => value is string one ? text with { Comment = one } : null,
        ["encoding"] = static (text, value) => value is string name ? text with { Encoding = name } : null,
        ["skip"] = static (text, value) => value is long and >= 0 and <= int.MaxValue and var lines ? text with { SkipLines = (int)lines } : null,
        ["decimal_comma"] = static (text, value) => value is bool has ? text with { DecimalComma = has } : null,
        ["thousands"] = static (text, value) => value is string one ? text with { Thousands = one } : null,
        ["strip_units"] = static (text, value) => value is bool has ? text with { StripUnits = has } : null,
        ["ragged"] = static (text, value) => value is string how ? text with { Ragged = how } : null,
        ["union_by_name"] = static (text, value) => value is bool has ? text with { UnionByName = has } : null,
    };

    private static readonly Dictionary<string, Func<TimePlan, string, TimePlan>> TimeOptions = new(StringComparer.Ordinal)
    {
        ["time"] = static (time, text) => time with { Column = text },
        ["time_format"] = static (time, text) => time with { Format = text },
        ["time_zone"] = static (time, text) => time with { Zone = text },
        ["input_zone"] = static (time, text) => time with { InputZone = text },
        ["ambiguous"] = static (time, text) => time with { Ambiguous = text },
        ["nonexistent"] = static (time, text) => time with { Nonexistent = text },
    };

    private readonly List<SchemaColumn> _types = [];
    private TextPlan _text = new();
    private TimePlan? _time;
    private ErrorPolicy? _policy;

    private bool IsText => function.StartsWith("read_csv", StringComparison.Ordinal);

    // Takes an option.
    // throws PlanException: There is none of the name, or it can't be that.
    public void Set(SourceAt at, string name, object? value)
    {
        if (IsText && TextOptions.TryGetValue(name, out Func<TextPlan, object?, TextPlan?>? text))
        {
            _text = text(_text, value) ?? throw Wrong();
        }
        else if (TimeOptions.TryGetValue(name, out Func<TimePlan, string, TimePlan>? time))
        {
            _time = time(_time ?? new TimePlan(), value as string ?? throw Wrong());
        }
        else if (name == "types")
        {
            foreach (string item in Listed(value as string ?? throw Wrong()))
            {
                string[] sides = item.Split('=', 2);
                _types.Add(sides is [var column, var type] && SchemaColumn.IsType(type) ? new SchemaColumn(column, type) : throw Wrong());
            }
        }
        else if (name == "on_error")
        {
            _policy = value switch { "fail" => ErrorPolicy.Fail, "skip" => ErrorPolicy.Skip, "null" => ErrorPolicy.Null, _ => throw Wrong() };
        }
        else
        {
            IEnumerable<string> known = (IsText ? TextOptions.Keys : Enumerable.Empty<string>()).Concat(TimeOptions.Keys).Append("types").Append("on_error");
            throw at.Error($"{function} has no option '{name}'; {NearestName.Hint(name, known, $"there is {string.Join(", ", known)}")}");
        }

        PlanException Wrong() => at.Error($"{name} can't be {(value is string shown ? $"'{shown}'" : value ?? "null")}");
    }

    public Pipeline ToPipeline(string[] paths)
    {
        Pipeline rows = function switch
        {
            "read_arrow" => Telemetry.ReadArrow(paths),
            "read_nem12" => Telemetry.ReadNem12(paths),
            _ => Telemetry.ReadCsv(paths, _text),
        };
        rows = _types.Count == 0 ? rows : rows.Schema([.. _types.Select(static type => (type.Name, type.Type))]);
        rows = _time is null ? rows : rows.Time(_time);
        return _policy is { } policy ? rows.OnError(policy) : rows;
    }

    private static string[] Listed(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}
