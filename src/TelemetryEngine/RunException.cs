namespace TelemetryEngine;

/// <summary>A run that can't be finished though its input is readable: a result that does not fit its type, or states that do not fit the memory.</summary>
public sealed class RunException(string message) : Exception(message);
