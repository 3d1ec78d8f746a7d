using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>The ways in which a file is handed to a reader.</summary>
public enum FileDoor
{
    Memory,
    Path,
    Stream,
    BufferedStream,
}

/// <summary>Opens what tests have written.</summary>
internal static class FileDoors
{
    /// <summary>Opens bytes, by a file of theirs where the way leads over one.</summary>
    public static ArrowFileReader Open(this FileDoor door, byte[] bytes, string path)
    {
        File.WriteAllBytes(path, bytes);
        return door switch
        {
            FileDoor.Memory => new ArrowFileReader(bytes),
            FileDoor.Path => ArrowFileReader.Open(path),
            FileDoor.Stream => new ArrowFileReader(new MemoryStream(bytes)),
            _ => new ArrowFileReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 100)),
        };
    }
}
