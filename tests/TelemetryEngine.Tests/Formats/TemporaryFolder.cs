using System.Diagnostics;
using System.Text;

namespace TelemetryEngine.Tests.Formats;

/// <summary>A folder of one test's own, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-writers-");

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public string[] Names => [.. Directory.GetFileSystemEntries(_folder.FullName).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public string Put(string name, string text)
    {
        File.WriteAllText(this[name], text, new UTF8Encoding(false));
        return this[name];
    }

    public static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
