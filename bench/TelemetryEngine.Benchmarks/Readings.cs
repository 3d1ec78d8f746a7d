using System.Globalization;
using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Columns;
using TelemetryEngine.DataGen;

namespace TelemetryEngine.Benchmarks;

/// <summary>The same readings in every run, in the forms that suites need.</summary>
internal static class Readings
{
    /// <summary>The scale of <see cref="Tenths"/>.</summary>
    public const int Scale = 1;

    /// <summary>2024-01-01T00:00Z in seconds.</summary>
    public const long StartSeconds = 1_704_067_200;

    private const int Seed = 42;

    /// <summary>Power in tenths of a watt, 0 to 9,999.9 W.</summary>
    public static long[] Tenths(int rows)
    {
        Random random = new(Seed);
        return [.. Enumerable.Range(0, rows).Select(_ => random.NextInt64(100_000))];
    }

    /// <summary>The same in watts.</summary>
    public static double[] Watts(int rows) => [.. Tenths(rows).Select(tenths => tenths / 10.0)];

    /// <summary>The device of each row, 0 to <see cref="BenchmarkSize.Devices"/> − 1, in no order.</summary>
    public static int[] DeviceOrdinals(int rows)
    {
        Random random = new(Seed + 1);
        return [.. Enumerable.Range(0, rows).Select(_ => random.Next(BenchmarkSize.Devices))];
    }

    /// <summary>The device of each row where they report in turn.</summary>
    public static int[] DevicesInTurn(int rows) => [.. Enumerable.Range(0, rows).Select(static row => row % BenchmarkSize.Devices)];

    public static string DeviceName(int device) => string.Create(CultureInfo.InvariantCulture, $"meter-{device:D5}");

    /// <summary>A column of float64.</summary>
    public static ColumnVector DoubleVector(ReadOnlySpan<double> values)
    {
        ColumnVector vector = new(new ColumnType(ColumnKind.Float64));
        vector.Reset(values.Length);
        values.CopyTo(vector.Doubles);
        return vector;
    }

    /// <summary>A column of integers, or of decimal mantissas.</summary>
    public static ColumnVector LongVector(ColumnType type, ReadOnlySpan<long> values)
    {
        ColumnVector vector = new(type);
        vector.Reset(values.Length);
        values.CopyTo(vector.Int64s);
        return vector;
    }

    /// <summary>Options for readings of meters. One thread, so that times are those of the work.</summary>
    public static GeneratorOptions Options(int rows, OutputFormat format = OutputFormat.Csv) =>
        new() { Rows = rows, Devices = BenchmarkSize.Devices, Format = format, Threads = 1 };

    /// <summary>A batch of time, device as a dictionary, power and voltage.</summary>
    public static RecordBatch ArrowBatch(int rows)
    {
        using MemoryStream stream = new();
        Generator.Write(Options(rows, OutputFormat.Arrow), stream);
        using ArrowFileReader reader = new(stream.ToArray().AsMemory());
        RecordBatch batch = reader.ReadRecordBatch(0);
        Check.Equal(rows, batch.Length);
        return batch;
    }
}
