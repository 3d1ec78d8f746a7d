namespace TelemetryEngine.ApacheArrow;

/// <summary>
/// Record batches, arrays and schemas as those of the <c>Apache.Arrow</c> package, and back. No value is copied: both sides look at the
/// same memory, which stays with the side that it came from (the one exception: bits of validity of a sliced struct or list of a fixed size
/// that begin inside a byte). Names, nullability, metadata, slices and dictionaries are kept.
/// </summary>
public static class ApacheArrowConversion
{
    /// <summary>A batch for Apache.Arrow over this batch's memory.</summary>
    /// <param name="batch">The batch. It stays the owner: dispose it after the last use of the result, and of any array or slice of that.
    /// Disposing the result frees nothing.</param>
    /// <exception cref="NotSupportedException">Apache.Arrow has no such type.</exception>
    public static Theirs.RecordBatch ToApacheArrow(this RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new Theirs.RecordBatch(batch.Schema.ToApacheArrow(), batch.Arrays.Select(ToApacheArrow), batch.Length);
    }

    /// <summary>An array for Apache.Arrow over this array's memory, which must outlive it.</summary>
    /// <exception cref="NotSupportedException">Apache.Arrow has no such type.</exception>
    public static Theirs.IArrowArray ToApacheArrow(this ArrowArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return Theirs.ArrowArrayFactory.BuildArray(ApacheArrays.Of(array));
    }

    /// <summary>The schema for Apache.Arrow.</summary>
    /// <exception cref="NotSupportedException">Apache.Arrow has no such type.</exception>
    public static Theirs.Schema ToApacheArrow(this Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new Theirs.Schema(schema.FieldsList.Select(ApacheTypes.Of), schema.Metadata);
    }

    /// <summary>A batch over the memory of a batch of Apache.Arrow. That package doesn't check what it reads: offsets and codes inside the
    /// buffers are trusted here as they are there, and a wrong one shows as an exception at the row.</summary>
    /// <param name="batch">The batch of Apache.Arrow.</param>
    /// <param name="takeOwnership">True to have the batch of Apache.Arrow disposed with the result. Otherwise its owner disposes it, after the
    /// last use of the result.</param>
    /// <exception cref="NotSupportedException">A type that only Apache.Arrow has. Nothing is disposed then.</exception>
    /// <exception cref="ArgumentException">A buffer is too short for its rows. Nothing is disposed then.</exception>
    public static RecordBatch ToTelemetryEngine(this Theirs.RecordBatch batch, bool takeOwnership = false)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArrowArray[] columns = [.. batch.Arrays.Select(ToTelemetryEngine)];
        return new RecordBatch(batch.Schema.ToTelemetryEngine(), columns, batch.Length, takeOwnership ? batch : null);
    }

    /// <summary>An array over the memory of an array of Apache.Arrow, which must outlive it.</summary>
    /// <exception cref="NotSupportedException">A type that only Apache.Arrow has.</exception>
    /// <exception cref="ArgumentException">A buffer is too short for its rows.</exception>
    public static ArrowArray ToTelemetryEngine(this Theirs.IArrowArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return TelemetryArrays.Of(array.Data);
    }

    /// <summary>The schema of Apache.Arrow as ours.</summary>
    /// <exception cref="NotSupportedException">A type that only Apache.Arrow has.</exception>
    public static Schema ToTelemetryEngine(this Theirs.Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new Schema([.. schema.FieldsList.Select(TelemetryTypes.Of)], schema.Metadata);
    }
}
