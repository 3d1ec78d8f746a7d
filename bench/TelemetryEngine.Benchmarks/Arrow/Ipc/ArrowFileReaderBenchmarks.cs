using Apache.Arrow;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Benchmarks.Arrow.Ipc;

/// <summary>
/// 72 MB of Arrow IPC bytes → record batches, every value checked, beside a copy of the same buffers to one block. From memory batches are views of the bytes;
/// from a stream they are read into the reader's own memory. Nothing is compressed.
/// </summary>
[MemoryDiagnoser]
public class ArrowFileReaderBenchmarks
{
    private LargeBatches _batches = null!;
    private byte[] _block = null!;
    private byte[] _file = null!;
    private byte[] _stream = null!;

    [GlobalSetup]
    public void Setup()
    {
        _batches = new LargeBatches();
        _block = new byte[_batches.Bytes];
        _block.AsSpan().Fill(1);
        _file = Bytes(asFile: true);
        _stream = Bytes(asFile: false);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = LargeBatches.Rows)]
    public void MemoryCopy()
    {
        _batches.CopyTo(_block);
        Check.Equal(_batches.Buffers[^1].Span[^1], _block[^1]);
    }

    [Benchmark(OperationsPerInvoke = LargeBatches.Rows)]
    public void FileFromMemory()
    {
        using ArrowFileReader reader = new(_file.AsMemory());
        Drain(reader.ReadNextRecordBatch);
    }

    [Benchmark(OperationsPerInvoke = LargeBatches.Rows)]
    public void FileFromStream()
    {
        using ArrowFileReader reader = new(new MemoryStream(_file, writable: false));
        Drain(reader.ReadNextRecordBatch);
    }

    [Benchmark(OperationsPerInvoke = LargeBatches.Rows)]
    public void StreamFromMemory()
    {
        using ArrowStreamReader reader = new(_stream.AsMemory());
        Drain(reader.ReadNextRecordBatch);
    }

    [Benchmark(OperationsPerInvoke = LargeBatches.Rows)]
    public void StreamFromStream()
    {
        using ArrowStreamReader reader = new(new MemoryStream(_stream, writable: false));
        Drain(reader.ReadNextRecordBatch);
    }

    private byte[] Bytes(bool asFile)
    {
        using MemoryStream stream = new();
        _batches.WriteTo(stream, asFile);
        return stream.ToArray();
    }

    private void Drain(Func<RecordBatch?> next)
    {
        int rows = 0;
        while (next() is { } batch)
        {
            rows += batch.Length;
            batch.Dispose();
        }

        Check.Equal(_batches.RowCount, rows);
    }
}
