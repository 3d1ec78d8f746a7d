namespace TelemetryEngine.Arrow.C;

/// <summary>Takes streams of batches from other libraries in the process through the C stream interface.</summary>
public static unsafe class CArrowArrayStreamImporter
{
    /// <summary>Takes a stream and asks it for its schema. The struct is moved: it counts as released afterwards, also when the call throws;
    /// only a null or released struct is left as it is.</summary>
    /// <param name="stream">The struct.</param>
    /// <returns>The stream, to be disposed.</returns>
    /// <exception cref="ArgumentException">The struct is null, released, or without its functions; or so is the schema.</exception>
    /// <exception cref="ArrowFormatException">The schema has a type that is not supported.</exception>
    /// <exception cref="IOException">The stream reports an error; the text is its own.</exception>
    public static ImportedArrayStream ImportArrayStream(CArrowArrayStream* stream)
    {
        if (stream == null || stream->release == null)
        {
            throw new ArgumentException($"the stream is {(stream == null ? "null" : "already released")}", nameof(stream));
        }

        CArrowArrayStream* moved = CArrowArrayStream.Create();
        *moved = *stream;
        stream->release = null;
        try
        {
            return moved->get_schema != null && moved->get_next != null && moved->get_last_error != null
                ? new ImportedArrayStream(moved)
                : throw new ArgumentException("the stream lacks a function", nameof(stream));
        }
        catch
        {
            CArrowArrayStream.Free(moved);
            throw;
        }
    }
}
