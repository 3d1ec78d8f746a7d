namespace TelemetryEngine.Testing;

/// <summary>A file that goes when the test does.</summary>
public sealed class TemporaryFile : IDisposable
{
    /// <summary>Makes a file with a text; without one only the name, for a file that is yet to be written.</summary>
    public TemporaryFile(string? text = null, string extension = ".csv")
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"telemetry-{Guid.NewGuid():N}{extension}");
        if (text is not null)
        {
            File.WriteAllText(Path, text);
        }
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
