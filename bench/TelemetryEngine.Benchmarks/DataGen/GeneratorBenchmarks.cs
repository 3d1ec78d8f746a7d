using BenchmarkDotNet.Attributes;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.DataGen;

namespace TelemetryEngine.Benchmarks.DataGen;

/// <summary>Synthetic readings → bytes on one thread, written to memory.</summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    // an Arrow file's batches have 65,536 rows; small enough to hold the widest format in memory
    private const int Rows = 1 << 18;

    private readonly MemoryStream _stream = new();
    private GeneratorOptions _options = null!;
    private long _expectedBytes;

    [Params(OutputFormat.Csv, OutputFormat.NdJson, OutputFormat.Arrow)]
    public OutputFormat Format { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _options = Readings.Options(BenchmarkSize.Fit(Rows), Format);
        Generator.Write(_options, _stream);
        Check.Equal(_options.Rows, RowsWritten());
        _expectedBytes = _stream.Length;
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public void Write()
    {
        _stream.SetLength(0);
        Generator.Write(_options, _stream);
        Check.Equal(_expectedBytes, _stream.Length);
    }

    private long RowsWritten()
    {
        Memory<byte> bytes = _stream.GetBuffer().AsMemory(0, (int)_stream.Length);
        if (Format != OutputFormat.Arrow)
        {
            return bytes.Span.Count((byte)'\n') - (Format == OutputFormat.Csv ? 1 : 0);
        }

        long rows = 0;
        using ArrowFileReader reader = new(bytes);
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            rows += batch.Length;
            batch.Dispose();
        }

        return rows;
    }
}
