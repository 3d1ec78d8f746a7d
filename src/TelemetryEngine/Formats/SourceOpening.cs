using System.IO.Pipelines;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats;

// What a format opens the source of a plan with. What the plan says of text, times and columns is looked at when the format asks for it.
// Pipe: What is read in place of the files that the plan names; null = nothing is.
// StandardInput: What - means; null where no file is called so.
internal sealed record SourceOpening(ScanPlan Plan, PipeReader? Pipe, Stream? StandardInput, InputFiles Files, MemoryBudget Budget)
{
    // What a pipe is called.
    public const string PipeName = "input";

    // How text is read.
    public required Func<CsvDialect> Dialect { get; init; }

    // How times are read.
    public required Func<TimeDialect> Times { get; init; }

    // The columns, as a stored plan froze them; null = to be inferred.
    public required Func<ColumnSchema?> Frozen { get; init; }

    // For formats of text: the inputs, unpacked and decoded.
    public IReadOnlyList<CsvInput> Texts { get; init; } = [];

    // Opens the inputs as Texts.
    // throws InputException: One can't be opened.
    public SourceOpening WithTexts() => this with
    {
        Texts = Pipe is null
            ? CsvSource.Inputs(Plan.Source.Paths, StandardInput, Files, Plan.Source.Text.Encoding)
            : [CsvInput.OfPipe(Pipe, PipeName, Plan.Source.Text.Encoding is { } name ? TextEncodings.Find(name) : null)],
    };
}
