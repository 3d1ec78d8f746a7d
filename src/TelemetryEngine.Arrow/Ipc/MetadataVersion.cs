namespace TelemetryEngine.Arrow.Ipc;

/// <summary>The version of the format that messages say they are written in. Both are read.</summary>
internal enum MetadataVersion : short
{
    /// <summary>For readers older than Apache Arrow 1.0.</summary>
    V4 = 3,

    /// <summary>Today's.</summary>
    V5 = 4,
}
