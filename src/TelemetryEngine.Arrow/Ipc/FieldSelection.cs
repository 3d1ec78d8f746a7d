using Apache.Arrow;

namespace TelemetryEngine.Arrow.Ipc;

// The columns of a schema that are read. The bytes of the others are neither read, where the input can pass over them, nor checked.
internal sealed class FieldSelection
{
    private readonly IpcSchema _schema;
    private readonly bool[] _isSelected;

    private FieldSelection(IpcSchema schema, bool[] isSelected, Schema selected)
    {
        _schema = schema;
        _isSelected = isSelected;
        Schema = selected;
    }

    // The columns that are read, in the schema's order.
    public Schema Schema { get; }

    // True where all are.
    public bool IsAll => ReferenceEquals(Schema, _schema.Schema);

    // All columns.
    public static FieldSelection All(IpcSchema schema)
    {
        bool[] isSelected = new bool[schema.Fields.Length];
        Array.Fill(isSelected, true);
        return new FieldSelection(schema, isSelected, schema.Schema);
    }

    // Some columns, by their ordinals in any order.
    // throws ArgumentOutOfRangeException: There is no such column.
    public static FieldSelection Of(IpcSchema schema, ReadOnlySpan<int> fields)
    {
        bool[] isSelected = new bool[schema.Fields.Length];
        foreach (int field in fields)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)field, (uint)isSelected.Length, nameof(fields));
            isSelected[field] = true;
        }

        List<Field> selected = [];
        for (int i = 0; i < isSelected.Length; i++)
        {
            if (isSelected[i])
            {
                selected.Add(schema.Schema.FieldsList[i]);
            }
        }

        return selected.Count == isSelected.Length
            ? All(schema)
            : new FieldSelection(schema, isSelected, new Schema(selected, schema.Schema.Metadata));
    }

    // True when a column is read.
    public bool Has(int field) => _isSelected[field];

    // True unless only columns that are not read have the dictionary.
    public bool NeedsDictionary(long id)
    {
        if (IsAll)
        {
            return true;
        }

        bool isKnown = false;
        for (int i = 0; i < _isSelected.Length; i++)
        {
            foreach (IpcField field in _schema.Fields[i].Dictionaries)
            {
                if (field.DictionaryId == id)
                {
                    isKnown = true;
                    if (_isSelected[i])
                    {
                        return true;
                    }
                }
            }
        }

        return !isKnown;
    }
}
