using System.IO.Pipelines;
using TelemetryEngine.Execution;
using TelemetryEngine.Formats;

namespace TelemetryEngine;

// The ways to write a result: a method for each format and each place.
public sealed partial class Pipeline
{
    /// <summary>
    /// Runs the pipeline and writes its result to a file, in the format that the name stands for: <c>.csv .tsv .ndjson .arrow .arrows
    /// .md</c> and others, each also packed (<c>.gz</c>, <c>.br</c>). The file appears under its name, in place of what was there, when it
    /// is whole; a run that fails leaves everything as it was. Rows that are rejected appear in their file
    /// (<see cref="RunOptions.RejectsPath"/>) together with the result.
    /// </summary>
    /// <param name="path">The file. Devices and FIFOs are written as the run goes, and so is <c>-</c>, standard output.</param>
    /// <param name="options">How it is to look.</param>
    /// <param name="cancellation">Ends the run; nothing appears.</param>
    /// <returns>What the run met.</returns>
    /// <remarks>Text holds null as nothing, in Markdown and JSON as <c>null</c>; NaN is <c>NaN</c>, in JSON <c>null</c>. Times are
    /// ISO-8601, with the offset of their column's zone.</remarks>
    /// <exception cref="PlanException">The plan does not fit the input, the output is an input, the name stands for no format, or the
    /// format does not hold a column or has no use for an option.</exception>
    /// <exception cref="InputException">The input can't be read, or has a row that can't be.</exception>
    /// <exception cref="RunException">A result does not fit its type, or the states do not fit the memory.</exception>
    /// <exception cref="OutputException">The file can't be written.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public RunSummary Write(string path, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(path, WrittenForm.OfPath(path, options), cancellation);

    /// <summary>As <see cref="Write"/>, on other threads.</summary>
    /// <inheritdoc cref="Write" path="/*[not(self::summary)]"/>
    public Task<RunSummary> WriteAsync(string path, WriteOptions? options = null, CancellationToken cancellation = default) =>
        Task.Run(() => Write(path, options, cancellation), cancellation);

