using TelemetryEngine.DataGen;

namespace TelemetryEngine.Benchmarks;

/// <summary>A CSV file of readings in the temporary folder, until it is disposed.</summary>
internal sealed class GeneratedFile : IDisposable
{
    public GeneratedFile(int rows)
    {
        Rows = rows;
        using FileStream stream = new(Path, FileMode.CreateNew);
        Generator.Write(Readings.Options(rows), stream);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"telemetry-benchmark-{Guid.NewGuid():N}.csv");

    public int Rows { get; }

    public void Dispose() => File.Delete(Path);
}
