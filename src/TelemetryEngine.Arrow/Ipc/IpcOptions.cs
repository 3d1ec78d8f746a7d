namespace TelemetryEngine.Arrow.Ipc;

/// <summary>How batches are written.</summary>
public sealed record IpcOptions
{
    /// <summary>Uncompressed, with whole dictionaries.</summary>
    public static readonly IpcOptions Default = new();

    /// <summary>
    /// In a stream: write only the new texts when a dictionary grows, and not all of it again. Smaller, but not every reader understands it.
    /// A file can't replace a dictionary, so there a dictionary that grows is always written so.
    /// </summary>
    public bool EmitDictionaryDeltas { get; init; }
}
