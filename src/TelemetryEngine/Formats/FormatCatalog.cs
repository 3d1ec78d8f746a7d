using TelemetryEngine.Formats.ArrowIpc;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.NdJson;
using TelemetryEngine.Formats.Nem12;
using TelemetryEngine.Formats.Table;

namespace TelemetryEngine.Formats;

// The formats, a line for each. Help, documentation and the choice by a file's name come from here.
internal static class FormatCatalog
{
    // All formats.
    public static IReadOnlyList<Format> All { get; } =
    [
        new("csv", [".csv", ".tsv", ".tab"], "comma-separated values; .tsv and .tab with tabs", IsBinary: false,
            static (s, c, o) => new CsvWriter(s, c, o))
        {
            HasIndependentRows = true,
            OpenSource = CsvSource.Open,
        },
        new("ndjson", [".ndjson", ".jsonl"], "one JSON object a line", IsBinary: false,
            static (s, c, o) => new NdJsonWriter(s, c, o)) { HasIndependentRows = true },
        new("arrow", [".arrow", ".feather", ".ipc"], "an Arrow file", IsBinary: true, static (s, c, o) => ArrowIpcWriter.ForFile(s, c, o))
        {
            CanCompressBuffers = true,
            HoldsArrowTypes = true,
            OpenSource = ArrowSource.Open,

            // a file begins with its name, a stream with the mark of a message
            Marks = ["ARROW1"u8.ToArray(), [0xFF, 0xFF, 0xFF, 0xFF]],
            Content = "Arrow data",
        },
        new("arrows", [".arrows"], "an Arrow stream, which a reader can begin with before its end", IsBinary: true,
            static (s, c, o) => ArrowIpcWriter.ForStream(s, c, o))
        {
            CanCompressBuffers = true,
            HoldsArrowTypes = true,
        },
        new("nem12", [], "readings of interval meters", IsBinary: false, CreateWriter: null)
        {
            OpenSource = Nem12Source.Open,
            Marks = ["100,NEM12"u8.ToArray(), "100,NEM13"u8.ToArray()],
        },
        new("table", [".table"], "aligned columns for a terminal", IsBinary: false, static (s, c, o) => new TableWriter(s, c, o)),
        new("markdown", [".md"], "a table in Markdown", IsBinary: false, static (s, c, o) => new MarkdownWriter(s, c, o)),
    ];

    // Those that can be an output.
    public static IEnumerable<Format> Written => All.Where(static format => format.CanWrite);

    // The format of this name, or null.
    public static Format? FindByName(string name) =>
        All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase));

    // The format that plans read by this name, as it is.
    // throws PlanException: There is none.
    public static Format FindReader(string name)
    {
        Format[] readers = [.. All.Where(static format => format.OpenSource is not null)];
        return Array.Find(readers, format => format.Name == name)
            ?? throw new PlanException(
                $"unknown source format '{name}'; there is {string.Join(", ", readers[..^1].Select(static format => format.Name))} and {readers[^1].Name}");
    }

    // The format that marks its inputs so, or null.
    // head: The first bytes of an input.
    // isBinary: True for bytes as they are, false for those of a text in UTF-8.
    public static Format? FindByMark(ReadOnlySpan<byte> head, bool isBinary)
    {
        foreach (Format format in All)
        {
            if (format.IsBinary == isBinary && format.Recognizes(head))
            {
                return format;
            }
        }

        return null;
    }

    // What a word after --format says: a format's name, or tsv for CSV with tabs. Null when it says nothing.
    public static FormatMatch? MatchByName(string name) =>
        string.Equals(name, "tsv", StringComparison.OrdinalIgnoreCase) ? new FormatMatch(FindByName("csv")!, Delimiter: (byte)'\t')
        : FindByName(name) is { CanWrite: true } found ? new FormatMatch(found) : null;

    // What a file's name says: its format by the extension, under .gz or .br if there is one. Null when the extension means nothing.
    public static FormatMatch? FindByPath(string path)
    {
        FileCompression compression = CompressionOf(path);
        string name = compression == FileCompression.None ? path : Path.ChangeExtension(path, null);
        string extension = Path.GetExtension(name).ToLowerInvariant();
        return All.FirstOrDefault(format => format.Extensions.Contains(extension)) is { } found
            ? new FormatMatch(found, compression, extension is ".tsv" or ".tab" ? (byte)'\t' : null)
            : null;
    }

    // How a file is packed, by its name.
    public static FileCompression CompressionOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".gz" => FileCompression.Gzip,
        ".br" => FileCompression.Brotli,
        _ => FileCompression.None,
    };
}
