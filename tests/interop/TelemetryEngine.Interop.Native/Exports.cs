using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.C;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace TelemetryEngine.Interop.Native;

/// <summary>
/// The engine as functions of C that take and give Arrow's C data and C stream interfaces, for a program in another language to call in one
/// process. Each gives 0, or 1 with a message (<c>interop_error</c>). What is taken is moved from, as those interfaces say; what is given is
/// released by who takes it.
/// </summary>
internal static unsafe class Exports
{
    private static nint _error;

    /// <summary>The message of the last call that gave 1.</summary>
    [UnmanagedCallersOnly(EntryPoint = "interop_error", CallConvs = [typeof(CallConvCdecl)])]
    public static nint Error() => _error;

    /// <summary>How many of the engine's streams were given out and not released yet.</summary>
    [UnmanagedCallersOnly(EntryPoint = "interop_open_streams", CallConvs = [typeof(CallConvCdecl)])]
    public static long OpenStreams() => CountedStream.Open;

    /// <summary>Has the collector take what the engine let go: batches with dictionaries, which others share, are released by it.</summary>
    [UnmanagedCallersOnly(EntryPoint = "interop_collect", CallConvs = [typeof(CallConvCdecl)])]
    public static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>The rows of an Arrow file or stream, as they are, as a stream.</summary>
    [UnmanagedCallersOnly(EntryPoint = "interop_read", CallConvs = [typeof(CallConvCdecl)])]
    public static int Read(nint path, CArrowArrayStream* result) =>
        Try(() => Give(Telemetry.ReadArrow(Text(path)).ToArrowStream(), result));

    /// <summary>A stream through a plan (JSON whose source is not looked at), as a stream.</summary>
    [UnmanagedCallersOnly(EntryPoint = "interop_run_stream", CallConvs = [typeof(CallConvCdecl)])]
    public static int RunStream(CArrowArrayStream* input, nint plan, CArrowArrayStream* result) => Try(() =>
    {
        IArrowArrayStream stream = CArrowArrayStreamImporter.ImportArrayStream(input);
        Give(Planned(Telemetry.From(stream), plan).ToArrowStream(), result);
    });

    /// <summary>A batch through a plan, as a batch: an array of structs and its schema each time.</summary>
    [UnmanagedCallersOnly(EntryPoint = "interop_run_batch", CallConvs = [typeof(CallConvCdecl)])]
    public static int RunBatch(
        CArrowArray* array, CArrowSchema* schema, nint plan, CArrowArray* resultArray, CArrowSchema* resultSchema) => Try(() =>
    {
        using RecordBatch batch = CArrowArrayImporter.ImportRecordBatch(array, CArrowSchemaImporter.ImportSchema(schema));
        RecordBatch result = Planned(Telemetry.From([batch]), plan).ToBatches().Single();
        CArrowSchemaExporter.ExportSchema(result.Schema, resultSchema);
        CArrowArrayExporter.ExportRecordBatch(result, resultArray);
    });

    /// <summary>An array as the column <c>v</c> through a plan, and the first column of the result as an array.</summary>
    [UnmanagedCallersOnly(EntryPoint = "interop_run_array", CallConvs = [typeof(CallConvCdecl)])]
    public static int RunArray(
        CArrowArray* array, CArrowSchema* schema, nint plan, CArrowArray* resultArray, CArrowSchema* resultSchema) => Try(() =>
    {
        IArrowType type = CArrowSchemaImporter.ImportType(schema);
        using IArrowArray column = CArrowArrayImporter.ImportArray(array, type);
        RecordBatch batch = new(new Schema([new Field("v", type, nullable: true)], null), [column], column.Length);
        RecordBatch result = Planned(Telemetry.From([batch]), plan).ToBatches().Single();
        CArrowSchemaExporter.ExportType(result.Schema.FieldsList[0].DataType, resultSchema);
        CArrowArrayExporter.ExportArray(result.Column(0), resultArray);
    });

    private static void Give(IArrowArrayStream stream, CArrowArrayStream* result) =>
        CArrowArrayStreamExporter.ExportArrayStream(new CountedStream(stream), result);

    private static Pipeline Planned(Pipeline pipeline, nint json)
    {
        Plan plan = Plan.FromJson(Text(json));
        pipeline = plan.Time is null ? pipeline : pipeline.Time(plan.Time);
        return plan.Steps.Aggregate(pipeline, static (before, step) => before.Then(step));
    }

    private static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";

    /// <summary>No exception may leave the library: the caller has none.</summary>
    private static int Try(Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception e)
        {
            Marshal.FreeCoTaskMem(_error);
            _error = Marshal.StringToCoTaskMemUTF8($"{e.GetType().Name}: {e.Message}");
            return 1;
        }
    }

    /// <summary>A stream that is counted until it is disposed.</summary>
    private sealed class CountedStream : IArrowArrayStream
    {
        private static long _openCount;
        private readonly IArrowArrayStream _stream;

        public CountedStream(IArrowArrayStream stream)
        {
            _stream = stream;
            Interlocked.Increment(ref _openCount);
        }

        public static long Open => Interlocked.Read(ref _openCount);

        public Schema Schema => _stream.Schema;

        public ValueTask<RecordBatch?> ReadNextRecordBatchAsync(CancellationToken cancellationToken = default) =>
            _stream.ReadNextRecordBatchAsync(cancellationToken);

        public void Dispose()
        {
            _stream.Dispose();
            Interlocked.Decrement(ref _openCount);
        }
    }
}
