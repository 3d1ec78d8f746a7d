using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Cli.Reports;

/// <summary>Where a result goes and in which form.</summary>
/// <param name="Path">The file; - is standard output.</param>
/// <param name="Match">The form.</param>
/// <param name="MaxTableRows">The most rows of a table, or null for all.</param>
/// <param name="Compression">How its buffers are packed.</param>
/// <param name="IsForSpreadsheets">True where a spreadsheet is to find no formulas in it.</param>
internal sealed record ResultTarget(string Path, FormatMatch Match, int? MaxTableRows, CompressionType Compression = CompressionType.None, bool IsForSpreadsheets = false)
{
    private const int RowsOnTerminal = 40;

    /// <summary>The form with everything that is said about it.</summary>
    public WrittenForm Form => new(Match, new WriterOptions
    {
        MaxTableRows = MaxTableRows,
        Delimiter = Match.Delimiter ?? (byte)',',
        Compression = Compression,
        IsForSpreadsheets = IsForSpreadsheets,
    });

    /// <summary>Decides by --format, --compression and --csv-safe, by the output's name, and by who looks at standard output, in this order.</summary>
    /// <param name="arguments">The flags.</param>
    /// <param name="isResult">True for a result, which a terminal gets as a table; false for rows, which may be many and are never one.</param>
    /// <exception cref="UsageException">The form is unknown, or nothing for a terminal, or can't be packed as wanted.</exception>
    public static ResultTarget Choose(Arguments arguments, bool isResult)
    {
        ResultTarget target = ChooseForm(arguments, isResult);
        CompressionType compression = FlagText.Choice(arguments, "--compression", "none", "lz4", "zstd") switch
        {
            "lz4" => CompressionType.Lz4Frame,
            "zstd" => CompressionType.Zstd,
            _ => CompressionType.None,
        };
        Format format = target.Match.Format;
        bool isForSpreadsheets = arguments.Has("--csv-safe");
        if (isForSpreadsheets && format.Name != "csv")
        {
            throw new UsageException($"--csv-safe is for CSV, and the output is {format.Name}; leave it out, or add --format csv");
        }

        return compression == CompressionType.None || format.CanCompressBuffers
            ? target with { Compression = compression, IsForSpreadsheets = isForSpreadsheets }
            : throw new UsageException(
                $"--compression packs the buffers of Arrow files, and the output is {format.Name}; add --format arrow, or pack the whole file with -o FILE{format.Extensions[0]}.gz");
    }

    private static ResultTarget ChooseForm(Arguments arguments, bool isResult)
    {
        string path = arguments.Value("--output") ?? "-";
        FormatMatch? named = path == "-" ? null : FormatCatalog.FindByPath(path);
        if (Wanted(arguments) is { } wanted)
        {
            byte? delimiter = named is { } match && match.Format == wanted.Format ? match.Delimiter : null;
            return Checked(path, wanted with { Compression = FormatCatalog.CompressionOf(path), Delimiter = wanted.Delimiter ?? delimiter }, null);
        }

        if (named is { } known)
        {
            string[] names = FormatNames(arguments);
            return names.Contains(known.Format.Name)
                ? Checked(path, known, null)
                : throw new UsageException($"'{arguments.Verb.Name}' does not write {known.Format.Name} ('{path}'); it writes {string.Join(", ", names)}");
        }

        if (path != "-" && System.IO.Path.GetExtension(path).Length > 0)
        {
            throw new UsageException($"--output: the name '{path}' stands for no format; there is {string.Join(", ", FormatNames(arguments))}: add one with --format, such as --format csv");
        }

        bool isTable = isResult && path == "-" && StandardOutput.IsInteractive;
        Format format = FormatCatalog.FindByName(isTable ? "table" : "csv")!;
        return new ResultTarget(path, new FormatMatch(format), isTable ? RowsOnTerminal : null);
    }

    private static ResultTarget Checked(string path, FormatMatch match, int? maxTableRows) =>
        match.Format.IsBinary && path == "-" && StandardOutput.IsInteractive
            ? throw new UsageException($"{match.Format.Name} is nothing to look at; write it to a file with --output")
            : new ResultTarget(path, match, maxTableRows);

    // --format nem12 says what is read
    private static FormatMatch? Wanted(Arguments arguments) =>
        arguments.Value("--format") == "nem12" && (arguments.Verb.For & For.Readers) != 0 ? null : FlagText.Choice(arguments, "--format", FormatNames(arguments)) is { } name ? FormatCatalog.MatchByName(name) : null;

    private static string[] FormatNames(Arguments arguments) =>
        Options.Of(arguments.Verb.For).First(flag => flag.Name == "--format").Value!.Split('|');
}
