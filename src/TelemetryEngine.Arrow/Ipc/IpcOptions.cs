namespace TelemetryEngine.Arrow.Ipc;

// How batches are written.
internal sealed record IpcOptions
{
    // Uncompressed, with whole dictionaries, on borders of 64 bytes, in version 5.
    public static readonly IpcOptions Default = new();

    // In a stream: write only the new texts when a dictionary grows, and not all of it again. Smaller, but not every reader understands it.
    // A file can't replace a dictionary (but see UnifyDictionaries), so there a dictionary that grows is always written so.
    public bool EmitDictionaryDeltas { get; init; }

    // Gives all batches one dictionary for each field that has one: of a dictionary that does not begin like the last one, the values that
    // are new are added to it, and the batch's codes are translated. So a file, which can't replace a dictionary, can be written of batches
    // that have different ones. Ordered dictionaries can't be put together, nor such as have more values than the codes can count.
    public bool UnifyDictionaries { get; init; }

    // How the buffers of batches and dictionaries are packed. A buffer that does not get smaller is stored as it is. Not every reader
    // unpacks, and a packed buffer can't be read where it lies.
    public CompressionType Compression { get; init; }

    // The border that bodies and buffers start on, in bytes: 64, or 8 for the smallest output of many small batches.
    public int Alignment { get; init; } = AlignedMemory.AlignmentBytes;

    // The version of the metadata. Bodies can be compressed from version 5 on.
    public MetadataVersion MetadataVersion { get; init; } = MetadataVersion.V5;

    // Checks that the options are sound and fit each other.
    // throws ArgumentException: They don't; the message says why.
    internal void Check(string name)
    {
        if (Alignment is not (sizeof(long) or AlignedMemory.AlignmentBytes))
        {
            throw new ArgumentException($"an alignment of {Alignment} bytes: 8 and 64 are supported", name);
        }

        if (!Enum.IsDefined(Compression) || !Enum.IsDefined(MetadataVersion))
        {
            throw new ArgumentException($"there is no compression {Compression} or metadata version {MetadataVersion}", name);
        }

        if (MetadataVersion == MetadataVersion.V4 && Compression != CompressionType.None)
        {
            throw new ArgumentException("bodies of metadata version 4 can't be compressed: take version 5, or no compression", name);
        }
    }
}
