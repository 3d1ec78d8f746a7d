namespace TelemetryEngine;

/// <summary>
/// Signs that times without an offset are those of a local clock, which an input in universal time does not show: the hour that such
/// clocks leave out in spring has no reading, or the hour that they repeat in autumn has readings twice.
/// </summary>
/// <param name="Zone">A zone of the IANA database whose rule fits. Other zones have the same rule, so this is an example.</param>
/// <param name="Missing">The first such hour that is left out, on the local clock; null where none is.</param>
/// <param name="Repeated">The first local time that is there twice; null where none is.</param>
public sealed record ClockSigns(string Zone, DateTime? Missing, DateTime? Repeated);
