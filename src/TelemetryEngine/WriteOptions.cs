using Apache.Arrow.Ipc;

namespace TelemetryEngine;

/// <summary>
/// How a written result is to look. What the format has no use for is an error, so that a file is not taken for what it is not.
/// </summary>
public sealed record WriteOptions
{
    /// <summary>
    /// The format of <see cref="Pipeline.Write"/>, by its name in <see cref="Catalog.Formats"/>, or <c>tsv</c> for CSV with tabs; null =
    /// the one that the file's name stands for. Methods that name a format take no other here.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>The most rows that a table shows (the format <c>table</c>), with a line that counts the others; null = all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int? MaxTableRows
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(MaxTableRows));
            field = value;
        }
    }

    /// <summary>
    /// What stands between the fields of CSV; null = a comma, and a tab in files that are named <c>.tsv</c> or <c>.tab</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not ASCII, or it is a quote, a line end or NUL.</exception>
    public char? Delimiter
    {
        get;
        init => field = value is null || (char.IsAscii(value.Value) && value is not ('"' or '\r' or '\n' or '\0'))
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Delimiter),
                "a delimiter is one ASCII character other than a quote, a line end or NUL");
    }

    /// <summary>False leaves out the line of names in CSV.</summary>
    public bool Header { get; init; } = true;

    /// <summary>True puts an apostrophe before texts and names in CSV that a spreadsheet would take for a formula: those that begin with
    /// <c>= + - @</c>, a tab or a line end. Numbers stay as they are.</summary>
    public bool IsForSpreadsheets { get; init; }

    /// <summary>
    /// How the buffers of Arrow files and streams are packed; null = not at all. Any reader of Arrow finds batches and columns in them as
    /// before.
    /// </summary>
    public CompressionCodecType? Compression { get; init; }
}
