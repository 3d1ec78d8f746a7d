namespace TelemetryEngine.Arrow.Ipc;

/// <summary>
/// Gives the batches of a writer one dictionary for each field that has one, which only grows: what a file needs, where a dictionary can't be replaced.
/// A dictionary that begins like the last one takes its place; of another, the values that are new are added, and codes are translated.
/// </summary>
internal sealed class DictionaryUnifier
{
    private readonly IpcSchema _schema;
    private readonly Dictionary<long, UnifiedDictionary> _byId;

    public DictionaryUnifier(IpcSchema schema)
    {
        _schema = schema;
        _byId = schema.Dictionaries.ToDictionary(field => field.DictionaryId.GetValueOrDefault(), field => new UnifiedDictionary(field.Field.Name));
    }

    /// <summary>The same rows with the dictionaries so far, over the batch's own memory where nothing changes.</summary>
    /// <exception cref="InvalidOperationException">Dictionaries that have to be put together are ordered, or have more values than the codes can count.</exception>
    public RecordBatch Unify(RecordBatch batch) => _byId.Count == 0
        ? batch
        : new RecordBatch(batch.Schema, [.. _schema.Fields.Zip(batch.Arrays, Unify)], batch.Length);

    private ArrowArray Unify(IpcField field, ArrowArray array)
    {
        if (!field.Dictionaries.Any())
        {
            return array;
        }

        DictionaryArray? codes = array as DictionaryArray;
        ArrowArray values = codes?.Dictionary ?? array;
        if (field.Children.Any(child => child.Dictionaries.Any()))
        {
            values = WithChildren(values, [.. field.Children.Zip(values.Children, Unify)]);
        }

        return codes is null ? values : _byId[field.DictionaryId.GetValueOrDefault()].Translate(codes, values);
    }

    private static ArrowArray WithChildren(ArrowArray array, ArrowArray[] children) => array switch
    {
        ListArray lists => new ListArray((ListType)lists.DataType, lists.OffsetBuffer, children[0], lists.ValidityBuffer, lists.Length, lists.NullCount, lists.Offset),
        LargeListArray lists => new LargeListArray(
            (LargeListType)lists.DataType, lists.OffsetBuffer, children[0], lists.ValidityBuffer, lists.Length, lists.NullCount, lists.Offset),
        MapArray maps => new MapArray((MapType)maps.DataType, maps.OffsetBuffer, (StructArray)children[0], maps.ValidityBuffer, maps.Length, maps.NullCount, maps.Offset),
        FixedSizeListArray lists => new FixedSizeListArray(
            (FixedSizeListType)lists.DataType, children[0], lists.ValidityBuffer, lists.Length, lists.NullCount, lists.Offset),
        StructArray fields => new StructArray((StructType)fields.DataType, children, fields.ValidityBuffer, fields.Length, fields.NullCount, fields.Offset),
        UnionArray union => new UnionArray(union.UnionType, union.TypeIdBuffer, union.ValueOffsetBuffer, children, union.Length, union.Offset),
        RunEndEncodedArray runs => new RunEndEncodedArray((RunEndEncodedType)runs.DataType, children[0], children[1], runs.Length, runs.Offset),
        _ => throw new NotSupportedException($"an array of {array.DataType} has no children"),
    };
}
