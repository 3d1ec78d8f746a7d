using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli;

/// <summary>A command: a row of <see cref="Verbs"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="For">What the table of flags calls it.</param>
/// <param name="Operands">The operands as the usage line shows them.</param>
/// <param name="OperandHelp">What the operands are, for help and for whoever forgot them.</param>
/// <param name="LeastOperands">The fewest operands.</param>
/// <param name="MostOperands">The most operands.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Examples">Command lines that work.</param>
/// <param name="Run">Runs it and gives the exit code.</param>
internal sealed record Verb(
    string Name,
    For For,
    string Operands,
    string OperandHelp,
    int LeastOperands,
    int MostOperands,
    string Summary,
    IReadOnlyList<string> Examples,
    Func<Arguments, int> Run);
