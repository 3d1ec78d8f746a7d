using BenchmarkDotNet.Attributes;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Benchmarks.Formats.Csv;

/// <summary>A file's bytes → columns on one thread. The file is in the system's cache; a row has about 43 bytes.</summary>
[MemoryDiagnoser]
public class CsvSourceBenchmarks
{
    private readonly byte[] _block = new byte[1 << 20];
    private GeneratedFile _file = null!;
    private CsvSource _source = null!;

    [GlobalSetup]
    public void Setup()
    {
        _file = new GeneratedFile(BenchmarkSize.Fit(BenchmarkSize.FileRows));
        _source = CsvSource.Open([_file.Path], new CsvDialect());
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _source.Dispose();
        _file.Dispose();
    }

    /// <summary>What any reader has to do: fetch the bytes and see the line ends.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.FileRows)]
    public void CountLines()
    {
        using FileStream stream = new(_file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        long lines = 0;
        for (int read = stream.Read(_block); read > 0; read = stream.Read(_block))
        {
            lines += _block.AsSpan(0, read).Count((byte)'\n');
        }

        Check.Equal(_file.Rows + 1, lines);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.FileRows)]
    public void OneColumnOfFour() => Parse(["power_w"]);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.FileRows)]
    public void ThreeColumnsOfFour() => Parse(["timestamp", "device_id", "power_w"]);

    [Benchmark(OperationsPerInvoke = BenchmarkSize.FileRows)]
    public void AllColumns() => Parse(["timestamp", "device_id", "power_w", "voltage_v"]);

    private void Parse(string[] columns)
    {
        int[] ordinals = [.. columns.Select(_source.Schema.Find)];
        using Scan scan = _source.Open(new ScanRequest(ordinals, new RejectLog(ErrorPolicy.Fail)));
        using BatchReader reader = scan.CreateReader();
        long rows = 0;
        while (reader.Read(CancellationToken.None) is { } batch)
        {
            rows += batch.Rows;
            Check.Equal(ordinals.Length, batch.Columns.Count(static column => column is not null));
        }

        Check.Equal(_file.Rows, rows);
    }
}
