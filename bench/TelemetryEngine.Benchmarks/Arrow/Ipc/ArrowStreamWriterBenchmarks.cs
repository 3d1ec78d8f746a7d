using Apache.Arrow;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Benchmarks.Arrow.Ipc;

/// <summary>A record batch → Arrow IPC bytes in memory, beside a copy of the same bytes.</summary>
[MemoryDiagnoser]
public class ArrowStreamWriterBenchmarks
{
    private readonly MemoryStream _stream = new();
    private RecordBatch _batch = null!;
    private byte[] _bytes = null!;
    private byte[] _copy = null!;
    private long _fileBytes;

    [GlobalSetup]
    public void Setup()
    {
        _batch = Readings.ArrowBatch(BenchmarkSize.BatchRows);
        WriteStream();
        _bytes = _stream.ToArray();
        _copy = new byte[_bytes.Length];
        WriteFile();
        _fileBytes = _stream.Length;
        using ArrowFileReader reader = new(_stream.ToArray().AsMemory());
        using RecordBatch again = reader.ReadRecordBatch(0);
        Check.Equal(BenchmarkSize.BatchRows, again.Length);
    }

    [GlobalCleanup]
    public void Cleanup() => _batch.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void MemoryCopy()
    {
        _bytes.CopyTo(_copy, 0);
        Check.Equal(_bytes[^1], _copy[^1]);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Stream()
    {
        WriteStream();
        Check.Equal(_bytes.Length, _stream.Length);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void File()
    {
        WriteFile();
        Check.Equal(_fileBytes, _stream.Length);
    }

    private void WriteStream()
    {
        _stream.SetLength(0);
        using ArrowStreamWriter writer = new(_stream, _batch.Schema, leaveOpen: true);
        writer.WriteRecordBatch(_batch);
        writer.WriteEnd();
    }

    private void WriteFile()
    {
        _stream.SetLength(0);
        using ArrowFileWriter writer = new(_stream, _batch.Schema, leaveOpen: true);
        writer.WriteRecordBatch(_batch);
        writer.WriteEnd();
    }
}
