using Apache.Arrow;
using Apache.Arrow.Types;
using BenchmarkDotNet.Attributes;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Benchmarks.Arrow;

/// <summary>
/// Memory of three columns → a batch of Apache.Arrow that gives it back, and its values as spans, beside a copy of the same memory. What is timed
/// is a whole batch and not a row: nothing of a hand-over grows with the rows.
/// </summary>
[MemoryDiagnoser]
public class HandOverBenchmarks
{
    private const int Rows = BenchmarkSize.BatchRows;
    private const int TimeBytes = Rows * sizeof(long);
    private const int CodeBytes = Rows * sizeof(int);

    private static readonly TimestampType TimeType = new(TimeUnit.Microsecond, "UTC");

    private readonly Returns _returns = new();
    private readonly byte[] _copy = new byte[TimeBytes + CodeBytes + (Rows * sizeof(double))];
    private AlignedMemory _memory = null!;
    private Schema _schema = null!;
    private StringArray _devices = null!;
    private (long Time, int Code, double Value) _expected;
    private long _batches;

    [GlobalSetup]
    public void Setup()
    {
        using RecordBatch batch = Readings.ArrowBatch(Rows);
        DictionaryArray devices = (DictionaryArray)batch.Column("device_id");
        ReadOnlySpan<byte> times = batch.Column("timestamp").Data.Buffers[1].Span[..TimeBytes];
        ReadOnlySpan<byte> codes = devices.Data.Buffers[1].Span[..CodeBytes];
        ReadOnlySpan<byte> values = batch.Column("voltage_v").Data.Buffers[1].Span[..(Rows * sizeof(double))];
        _memory = new AlignedMemory(_copy.Length);
        times.CopyTo(_memory.GetSpan());
        codes.CopyTo(_memory.GetSpan()[TimeBytes..]);
        values.CopyTo(_memory.GetSpan()[(TimeBytes + CodeBytes)..]);
        _devices = (StringArray)new RowCopier().Copy(devices.Dictionary, RowSelection.All(devices.Dictionary.Length));
        Field[] fields = [new("timestamp", TimeType, nullable: false), new("device_id", VectorArrays.CodedText, nullable: false), new("voltage_v", DoubleType.Default, nullable: true)];
        _schema = new Schema(fields, null);
        _expected = (
            ((TimestampArray)batch.Column("timestamp")).Values[^1],
            ((Int32Array)devices.Indices).Values[^1],
            ((DoubleArray)batch.Column("voltage_v")).Values[^1]);
    }

    [GlobalCleanup]
    public void Cleanup() => ((IDisposable)_memory).Dispose();

    [Benchmark(Baseline = true)]
    public void MemoryCopy()
    {
        _memory.GetSpan().CopyTo(_copy);
        Check.Equal(_memory.GetSpan()[^1], _copy[^1]);
    }

    [Benchmark]
    public void HandOver()
    {
        Memory<byte> memory = _memory.Memory;
        IArrowArray[] columns =
        [
            new TimestampArray(TimeType, new ArrowBuffer(memory[..TimeBytes]), ArrowBuffer.Empty, Rows, 0, 0),
            new DictionaryArray(VectorArrays.CodedText, new Int32Array(new ArrowBuffer(memory.Slice(TimeBytes, CodeBytes)), ArrowBuffer.Empty, Rows, 0, 0), _devices),
            new DoubleArray(new ArrowBuffer(memory[(TimeBytes + CodeBytes)..]), ArrowBuffer.Empty, Rows, 0, 0),
        ];
        using (RecordBatch batch = new PooledBatch(_schema, columns, Rows, _returns))
        {
            ReadOnlySpan<long> times = ((TimestampArray)batch.Column(0)).Values;
            ReadOnlySpan<int> codes = ((Int32Array)((DictionaryArray)batch.Column(1)).Indices).Values;
            ReadOnlySpan<double> values = ((DoubleArray)batch.Column(2)).Values;
            Check.Equal(_expected.Time, times[^1]);
            Check.Equal(_expected.Code, codes[^1]);
            Check.Near(_expected.Value, values[^1]);
        }

        Check.Equal(++_batches, _returns.Count);
    }

    /// <summary>Stands for a pool: counts how often memory was given back.</summary>
    private sealed class Returns : IDisposable
    {
        public long Count { get; private set; }

        public void Dispose() => Count++;
    }
}
