namespace TelemetryEngine.Arrow.C;

/// <summary>
/// Takes arrays and batches from other libraries in the process through structs of the C data interface. No value is copied. The struct is
/// taken over: it is moved, and its release is called when the result is disposed, or before the call throws. Only a null or released
/// struct is left as it is. Whatever can be checked is: counts, offsets, views, codes, run ends and that texts are UTF-8; that buffers are as
/// long as the type and the rows say is the producer's word.
/// </summary>
public static unsafe class CArrowArrayImporter
{
    /// <summary>Takes an array.</summary>
    /// <param name="array">The struct, which counts as released afterwards.</param>
    /// <param name="type">Its type, as <see cref="CArrowSchemaImporter"/> gives it.</param>
    /// <returns>The array, to be disposed.</returns>
    /// <exception cref="ArgumentException">The struct is null, released, not of this type, or lacks something it must have.</exception>
    /// <exception cref="ArrowFormatException">Values that point outside, or texts that are not UTF-8. The place is that in the buffer.</exception>
    public static ImportedArray ImportArray(CArrowArray* array, ArrowType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        ImportedMemory memory = Take(array);
        try
        {
            return new ImportedArray(new ImportedReader(memory).Read(memory.Array, type, "the array"), memory);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Takes a batch: a struct array of the schema's fields, none of whose rows is null.</summary>
    /// <param name="array">The struct, which counts as released afterwards.</param>
    /// <param name="schema">The columns' names and types, as <see cref="CArrowSchemaImporter"/> gives them.</param>
    /// <returns>The batch, to be disposed.</returns>
    /// <exception cref="ArgumentException">The struct is null, released, not of this schema, lacks something it must have, or has null rows.</exception>
    /// <exception cref="ArrowFormatException">Values that point outside, or texts that are not UTF-8. The place is that in the buffer.</exception>
    public static RecordBatch ImportRecordBatch(CArrowArray* array, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ImportedMemory memory = Take(array);
        try
        {
            StructArray rows = (StructArray)new ImportedReader(memory).Read(memory.Array, new StructType(schema.FieldsList), "the batch");
            return rows.NullCount == 0
                ? new RecordBatch(schema, rows.Fields, rows.Length, memory)
                : throw new ArgumentException($"the batch has {rows.NullCount} rows that are null themselves", nameof(array));
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private static ImportedMemory Take(CArrowArray* array) => array != null && array->release != null
        ? new ImportedMemory(array)
        : throw new ArgumentException($"the array is {(array == null ? "null" : "already released")}", nameof(array));
}
