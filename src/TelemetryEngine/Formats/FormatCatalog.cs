using TelemetryEngine.Formats.ArrowIpc;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.NdJson;
using TelemetryEngine.Formats.Table;

namespace TelemetryEngine.Formats;

/// <summary>The formats, a line for each. Help, documentation and the choice by a file's name come from here.</summary>
internal static class FormatCatalog
{
    /// <summary>All formats.</summary>
    public static IReadOnlyList<Format> All { get; } =
    [
        new("csv", [".csv", ".tsv", ".tab"], "comma-separated values; .tsv and .tab with tabs", CanRead: true, IsBinary: false, static (s, c, o) => new CsvWriter(s, c, o), HasIndependentRows: true),
        new("ndjson", [".ndjson", ".jsonl"], "one JSON object a line", CanRead: false, IsBinary: false, static (s, c, o) => new NdJsonWriter(s, c, o), HasIndependentRows: true),
        new("arrow", [".arrow", ".feather", ".ipc"], "an Arrow file", CanRead: true, IsBinary: true, static (s, c, o) => ArrowIpcWriter.ForFile(s, c, o), CanCompressBuffers: true, HoldsArrowTypes: true),
        new("arrows", [".arrows"], "an Arrow stream, which a reader can begin with before its end", CanRead: true, IsBinary: true, static (s, c, o) => ArrowIpcWriter.ForStream(s, c, o), CanCompressBuffers: true, HoldsArrowTypes: true),
        new("table", [".table"], "aligned columns for a terminal", CanRead: false, IsBinary: false, static (s, c, o) => new TableWriter(s, c, o)),
        new("markdown", [".md"], "a table in Markdown", CanRead: false, IsBinary: false, static (s, c, o) => new MarkdownWriter(s, c, o)),
    ];

    /// <summary>The format of this name, or null.</summary>
    public static Format? FindByName(string name) => All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a word after --format says: a format's name, or <c>tsv</c> for CSV with tabs. Null when it says nothing.</summary>
    public static FormatMatch? MatchByName(string name) =>
        string.Equals(name, "tsv", StringComparison.OrdinalIgnoreCase) ? new FormatMatch(FindByName("csv")!, Delimiter: (byte)'\t')
        : FindByName(name) is { } found ? new FormatMatch(found) : null;

    /// <summary>What a file's name says: its format by the extension, under .gz or .br if there is one. Null when the extension means nothing.</summary>
    public static FormatMatch? FindByPath(string path)
    {
        FileCompression compression = CompressionOf(path);
        string name = compression == FileCompression.None ? path : Path.ChangeExtension(path, null);
        string extension = Path.GetExtension(name).ToLowerInvariant();
        return All.FirstOrDefault(format => format.Extensions.Contains(extension)) is { } found
            ? new FormatMatch(found, compression, extension is ".tsv" or ".tab" ? (byte)'\t' : null)
            : null;
    }

    /// <summary>How a file is packed, by its name.</summary>
    public static FileCompression CompressionOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".gz" => FileCompression.Gzip,
        ".br" => FileCompression.Brotli,
        _ => FileCompression.None,
    };
}
