using BenchmarkDotNet.Attributes;

namespace TelemetryEngine.Benchmarks.Arrow.Ipc;

/// <summary>72 MB of record batches → Arrow IPC bytes in memory that is already there, beside a copy of the same buffers to one block. Nothing is compressed.</summary>
[MemoryDiagnoser]
public class ArrowFileWriterBenchmarks
{
    private const int OtherBytes = 1 << 20;

    private LargeBatches _batches = null!;
    private byte[] _block = null!;
    private MemoryStream _stream = null!;

    [GlobalSetup]
    public void Setup()
    {
        _batches = new LargeBatches();
        _block = new byte[_batches.Bytes + OtherBytes];
        _block.AsSpan().Fill(1);
        _stream = new MemoryStream(_block);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = LargeBatches.Rows)]
    public void MemoryCopy()
    {
        _batches.CopyTo(_block);
        Check.Equal(_batches.Buffers[^1].Span[^1], _block[_batches.Bytes - 1]);
    }

    [Benchmark(OperationsPerInvoke = LargeBatches.Rows)]
    public void Stream() => Write(asFile: false);

    [Benchmark(OperationsPerInvoke = LargeBatches.Rows)]
    public void File() => Write(asFile: true);

    private void Write(bool asFile)
    {
        _stream.Position = 0;
        _batches.WriteTo(_stream, asFile);
        Check.Equal(1, _stream.Position > _batches.Bytes && _stream.Position < _block.Length ? 1 : 0);
    }
}
