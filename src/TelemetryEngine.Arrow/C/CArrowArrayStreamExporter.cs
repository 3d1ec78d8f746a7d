using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow.C;

/// <summary>Hands batches to another library in the process through the C stream interface, each when it is asked for.</summary>
public static unsafe class CArrowArrayStreamExporter
{
    private const int InputOutputError = 5;
    private const int InvalidArgument = 22;

    /// <summary>Fills a struct with a stream.</summary>
    /// <param name="schema">The schema of all batches.</param>
    /// <param name="batches">The batches. Each is taken over when it is asked for: see <see cref="CArrowArrayExporter.ExportRecordBatch"/>. The
    /// enumerator is disposed when the stream is released, where nobody could catch what its disposal throws. What it throws before becomes
    /// an errno with the exception's text: EIO for an <see cref="IOException"/>, else EINVAL, as it is for a batch of another schema.</param>
    /// <param name="target">Where to; what it held is overwritten.</param>
    public static void ExportArrayStream(Schema schema, IEnumerable<RecordBatch> batches, CArrowArrayStream* target)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        if (target == null)
        {
            throw new ArgumentNullException(nameof(target));
        }

        GCHandle handle = GCHandle.Alloc(new Source(schema, batches.GetEnumerator()));
        *target = new CArrowArrayStream
        {
            get_schema = &GetSchema,
            get_next = &GetNext,
            get_last_error = &GetLastError,
            release = &Release,
            private_data = (void*)GCHandle.ToIntPtr(handle),
        };
    }

    private static Source SourceOf(CArrowArrayStream* stream) => (Source)GCHandle.FromIntPtr((nint)stream->private_data).Target!;

    [UnmanagedCallersOnly]
    private static int GetSchema(CArrowArrayStream* stream, CArrowSchema* target)
    {
        Source source = SourceOf(stream);
        try
        {
            CArrowSchemaExporter.ExportSchema(source.Schema, target);
            return 0;
        }
        catch (Exception error)
        {
            return source.Fail(error);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetNext(CArrowArrayStream* stream, CArrowArray* target)
    {
        Source source = SourceOf(stream);
        try
        {
            source.Next(target);
            return 0;
        }
        catch (Exception error)
        {
            return source.Fail(error);
        }
    }

    [UnmanagedCallersOnly]
    private static byte* GetLastError(CArrowArrayStream* stream) => SourceOf(stream).LastError;

    [UnmanagedCallersOnly]
    private static void Release(CArrowArrayStream* stream)
    {
        if (stream == null || stream->release == null)
        {
            return;
        }

        GCHandle handle = GCHandle.FromIntPtr((nint)stream->private_data);
        Source source = (Source)handle.Target!;
        handle.Free();
        *stream = default;
        source.Dispose();
    }

    private sealed class Source(Schema schema, IEnumerator<RecordBatch> batches) : IDisposable
    {
        public Schema Schema => schema;

        /// <summary>Null when nothing went wrong yet.</summary>
        public byte* LastError { get; private set; }

        public void Next(CArrowArray* target)
        {
            if (!batches.MoveNext())
            {
                *target = default;
                return;
            }

            RecordBatch batch = batches.Current;
            try
            {
                if (!batch.Schema.FieldsList.SequenceEqual(schema.FieldsList))
                {
                    throw new InvalidOperationException($"a batch of '{batch.Schema}' in a stream of '{schema}'");
                }

                CArrowArrayExporter.ExportRecordBatch(batch, target);
            }
            catch
            {
                batch.Dispose();
                throw;
            }
        }

        /// <summary>Keeps an exception's text and gives its errno.</summary>
        public int Fail(Exception error)
        {
            NativeMemory.Free(LastError);
            LastError = NativeText.Allocate(error.Message);
            return error is IOException ? InputOutputError : InvalidArgument;
        }

        public void Dispose()
        {
            NativeMemory.Free(LastError);
            LastError = null;
            batches.Dispose();
        }
    }
}
