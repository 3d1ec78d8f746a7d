using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Inputs;

// How an input is written, as plans call it.
internal enum InputKind
{
    // Delimited text.
    Csv,

    // An Arrow file or stream.
    Arrow,

    // Text of interval meters, as --input-format says.
    Nem12,
}

// Tells the kinds of input apart: by the name's end, and where that says nothing, by the first bytes.
internal static class InputKinds
{
    private static readonly string[] CannotRead =
        [".parquet", ".json", ".ndjson", ".jsonl", ".xlsx", ".xls", ".zip", ".orc", ".avro", ".bz2", ".xz", ".7z"];

    // The kind of a file.
    // throws UsageException: The name's end stands for a format that can't be read.
    public static InputKind Of(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        string inner = extension is ".gz" or ".br" or ".zst" ? Path.GetExtension(path[..^extension.Length]).ToLowerInvariant() : extension;
        if (CannotRead.Contains(inner))
        {
            throw new UsageException(
                $"'{path}': {inner} is not a format that can be read; those are csv, tsv (also .gz, .zst and .br), arrow and arrows");
        }

        return inner switch
        {
            ".csv" or ".tsv" or ".tab" or ".txt" => InputKind.Csv,
            ".arrow" or ".arrows" or ".feather" or ".ipc" => InputKind.Arrow,
            _ => extension == inner ? KindOf(Telemetry.FormatOf(path, out _)) : InputKind.Csv,
        };
    }

    // The kind of standard input, and a stream that still has the bytes that were looked at.
    // throws InputException: It is closed.
    public static InputKind OfStandardInput(out Stream? stream) => KindOf(Telemetry.FormatOf("-", out stream));

    // The kind in words.
    public static string Describe(InputKind kind) =>
        kind switch { InputKind.Csv => "delimited text", InputKind.Arrow => "an Arrow file", _ => "NEM12" };

    // The kind as plans call it.
    public static string Name(InputKind kind) => kind switch { InputKind.Csv => "csv", InputKind.Arrow => "arrow", _ => "nem12" };

    // The kind that --input-format names; null where it is not given. As nothing is written as NEM12, --format nem12 says it too.
    // throws UsageException: There is no such kind.
    public static InputKind? Said(Arguments arguments) => FlagText.Choice(arguments, "--input-format", "csv", "arrow", "nem12") switch
    {
        "csv" => InputKind.Csv,
        "arrow" => InputKind.Arrow,
        "nem12" => InputKind.Nem12,
        _ => arguments.Verb.For != For.Inspect && arguments.Value("--format") == "nem12" ? InputKind.Nem12 : null,
    };

    private static InputKind KindOf(string format) => format == "arrow" ? InputKind.Arrow : InputKind.Csv;
}
