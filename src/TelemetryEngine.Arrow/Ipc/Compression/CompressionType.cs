namespace TelemetryEngine.Arrow.Ipc;

/// <summary>How the buffers of a body are packed, each by itself.</summary>
public enum CompressionType
{
    /// <summary>Not at all: buffers are used where they lie.</summary>
    None,

    /// <summary>As LZ4 frames: fast, and the usual choice.</summary>
    Lz4Frame,

    /// <summary>As ZSTD frames: smaller, and slower.</summary>
    Zstd,
}
