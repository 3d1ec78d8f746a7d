namespace TelemetryEngine.Kernels.Text;

// A word behind a time that says how far its clock is ahead of UTC, such as CEST.
// Name: The word, in capital letters.
// OffsetMinutes: Minutes ahead of UTC, below a day.
internal readonly record struct ZoneAbbreviation(string Name, int OffsetMinutes);
