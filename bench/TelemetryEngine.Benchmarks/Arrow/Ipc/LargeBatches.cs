using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Columns;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Benchmarks.Arrow.Ipc;

/// <summary>Readings in several batches, more than a core's caches hold: a time, a float64, codes of a dictionary and a text that differs from row to row.</summary>
internal sealed class LargeBatches
{
    /// <summary>The rows of all batches in a real run: 72 MB of buffers.</summary>
    public const int Rows = 2 << 20;

    private const int BatchCount = 16;

    /// <summary>Makes the batches.</summary>
    public LargeBatches()
    {
        int rows = BenchmarkSize.Fit(Rows) / BatchCount;
        StringArray devices = new StringArray.Builder().AppendRange([.. Enumerable.Range(0, BenchmarkSize.Devices).Select(i => $"meter-{i:00000}")]).Build();
        Batches = [.. Enumerable.Range(0, BatchCount).Select(batch => Make(batch * rows, rows, devices))];
        Buffers = [.. Batches.SelectMany(batch => batch.Arrays).SelectMany(array => array.Data.Buffers[1..])];
        Bytes = Buffers.Sum(static buffer => (long)buffer.Length);
        RowCount = rows * BatchCount;
    }

    /// <summary>The batches; their columns share one dictionary.</summary>
    public IReadOnlyList<RecordBatch> Batches { get; }

    /// <summary>The buffers of all columns, the dictionary left out.</summary>
    public IReadOnlyList<ArrowBuffer> Buffers { get; }

    /// <summary>The bytes of <see cref="Buffers"/>.</summary>
    public long Bytes { get; }

    /// <summary>The rows of all batches.</summary>
    public int RowCount { get; }

    /// <summary>Copies all buffers one behind the other.</summary>
    public void CopyTo(Span<byte> target)
    {
        int at = 0;
        foreach (ArrowBuffer buffer in Buffers)
        {
            buffer.Span.CopyTo(target[at..]);
            at += buffer.Length;
        }
    }

    /// <summary>Writes all batches and the end.</summary>
    public void WriteTo(Stream stream, bool asFile)
    {
        using ArrowStreamWriter writer = asFile
            ? new ArrowFileWriter(stream, Batches[0].Schema, leaveOpen: true)
            : new ArrowStreamWriter(stream, Batches[0].Schema, leaveOpen: true);
        foreach (RecordBatch batch in Batches)
        {
            writer.WriteRecordBatch(batch);
        }

        writer.WriteEnd();
    }

    private static RecordBatch Make(int first, int rows, StringArray devices)
    {
        long[] times = new long[rows];
        double[] values = new double[rows];
        int[] codes = new int[rows];
        StringArray.Builder notes = new();
        for (int i = 0; i < rows; i++)
        {
            int row = first + i;
            times[i] = 1_704_067_200_000_000 + (row * 1000L);
            values[i] = row / 7.0;
            codes[i] = row % BenchmarkSize.Devices;
            notes.Append($"note {row:0000000}");
        }

        // the texts are copied, because the builder's buffers are longer than what is in them
        IArrowArray[] columns =
        [
            ArrowArrays.Make(new TimestampType(TimeUnit.Microsecond, "UTC"), rows, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<long>(times)),
            ArrowArrays.Make(DoubleType.Default, rows, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<double>(values)),
            new DictionaryArray(VectorArrays.CodedText, ArrowArrays.Make(Int32Type.Default, rows, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<int>(codes)), devices),
            new RowCopier().Copy(notes.Build(), RowSelection.All(rows)),
        ];
        string[] names = ["timestamp", "power_w", "device_id", "note"];
        return new RecordBatch(new Schema(names.Zip(columns, static (name, column) => new Field(name, column.Data.DataType, nullable: true)), null), columns, rows);
    }
}
