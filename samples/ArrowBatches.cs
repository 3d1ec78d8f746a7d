using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Samples;

/// <summary>Record batches of Apache.Arrow in and out, over the same memory: from and to ADBC, Flight, ParquetSharp, the C data interface.</summary>
public static class ArrowBatches
{
    public static IReadOnlyList<RecordBatch> Totals(IReadOnlyList<RecordBatch> batches) =>
        Telemetry.From(batches).GroupBy("device").Aggregate(Sum("kwh")).ToTable().Batches;

    public static IArrowArrayStream Totals(IArrowArrayStream readings) =>
        Telemetry.From(readings).GroupBy("device").Aggregate(Sum("kwh")).ToArrowStream();

    public static async Task<double> SumAsync(IAsyncEnumerable<RecordBatch> batches) =>
        (await Telemetry.From(batches).Aggregate(Sum("kwh")).ToTableAsync()).Values<double>("sum_kwh")[0];
}
