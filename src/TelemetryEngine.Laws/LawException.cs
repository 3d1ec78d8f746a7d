namespace TelemetryEngine.Laws;

/// <summary>A function breaks a law. The message says which, with the smallest values that were found to show it.</summary>
public sealed class LawException : Exception
{
    internal LawException(string law, string message, Exception? inner)
        : base(message, inner) => Law = law;

    /// <summary>The law, in words.</summary>
    public string Law { get; }
}
