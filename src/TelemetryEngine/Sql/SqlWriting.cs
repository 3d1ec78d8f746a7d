using Apache.Arrow.Ipc;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// The options of COPY.
internal sealed class SqlWriting
{
    private static readonly Dictionary<string, Func<WriteOptions, object?, WriteOptions?>> Known = new(StringComparer.Ordinal)
    {
        ["format"] = static (options, value) => value is string name ? options with { Format = name.ToLowerInvariant() } : null,
        ["header"] = static (options, value) => value is bool has ? options with { Header = has } : null,
        ["delimiter"] = Delimiter,
        ["delim"] = Delimiter,
        ["sep"] = Delimiter,
        ["compression"] = static (options, value) => value switch
        {
            "lz4" => options with { Compression = CompressionCodecType.Lz4Frame },
            "zstd" => options with { Compression = CompressionCodecType.Zstd },
            "none" => options,
            _ => null,
        },
        ["csv_safe"] = static (options, value) => value is bool safe ? options with { IsForSpreadsheets = safe } : null,
    };

    public WriteOptions Options { get; private set; } = new();

    // Takes an option.
    // throws PlanException: There is none of the name, or it can't be that.
    public void Set(SourceAt at, string name, object? value)
    {
        if (!Known.TryGetValue(name, out Func<WriteOptions, object?, WriteOptions?>? option))
        {
            throw at.Error(
                $"'copy' has no option '{name}'; {NearestName.Hint(name, Known.Keys, $"there is {string.Join(", ", Known.Keys)}")}");
        }

        Options = option(Options, value) ?? throw at.Error($"{name} can't be {(value is string shown ? $"'{shown}'" : value ?? "null")}");
    }

    private static WriteOptions? Delimiter(WriteOptions options, object? value) =>
        value is string { Length: 1 } text && char.IsAscii(text[0]) && text[0] is not ('"' or '\r' or '\n' or '\0')
            ? options with { Delimiter = text[0] }
            : null;
}
