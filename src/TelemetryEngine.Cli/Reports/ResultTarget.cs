using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Cli.Reports;

/// <summary>Where a result goes and in which form.</summary>
/// <param name="Path">The file; - is standard output.</param>
/// <param name="Match">The form.</param>
/// <param name="MaxTableRows">The most rows of a table, or null for all.</param>
internal sealed record ResultTarget(string Path, FormatMatch Match, int? MaxTableRows)
{
    private const int RowsOnTerminal = 40;

    /// <summary>Decides by --format, by the output's name, and by who looks at standard output, in this order.</summary>
    /// <param name="arguments">The flags.</param>
    /// <param name="isResult">True for a result, which a terminal gets as a table; false for rows, which may be many and are never one.</param>
    /// <exception cref="UsageException">The form is unknown, or nothing for a terminal.</exception>
    public static ResultTarget Choose(Arguments arguments, bool isResult)
    {
        string path = arguments.Value("--output") ?? "-";
        FormatMatch? named = path == "-" ? null : FormatCatalog.FindByPath(path);
        if (Wanted(arguments) is { } wanted)
        {
            byte? delimiter = named is { } match && match.Format == wanted ? match.Delimiter : null;
            return Checked(path, new FormatMatch(wanted, FormatCatalog.CompressionOf(path), delimiter), null);
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
            throw new UsageException($"--output: the name '{path}' stands for no format; add --format, such as --format csv");
        }

        bool isTable = isResult && path == "-" && StandardOutput.IsInteractive;
        Format format = FormatCatalog.FindByName(isTable ? "table" : "csv")!;
        return new ResultTarget(path, new FormatMatch(format), isTable ? RowsOnTerminal : null);
    }

    private static ResultTarget Checked(string path, FormatMatch match, int? maxTableRows) =>
        match.Format.IsBinary && path == "-" && StandardOutput.IsInteractive
            ? throw new UsageException($"{match.Format.Name} is nothing to look at; write it to a file with --output")
            : new ResultTarget(path, match, maxTableRows);

    private static Format? Wanted(Arguments arguments) =>
        FlagText.Choice(arguments, "--format", FormatNames(arguments)) is { } name ? FormatCatalog.FindByName(name) : null;

    private static string[] FormatNames(Arguments arguments) =>
        Options.Of(arguments.Verb.For).First(flag => flag.Name == "--format").Value!.Split('|');
}
