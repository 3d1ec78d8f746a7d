using Apache.Arrow;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.NdJson;

namespace TelemetryEngine.Benchmarks.Formats.Csv;

/// <summary>Columns → text in memory: time, device, power and voltage.</summary>
[MemoryDiagnoser]
public class CsvWriterBenchmarks
{
    private readonly MemoryStream _stream = new();
    private RecordBatch _batch = null!;
    private byte[] _csv = null!;
    private byte[] _copy = null!;
    private long _jsonBytes;

    [GlobalSetup]
    public void Setup()
    {
        _batch = Readings.ArrowBatch(BenchmarkSize.BatchRows);
        WriteCsv();
        _csv = _stream.ToArray();
        _copy = new byte[_csv.Length];
        Check.Equal(BenchmarkSize.BatchRows + 1, _csv.AsSpan().Count((byte)'\n'));
        WriteJson();
        Check.Equal(BenchmarkSize.BatchRows, _stream.GetBuffer().AsSpan(0, (int)_stream.Length).Count((byte)'\n'));
        _jsonBytes = _stream.Length;
    }

    [GlobalCleanup]
    public void Cleanup() => _batch.Dispose();

    /// <summary>The text copied from memory to memory.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void CopyOfTheText()
    {
        _csv.CopyTo(_copy, 0);
        Check.Equal('\n', _copy[^1]);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void Csv()
    {
        WriteCsv();
        Check.Equal(_csv.Length, _stream.Length);
    }

    [Benchmark(OperationsPerInvoke = BenchmarkSize.BatchRows)]
    public void NdJson()
    {
        WriteJson();
        Check.Equal(_jsonBytes, _stream.Length);
    }

    private void WriteCsv()
    {
        using CsvWriter writer = new(_stream, _batch.Schema, new WriterOptions());
        Write(writer);
    }

    private void WriteJson()
    {
        using NdJsonWriter writer = new(_stream, _batch.Schema, new WriterOptions());
        Write(writer);
    }

    private void Write(BatchWriter writer)
    {
        _stream.SetLength(0);
        writer.Write(_batch);
        writer.Finish();
    }
}
