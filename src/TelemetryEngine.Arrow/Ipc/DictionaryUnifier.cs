using Apache.Arrow;

namespace TelemetryEngine.Arrow.Ipc;

// Gives the batches of a writer one dictionary for each field that has one, which only grows: what a file needs, where a dictionary can't
// be replaced. A dictionary that begins like the last one takes its place; of another, the values that are new are added, and codes are
// translated.
internal sealed class DictionaryUnifier
{
    private readonly IpcSchema _schema;
    private readonly Dictionary<long, UnifiedDictionary> _byId;

    public DictionaryUnifier(IpcSchema schema)
    {
        _schema = schema;
        _byId = schema.Dictionaries.ToDictionary(field => field.DictionaryId.GetValueOrDefault(),
            field => new UnifiedDictionary(field.Field.Name));
    }

    // The same rows with the dictionaries so far, over the batch's own memory where nothing changes.
    // throws InvalidOperationException: Dictionaries that have to be put together are ordered, or have more values than the codes can
    // count.
    public ArrayData[] Unify(ArrayData[] columns) => _byId.Count == 0 ? columns : [.. _schema.Fields.Zip(columns, Unify)];

    private ArrayData Unify(IpcField field, ArrayData array)
    {
        if (!field.Dictionaries.Any())
        {
            return array;
        }

        ArrayData values = field.DictionaryId is null ? array : array.Dictionary;
        if (field.Children.Any(static child => child.Dictionaries.Any()))
        {
            values = values.With([.. field.Children.Zip(values.Children, Unify)]);
        }

        return field.DictionaryId is { } id ? _byId[id].Translate(array, values) : values;
    }
}
