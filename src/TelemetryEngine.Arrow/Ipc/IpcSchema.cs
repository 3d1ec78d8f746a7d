using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow.Ipc;

// A field, the id of its dictionary (null: it has none), and the fields that its values are made of: for a dictionary, those of the
// dictionary's values.
internal sealed record IpcField(Field Field, long? DictionaryId, IpcField[] Children)
{
    // The fields with a dictionary in this one, itself included; those that a dictionary needs come before it.
    public IEnumerable<IpcField> Dictionaries =>
        Children.SelectMany(child => child.Dictionaries).Concat(DictionaryId is null ? [] : [this]);

    // The same as a type's field has it, which may name it otherwise.
    public IpcField As(Field field) => ReferenceEquals(field, Field)
        ? this
        : new IpcField(field, DictionaryId,
            field.DataType is NestedType nested ? [.. Children.Zip(nested.Fields, static (child, of) => child.As(of))] : Children);
}

// A schema and what messages add to its fields.
internal sealed record IpcSchema(Schema Schema, IpcField[] Fields)
{
    // How deep types may be nested in one another, a column counting as one.
    public const int MostNesting = 64;

    private const string ExtensionName = "ARROW:extension:name";
    private const string ExtensionMetadata = "ARROW:extension:metadata";

    // The fields with a dictionary, at any depth; those that a dictionary needs come before it.
    public IEnumerable<IpcField> Dictionaries => Fields.SelectMany(part => part.Dictionaries);

    // Numbers the dictionaries of a schema from 0 on, each field its own. An extension is its storage, and says its name in the metadata.
    // throws NotSupportedException: Types are nested too deep.
    public static IpcSchema Number(Schema schema)
    {
        long next = 0;
        IpcField[] fields = new IpcField[schema.FieldsList.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = Number(schema.FieldsList[i], depth: 1, ref next);
        }

        return new IpcSchema(schema, fields);
    }

    private static IpcField Number(Field field, int depth, ref long next)
    {
        if (depth > MostNesting)
        {
            throw new NotSupportedException($"column '{field.Name}' is nested deeper than {MostNesting} types");
        }

        field = StorageOf(field);
        if (!TypeCodec.CanWrite(field.DataType))
        {
            throw new NotSupportedException($"column '{field.Name}' of type {ArrowNames.Of(field.DataType)} can't be written");
        }

        IReadOnlyList<Field> fields = TypeCodec.StorageOf(field.DataType) is NestedType nested ? nested.Fields : [];
        IpcField[] children = new IpcField[fields.Count];
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = Number(fields[i], depth + 1, ref next);
        }

        return new IpcField(field, field.DataType is DictionaryType ? next++ : null, children);
    }

    private static Field StorageOf(Field field) => field.DataType is not ExtensionType extension || extension is UnreadableType
        ? field
        : new Field(
            field.Name,
            ArrayParts.StorageOf(extension),
            field.IsNullable,
            new Dictionary<string, string>(field.Metadata ?? new Dictionary<string, string>())
            {
                [ExtensionName] = extension.Name,
                [ExtensionMetadata] = extension.ExtensionMetadata ?? "",
            });
}
