using Apache.Arrow.Ipc;

namespace TelemetryEngine;

/// <summary>How a written result is to look. What the format has no use for is an error, so that nobody takes a file for what it is not.</summary>
public sealed record WriteOptions
{
    /// <summary>What stands between the fields of CSV; null = a comma, and a tab in files that are named <c>.tsv</c> or <c>.tab</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not ASCII, or it is a quote, a line end or NUL.</exception>
    public char? Delimiter
    {
        get;
        init => field = value is null || (char.IsAscii(value.Value) && value is not ('"' or '\r' or '\n' or '\0'))
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Delimiter), "a delimiter is one ASCII character other than a quote, a line end or NUL");
    }

    /// <summary>False leaves out the line of names in CSV.</summary>
    public bool Header { get; init; } = true;

    /// <summary>True puts an apostrophe before texts and names in CSV that a spreadsheet would take for a formula: those that begin with <c>= + - @</c>, a tab or a line end.
    /// Numbers stay as they are.</summary>
    public bool IsForSpreadsheets { get; init; }

    /// <summary>How the buffers of Arrow files and streams are packed; null = not at all. Any reader of Arrow finds batches and columns in them as before.</summary>
    public CompressionCodecType? Compression { get; init; }
}
