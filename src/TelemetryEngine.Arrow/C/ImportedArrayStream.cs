namespace TelemetryEngine.Arrow.C;

/// <summary>Another library's stream of batches. Whoever imported it disposes it; batches that were read stay valid until they are disposed
/// themselves. For one thread at a time.</summary>
public sealed unsafe class ImportedArrayStream : IDisposable
{
    private CArrowArrayStream* _stream;

    internal ImportedArrayStream(CArrowArrayStream* stream)
    {
        CArrowSchema* schema = CArrowSchema.Create();
        try
        {
            Check(stream, stream->get_schema(stream, schema), "schema");
            Schema = CArrowSchemaImporter.ImportSchema(schema);
            _stream = stream;
        }
        finally
        {
            CArrowSchema.Free(schema);
        }
    }

    /// <summary>The schema of all batches.</summary>
    public Schema Schema { get; }

    /// <summary>Asks for the next batch.</summary>
    /// <returns>The batch, to be disposed; null at the end.</returns>
    /// <exception cref="IOException">The stream reports an error; the text is its own.</exception>
    /// <exception cref="ArgumentException">The batch is not of the schema, or lacks something it must have.</exception>
    /// <exception cref="ArrowFormatException">Values that point outside, or texts that are not UTF-8.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public RecordBatch? ReadNextRecordBatch()
    {
        ObjectDisposedException.ThrowIf(_stream == null, this);
        CArrowArray* array = CArrowArray.Create();
        try
        {
            Check(_stream, _stream->get_next(_stream, array), "next batch");
            return array->release == null ? null : CArrowArrayImporter.ImportRecordBatch(array, Schema);
        }
        finally
        {
            CArrowArray.Free(array);
        }
    }

    /// <summary>Has the producer release the stream: once, however often it is called.</summary>
    public void Dispose()
    {
        CArrowArrayStream* stream = _stream;
        _stream = null;
        CArrowArrayStream.Free(stream);
    }

    private static void Check(CArrowArrayStream* stream, int code, string what)
    {
        if (code != 0)
        {
            byte* text = stream->get_last_error(stream);
            throw new IOException($"the stream has no {what}: {(text == null ? "no reason is given" : NativeText.Read(text))} (error {code})");
        }
    }
}