    /// <summary>
    /// Runs the pipeline and writes comma-separated values to a file, whole or not at all, as <see cref="Write"/> does; its name says
    /// nothing but whether it is packed (<c>.gz</c>, <c>.br</c>); in <c>.tsv</c> and <c>.tab</c> fields are parted by tabs.
    /// </summary>
    /// <inheritdoc cref="Write" path="/*[not(self::summary)]"/>
    public RunSummary WriteCsv(string path, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(path, WrittenForm.Of("csv", path, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes comma-separated values to a stream while the run goes on: a run that fails leaves what it wrote by
    /// then.
    /// </summary>
    /// <param name="stream">Where to write; flushed in the end, and left open.</param>
    /// <param name="options">How it is to look.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>What the run met.</returns>
    /// <remarks>What the stream itself throws comes out as it is. Rows that are rejected appear in their file when the run is
    /// over.</remarks>
    /// <exception cref="PlanException">The plan does not fit the input, or the format does not hold a column or has no use for an
    /// option.</exception>
    /// <exception cref="InputException">The input can't be read, or has a row that can't be.</exception>
    /// <exception cref="RunException">A result does not fit its type, or the states do not fit the memory.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public RunSummary WriteCsv(Stream stream, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(stream, WrittenForm.Of("csv", null, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes comma-separated values to a pipe while the run goes on: a run that fails leaves what it wrote by then.
    /// </summary>
    /// <param name="pipe">Where to write; flushed as it is written, so that a slow reader holds the run up. It stays the caller's to
    /// complete.</param>
    /// <param name="options">How it is to look.</param>
    /// <param name="cancellation">Ends the run, also while it waits for the reader.</param>
    /// <returns>What the run met.</returns>
    /// <remarks>Rows that are rejected appear in their file when the run is over.</remarks>
    /// <exception cref="PlanException">The plan does not fit the input, or the format does not hold a column or has no use for an
    /// option.</exception>
    /// <exception cref="InputException">The input can't be read, or has a row that can't be.</exception>
    /// <exception cref="RunException">A result does not fit its type, or the states do not fit the memory.</exception>
    /// <exception cref="OutputException">The reader has completed the pipe; <see cref="OutputException.IsBrokenPipe"/> is true.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public RunSummary WriteCsv(PipeWriter pipe, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(pipe, WrittenForm.Of("csv", null, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes one JSON object a line to a file, whole or not at all, as <see cref="Write"/> does; its name says
    /// nothing but whether it is packed (<c>.gz</c>, <c>.br</c>).
    /// </summary>
    /// <inheritdoc cref="Write" path="/*[not(self::summary)]"/>
    public RunSummary WriteNdJson(string path, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(path, WrittenForm.Of("ndjson", path, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes one JSON object a line to a stream while the run goes on: a run that fails leaves what it wrote by
    /// then.
    /// </summary>
    /// <inheritdoc cref="WriteCsv(Stream, WriteOptions, CancellationToken)" path="/*[not(self::summary)]"/>
    public RunSummary WriteNdJson(Stream stream, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(stream, WrittenForm.Of("ndjson", null, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes one JSON object a line to a pipe while the run goes on: a run that fails leaves what it wrote by then.
    /// </summary>
    /// <inheritdoc cref="WriteCsv(PipeWriter, WriteOptions, CancellationToken)" path="/*[not(self::summary)]"/>
    public RunSummary WriteNdJson(PipeWriter pipe, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(pipe, WrittenForm.Of("ndjson", null, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes an Arrow file to a file, whole or not at all, as <see cref="Write"/> does; its name says nothing but
    /// whether it is packed (<c>.gz</c>, <c>.br</c>).
    /// </summary>
    /// <inheritdoc cref="Write" path="/*[not(self::summary)]"/>
    public RunSummary WriteArrow(string path, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(path, WrittenForm.Of("arrow", path, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes an Arrow file to a stream while the run goes on: a run that fails leaves what it wrote by then.
    /// </summary>
    /// <inheritdoc cref="WriteCsv(Stream, WriteOptions, CancellationToken)" path="/*[not(self::summary)]"/>
    public RunSummary WriteArrow(Stream stream, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(stream, WrittenForm.Of("arrow", null, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes an Arrow file to a pipe while the run goes on: a run that fails leaves what it wrote by then.
    /// </summary>
    /// <inheritdoc cref="WriteCsv(PipeWriter, WriteOptions, CancellationToken)" path="/*[not(self::summary)]"/>
    public RunSummary WriteArrow(PipeWriter pipe, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(pipe, WrittenForm.Of("arrow", null, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes an Arrow stream, which a reader can begin with before its end, to a file, whole or not at all, as
    /// <see cref="Write"/> does; its name says nothing but whether it is packed (<c>.gz</c>, <c>.br</c>).
    /// </summary>
    /// <inheritdoc cref="Write" path="/*[not(self::summary)]"/>
    public RunSummary WriteArrowStream(string path, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(path, WrittenForm.Of("arrows", path, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes an Arrow stream, which a reader can begin with before its end, to a stream while the run goes on: a run
    /// that fails leaves what it wrote by then.
    /// </summary>
    /// <inheritdoc cref="WriteCsv(Stream, WriteOptions, CancellationToken)" path="/*[not(self::summary)]"/>
    public RunSummary WriteArrowStream(Stream stream, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(stream, WrittenForm.Of("arrows", null, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes an Arrow stream, which a reader can begin with before its end, to a pipe while the run goes on: a run
    /// that fails leaves what it wrote by then.
    /// </summary>
    /// <inheritdoc cref="WriteCsv(PipeWriter, WriteOptions, CancellationToken)" path="/*[not(self::summary)]"/>
    public RunSummary WriteArrowStream(PipeWriter pipe, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(pipe, WrittenForm.Of("arrows", null, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes a table in Markdown to a file, whole or not at all, as <see cref="Write"/> does; its name says nothing
    /// but whether it is packed (<c>.gz</c>, <c>.br</c>).
    /// </summary>
    /// <inheritdoc cref="Write" path="/*[not(self::summary)]"/>
    public RunSummary WriteMarkdown(string path, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(path, WrittenForm.Of("markdown", path, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes a table in Markdown to a stream while the run goes on: a run that fails leaves what it wrote by then.
    /// </summary>
    /// <inheritdoc cref="WriteCsv(Stream, WriteOptions, CancellationToken)" path="/*[not(self::summary)]"/>
    public RunSummary WriteMarkdown(Stream stream, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(stream, WrittenForm.Of("markdown", null, options), cancellation);

    /// <summary>
    /// Runs the pipeline and writes a table in Markdown to a pipe while the run goes on: a run that fails leaves what it wrote by then.
    /// </summary>
    /// <inheritdoc cref="WriteCsv(PipeWriter, WriteOptions, CancellationToken)" path="/*[not(self::summary)]"/>
    public RunSummary WriteMarkdown(PipeWriter pipe, WriteOptions? options = null, CancellationToken cancellation = default) =>
        WriteTo(pipe, WrittenForm.Of("markdown", null, options), cancellation);

    private RunSummary WriteTo(string path, WrittenForm form, CancellationToken cancellation)
    {
        using Executor executor = Open(cancellation);
        ResultFile.EnsureApart(path, _options.RejectsPath, executor.InputPaths);
        ResultFile.Write(executor, path, form, cancellation);
        return executor.Summary;
    }

    private RunSummary WriteTo(Stream stream, WrittenForm form, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("the stream can't be written to", nameof(stream));
        }

        using Executor executor = Open(cancellation);
        if (_options.RejectsPath is { } rejects)
        {
            OutputFile.EnsureNotInput(rejects, executor.InputPaths);
        }

        ResultFile.Write(executor, stream, form, cancellation);
        return executor.Summary;
    }

    private RunSummary WriteTo(PipeWriter pipe, WrittenForm form, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        using PipeOutput output = new(pipe, cancellation);
        return WriteTo(output, form, cancellation);
    }

}
