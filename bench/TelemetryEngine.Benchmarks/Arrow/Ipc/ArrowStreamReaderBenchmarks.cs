using Apache.Arrow;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Benchmarks.Arrow.Ipc;

/// <summary>Arrow IPC bytes → a record batch, from memory and from a stream, beside a copy of the same bytes.</summary>
[MemoryDiagnoser]
public class ArrowStreamReaderBenchmarks
{
    private byte[] _stream = null!;
    private byte[] _file = null!;
    private byte[] _copy = null!;
    private double _expectedLast;

    [GlobalSetup]
    public void Setup()
    {
        using RecordBatch batch = Readings.ArrowBatch(BenchmarkSize.BatchRows);
        using MemoryStream stream = new();
        using (ArrowStreamWriter writer = new(stream, batch.Schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        using MemoryStream file = new();
        using (ArrowFileWriter writer = new(file, batch.Schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        _stream = stream.ToArray();
        _file = file.ToArray();
        _copy = new byte[_stream.Length];
        _expectedLast = ((DoubleArray)batch.Column("voltage_v")).Values[^1];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void MemoryCopy()
    {
        _stream.CopyTo(_copy, 0);
        Check.Equal(_stream[^1], _copy[^1]);
    }

    /// <summary>Columns are views of the bytes: what is paid is metadata, checks and the dictionary.</summary>
    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void StreamFromMemory()
    {
        using ArrowStreamReader reader = new(_stream.AsMemory());
        Drain(reader.ReadNextRecordBatch);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void StreamFromStream()
    {
        using ArrowStreamReader reader = new(new MemoryStream(_stream, writable: false));
        Drain(reader.ReadNextRecordBatch);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void FileFromMemory()
    {
        using ArrowFileReader reader = new(_file.AsMemory());
        Drain(reader.ReadNextRecordBatch);
    }

    private void Drain(Func<RecordBatch?> next)
    {
        int rows = 0;
        while (next() is { } batch)
        {
            rows += batch.Length;
            Check.Near(_expectedLast, ((DoubleArray)batch.Column("voltage_v")).Values[^1]);
            batch.Dispose();
        }

        Check.Equal(BenchmarkSize.BatchRows, rows);
    }
}
