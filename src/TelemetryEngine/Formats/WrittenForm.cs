using Apache.Arrow.Ipc;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Formats;

// A format with everything that is said about it.
// Match: The format and the packing around it.
// Options: How the result is to look.
internal readonly record struct WrittenForm(FormatMatch Match, WriterOptions Options)
{
    // What a file's name and a caller's wishes say.
    // throws PlanException: The name stands for no format, or the format has no use for a wish.
    public static WrittenForm OfPath(string path, WriteOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (options?.Format is { } name)
        {
            return Named(name, path, options);
        }

        return FormatCatalog.FindByPath(path) is { } match ? Of(match, options) : throw new PlanException(
            $"the name '{path}' stands for no format; there is {string.Join(", ", FormatCatalog.Written.SelectMany(static format => format.Extensions))}, also with .gz or .br behind it");
    }

    // A format that is named. A file's name says what else it can: how it is packed, and a delimiter.
    // path: The file; null for what has no name.
    // throws PlanException: The format has no use for a wish.
    public static WrittenForm Of(string format, string? path, WriteOptions? options)
    {
        return options?.Format is { } other && other != format
            ? throw new PlanException(
                $"{nameof(WriteOptions.Format)} is '{other}', and the method writes {format}; leave it out, or call {Fix.Output}")
            : Of(With(path, new FormatMatch(FormatCatalog.FindByName(format)!)), options);
    }

    private static WrittenForm Named(string name, string path, WriteOptions options)
    {
        if (FormatCatalog.MatchByName(name) is { } match)
        {
            return Of(With(path, match), options);
        }

        string[] names = [.. FormatCatalog.Written.Select(static format => format.Name)];
        throw new PlanException($"there is no format '{name}'; {NearestName.Hint(name, names, $"there is {string.Join(", ", names)}")}");
    }

    private static FormatMatch With(string? path, FormatMatch match)
    {
        if (path is null)
        {
            return match;
        }

        ArgumentException.ThrowIfNullOrEmpty(path);
        byte? delimiter = FormatCatalog.FindByPath(path) is { } named && named.Format == match.Format ? named.Delimiter : null;
        return match with { Compression = FormatCatalog.CompressionOf(path), Delimiter = match.Delimiter ?? delimiter };
    }

    private static WrittenForm Of(FormatMatch match, WriteOptions? options)
    {
        options ??= new WriteOptions();
        Check(match.Format, options);
        return new WrittenForm(match, new WriterOptions
        {
            Delimiter = options.Delimiter is { } delimiter ? (byte)delimiter : match.Delimiter ?? (byte)',',
            Header = options.Header,
            MaxTableRows = options.MaxTableRows,
            IsForSpreadsheets = options.IsForSpreadsheets,
            Compression = options.Compression switch
            {
                null => CompressionType.None,
                CompressionCodecType.Zstd => CompressionType.Zstd,
                _ => CompressionType.Lz4Frame,
            },
        });
    }

    private static void Check(Format format, WriteOptions options)
    {
        string? unused = format.Name == "csv" ? null
            : options.Delimiter is not null ? nameof(WriteOptions.Delimiter)
            : !options.Header ? nameof(WriteOptions.Header)
            : options.IsForSpreadsheets ? nameof(WriteOptions.IsForSpreadsheets)
            : null;
        if (unused is not null)
        {
            throw new PlanException($"{unused} is for CSV, and the output is {format.Name}; leave it out, or write CSV");
        }

        if (options.MaxTableRows is not null && format.Name != "table")
        {
            throw new PlanException(
                $"{nameof(WriteOptions.MaxTableRows)} is for tables, and the output is {format.Name}; leave it out, or write a table");
        }

        if (options.Compression is not null && !format.CanCompressBuffers)
        {
            throw new PlanException(
                $"{nameof(WriteOptions.Compression)} packs the buffers of Arrow, and the output is {format.Name}; write Arrow, or pack a whole file by its name: FILE{format.Extensions[0]}.gz");
        }
    }
}
