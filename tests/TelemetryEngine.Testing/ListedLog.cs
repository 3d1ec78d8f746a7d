using Microsoft.Extensions.Logging;

namespace TelemetryEngine.Testing;

/// <summary>A log that keeps its lines.</summary>
internal sealed class ListedLog(LogLevel least = LogLevel.Trace) : ILogger
{
    private readonly List<string> _lines = [];

    /// <summary>Each line behind its level.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add($"{logLevel}: {formatter(state, exception)}");
}
