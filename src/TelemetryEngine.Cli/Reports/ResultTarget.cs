using Apache.Arrow.Ipc;
using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Reports;

// Where a result goes and in which form.
// Path: The file; - is standard output.
// Options: The form, with everything that is said about it.
internal sealed record ResultTarget(string Path, WriteOptions Options)
{
    private const int RowsOnTerminal = 40;

    // Decides by --format, --compression and --csv-safe, by the output's name, and by who looks at standard output, in this order.
    // isResult: True for a result, which a terminal gets as a table; false for rows, which may be many and are never one.
    // throws UsageException: The form is unknown, or nothing for a terminal, or can't be packed as wanted.
    public static ResultTarget Choose(Arguments arguments, bool isResult)
    {
        ResultTarget target = ChooseForm(arguments, isResult, out FileFormat format);
        CompressionCodecType? compression = FlagText.Choice(arguments, "--compression", "none", "lz4", "zstd") switch
        {
            "lz4" => CompressionCodecType.Lz4Frame,
            "zstd" => CompressionCodecType.Zstd,
            _ => null,
        };
        bool isForSpreadsheets = arguments.Has("--csv-safe");
        if (isForSpreadsheets && format.Name != "csv")
        {
            throw new UsageException($"--csv-safe is for CSV, and the output is {format.Name}; leave it out, or add --format csv");
        }

        return compression is null || format.PacksBuffers
            ? target with { Options = target.Options with { Compression = compression, IsForSpreadsheets = isForSpreadsheets } }
            : throw new UsageException(
                $"--compression packs the buffers of Arrow files, and the output is {format.Name}; add --format arrow, or pack the whole file with -o FILE{format.Extensions[0]}.gz");
    }

    private static ResultTarget ChooseForm(Arguments arguments, bool isResult, out FileFormat format)
    {
        string path = arguments.Value("--output") ?? "-";
        if (Wanted(arguments) is { } wanted)
        {
            format = Known(wanted == "tsv" ? "csv" : wanted);
            return Checked(path, wanted, format);
        }

        if (path != "-" && Catalog.FormatOf(path) is { } known)
        {
            format = known;
            string[] names = FormatNames(arguments);
            string written = string.Join(", ", names);
            return names.Contains(known.Name)
                ? Checked(path, known.Name, known)
                : throw new UsageException($"'{arguments.Verb.Name}' does not write {known.Name} ('{path}'); it writes {written}");
        }

        if (path != "-" && System.IO.Path.GetExtension(path).Length > 0)
        {
            string written = string.Join(", ", FormatNames(arguments));
            throw new UsageException(
                $"--output: the name '{path}' stands for no format; there is {written}: add one with --format, such as --format csv");
        }

        bool isTable = isResult && path == "-" && StandardOutput.IsInteractive;
        format = Known(isTable ? "table" : "csv");
        return new ResultTarget(path, new WriteOptions { Format = format.Name, MaxTableRows = isTable ? RowsOnTerminal : null });
    }

    private static ResultTarget Checked(string path, string name, FileFormat format) =>
        format.IsBinary && path == "-" && StandardOutput.IsInteractive
            ? throw new UsageException($"{format.Name} is nothing to look at; write it to a file with --output")
            : new ResultTarget(path, new WriteOptions { Format = name });

    private static FileFormat Known(string name) => Catalog.Formats.First(format => format.Name == name);

    // --format nem12 says what is read
    private static string? Wanted(Arguments arguments) => arguments.Value("--format") == "nem12" && (arguments.Verb.For & For.Readers) != 0
        ? null
        : FlagText.Choice(arguments, "--format", FormatNames(arguments));

    private static string[] FormatNames(Arguments arguments) =>
        Flags.Options.Of(arguments.Verb.For).First(flag => flag.Name == "--format").Value!.Split('|');
}
