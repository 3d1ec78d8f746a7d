using System.Text;

namespace TelemetryEngine.Cli.Tests;

/// <summary>A folder of one test's own, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Two meters over two hours.</summary>
    public const string Readings = """
        timestamp,device_id,power_w
        2024-01-01T00:10:00Z,a,1.5
        2024-01-01T00:20:00Z,b,10
        2024-01-01T00:50:00Z,a,2.5
        2024-01-01T01:10:00Z,a,4
        2024-01-01T01:30:00Z,b,20.25

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-cli-");

    public string Path => _folder.FullName;

    public string this[string name] => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>All names in the folder, hidden ones too.</summary>
    public string[] Names => [.. Directory.GetFileSystemEntries(_folder.FullName).Select(path => System.IO.Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    /// <summary>A folder that holds <see cref="Readings"/> as readings.csv.</summary>
    public static TemporaryFolder WithReadings()
    {
        TemporaryFolder folder = new();
        folder.Put("readings.csv", Readings);
        return folder;
    }

    public string Put(string name, string text)
    {
        File.WriteAllText(this[name], text, new UTF8Encoding(false));
        return this[name];
    }

    public string Text(string name) => File.ReadAllText(this[name]);

    public void Dispose() => _folder.Delete(recursive: true);
}
