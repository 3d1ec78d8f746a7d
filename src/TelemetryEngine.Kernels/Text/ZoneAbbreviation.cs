namespace TelemetryEngine.Kernels.Text;

/// <summary>A word behind a time that says how far its clock is ahead of UTC, such as CEST.</summary>
/// <param name="Name">The word, in capital letters.</param>
/// <param name="OffsetMinutes">Minutes ahead of UTC, below a day.</param>
internal readonly record struct ZoneAbbreviation(string Name, int OffsetMinutes);
