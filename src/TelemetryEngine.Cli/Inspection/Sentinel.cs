namespace TelemetryEngine.Cli.Inspection;

/// <summary>A value that stands often and far outside of all others.</summary>
/// <param name="Value">The value as text.</param>
/// <param name="Count">How often it stands.</param>
/// <param name="Least">The smallest of the others.</param>
/// <param name="Most">The largest of the others.</param>
internal sealed record Sentinel(string Value, long Count, string Least, string Most);
