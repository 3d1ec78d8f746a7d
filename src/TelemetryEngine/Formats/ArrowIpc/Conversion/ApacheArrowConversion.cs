using System.Runtime.CompilerServices;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using Theirs = Apache.Arrow;

namespace TelemetryEngine.Formats.ArrowIpc.Conversion;

/// <summary>
/// Record batches, arrays and schemas of the IPC reader and writer as those of Apache.Arrow, and back. No value is copied: both sides look at the
/// same memory, which stays with the side that it came from (the one exception: bits of validity of a sliced struct or list of a fixed size
/// that begin inside a byte). Names, nullability, metadata, slices and dictionaries are kept.
/// </summary>
internal static class ApacheArrowConversion
{
    private static readonly ConditionalWeakTable<Schema, Theirs.Schema> Shown = [];
    private static readonly ConditionalWeakTable<Theirs.Schema, Schema> Known = [];

    /// <summary>A batch over this batch's memory, which is disposed with it.</summary>
    /// <exception cref="NotSupportedException">Apache.Arrow has no such type.</exception>
    public static Theirs.RecordBatch ToApacheArrow(this RecordBatch batch) =>
        new PooledBatch(batch.Schema.ToApacheArrow(), [.. batch.Arrays.Select(ToApacheArrow)], batch.Length, batch);

    /// <summary>An array over this array's memory, which must outlive it.</summary>
    /// <exception cref="NotSupportedException">Apache.Arrow has no such type.</exception>
    public static Theirs.IArrowArray ToApacheArrow(this ArrowArray array) => Theirs.ArrowArrayFactory.BuildArray(ApacheArrays.Of(array));

    /// <summary>The schema; the same for the same one.</summary>
    public static Theirs.Schema ToApacheArrow(this Schema schema) => Shown.GetValue(schema, static s => new Theirs.Schema(s.FieldsList.Select(ApacheTypes.Of), s.Metadata));

    /// <summary>A batch over the memory of a batch of Apache.Arrow, which stays its owner and lives as long as the result does.</summary>
    /// <exception cref="NotSupportedException">A type that only Apache.Arrow has.</exception>
    /// <exception cref="ArgumentException">A buffer is too short for its rows.</exception>
    public static RecordBatch ToTelemetryEngine(this Theirs.RecordBatch batch) =>
        new(batch.Schema.ToTelemetryEngine(), [.. batch.Arrays.Select(ToTelemetryEngine)], batch.Length, new Keeper(batch));

    /// <summary>An array over the memory of an array of Apache.Arrow, which must outlive it.</summary>
    /// <exception cref="NotSupportedException">A type that only Apache.Arrow has.</exception>
    /// <exception cref="ArgumentException">A buffer is too short for its rows.</exception>
    public static ArrowArray ToTelemetryEngine(this Theirs.IArrowArray array) => TelemetryArrays.Of(array.Data);

    /// <summary>The schema; the same for the same one.</summary>
    /// <exception cref="NotSupportedException">A type that only Apache.Arrow has.</exception>
    public static Schema ToTelemetryEngine(this Theirs.Schema schema) => Known.GetValue(schema, static s => new Schema([.. s.FieldsList.Select(TelemetryTypes.Of)], s.Metadata));

    /// <summary>Refers to a batch: the memory of Apache.Arrow's builders is freed with the last array that has it, even where spans and memories still look at it.</summary>
    private sealed class Keeper(Theirs.RecordBatch batch) : IDisposable
    {
        public void Dispose() => GC.KeepAlive(batch);
    }
}
