using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli;

// A command: a row of Verbs.
// For: What the table of flags calls it.
// Operands: The operands as the usage line shows them.
// OperandHelp: What the operands are, for help and for errors.
// Summary: What it does, in a sentence.
// Run: Runs it and gives the exit code.
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
