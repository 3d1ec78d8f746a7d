namespace TelemetryEngine;

/// <summary>
/// A number that stands often and far outside of all others, as -9999 for a missing reading. Numbers are texts, as
/// <see cref="ColumnProfile.Minimum"/> is.
/// </summary>
/// <param name="Value">The number.</param>
/// <param name="Count">How often it stands.</param>
/// <param name="Least">The smallest of the others.</param>
/// <param name="Most">The largest of the others.</param>
public sealed record Sentinel(string Value, long Count, string Least, string Most);
