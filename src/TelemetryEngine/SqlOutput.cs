namespace TelemetryEngine;

/// <summary>What a statement <c>copy … to 'file'</c> writes, and where to. Nothing is written before <see cref="Write"/>.</summary>
/// <param name="Rows">The rows that are written.</param>
/// <param name="Path">The file.</param>
/// <param name="Options">How it is to look; its format is that of the name where none is said.</param>
public sealed record SqlOutput(Pipeline Rows, string Path, WriteOptions Options)
{
    /// <summary>Writes the file: whole or not at all.</summary>
    /// <exception cref="PlanException">The plan does not fit the input, or the format has no use for an option.</exception>
    /// <exception cref="InputException">The input can't be read.</exception>
    /// <exception cref="OutputException">The file can't be written, or is one that is read.</exception>
    public RunSummary Write(CancellationToken cancellation = default) => Rows.Write(Path, Options, cancellation);
}
