using System.Text;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>A file that is gone when the test is over.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] contents, string extension = ".csv")
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), Guid.NewGuid().ToString("N") + extension);
        File.WriteAllBytes(Path, contents);
    }

    public TemporaryFile(string contents, string extension = ".csv")
        : this(Encoding.UTF8.GetBytes(contents), extension)
    {
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
