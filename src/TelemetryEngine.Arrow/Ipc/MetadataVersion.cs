namespace TelemetryEngine.Arrow.Ipc;

// The version of the format that messages say they are written in. Both are read.
internal enum MetadataVersion : short
{
    // For readers older than Apache Arrow 1.0.
    V4 = 3,

    // Today's.
    V5 = 4,
}
