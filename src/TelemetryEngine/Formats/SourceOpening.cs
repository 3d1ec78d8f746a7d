using System.IO.Pipelines;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.Inputs;

namespace TelemetryEngine.Formats;

/// <summary>What a format opens the source of a plan with. What the plan says of text, times and columns is looked at when the format asks for it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Pipe">What is read in place of the files that the plan names; null = nothing is.</param>
/// <param name="StandardInput">What <c>-</c> means; null where no file is called so.</param>
/// <param name="Files">The run's files.</param>
/// <param name="Budget">Bounds the memory.</param>
internal sealed record SourceOpening(Plan Plan, PipeReader? Pipe, Stream? StandardInput, InputFiles Files, MemoryBudget Budget)
{
    /// <summary>What a pipe is called.</summary>
    public const string PipeName = "input";

    /// <summary>How text is read.</summary>
    public required Func<CsvDialect> Dialect { get; init; }

    /// <summary>How times are read.</summary>
    public required Func<TimeDialect> Times { get; init; }

    /// <summary>The columns, as a stored plan froze them; null = to be inferred.</summary>
    public required Func<ColumnSchema?> Frozen { get; init; }

    /// <summary>For formats of text: the inputs, unpacked and decoded.</summary>
    public IReadOnlyList<CsvInput> Texts { get; init; } = [];

    /// <summary>Opens the inputs as <see cref="Texts"/>.</summary>
    /// <exception cref="InputException">One can't be opened.</exception>
    public SourceOpening WithTexts() => this with
    {
        Texts = Pipe is null
            ? CsvSource.Inputs(Plan.Source.Paths, StandardInput, Files, Plan.Source.Text.Encoding)
            : [CsvInput.OfPipe(Pipe, PipeName, Plan.Source.Text.Encoding is { } name ? TextEncodings.Find(name) : null)],
    };
}
