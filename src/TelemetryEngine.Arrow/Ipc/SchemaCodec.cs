using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc;

// Schemas as the metadata spells them.
internal static class SchemaCodec
{
    public static int Write(FlatBufferBuilder builder, IpcSchema schema)
    {
        int vector = WriteFields(builder, schema.Fields);
        int metadata = WriteMetadata(builder, schema.Schema.Metadata);
        builder.StartTable();
        builder.AddPointer(Slots.Schema.Fields, vector);
        builder.AddPointer(Slots.Schema.Metadata, metadata);
        return builder.EndTable();
    }

    public static IpcSchema Read(FlatTable schema)
    {
        if (schema.Int16(Slots.Schema.Endianness) != 0)
        {
            throw schema.Error("big-endian data is not supported");
        }

        IpcField[] fields = ReadFields(schema.Vector(Slots.Schema.Fields, sizeof(int)), depth: 1);
        IpcSchema read = new(new Schema(fields.Select(static field => field.Field), ReadMetadata(schema, Slots.Schema.Metadata)), fields);
        Dictionary<long, IArrowType> types = [];
        foreach (IpcField field in read.Dictionaries)
        {
            IArrowType type = TypeCodec.StorageOf(field.Field.DataType);
            long id = field.DictionaryId.GetValueOrDefault();
            if (!types.TryAdd(id, type) && !ArrowNames.AreSame(types[id], type))
            {
                throw schema.Error($"the dictionary with the id {id} is of {ArrowNames.Of(types[id])} and of {ArrowNames.Of(type)}");
            }
        }

        return read;
    }

    private static int WriteFields(FlatBufferBuilder builder, IpcField[] fields)
    {
        int[] tables = new int[fields.Length];
        for (int i = 0; i < tables.Length; i++)
        {
            tables[i] = WriteField(builder, fields[i]);
        }

        return builder.CreateTableVector(tables);
    }

    private static int WriteField(FlatBufferBuilder builder, IpcField ipcField)
    {
        Field field = ipcField.Field;
        int name = builder.CreateString(field.Name);
        (FlatType kind, int type) = TypeCodec.Write(builder, field.DataType);
        int dictionary =
            field.DataType is DictionaryType encoded ? WriteDictionary(builder, encoded, ipcField.DictionaryId.GetValueOrDefault()) : 0;
        int children = WriteFields(builder, ipcField.Children);
        int metadata = WriteMetadata(builder, field.Metadata);
        builder.StartTable();
        builder.AddPointer(Slots.Field.Name, name);
        builder.AddPointer(Slots.Field.Type, type);
        builder.AddPointer(Slots.Field.Dictionary, dictionary);
        builder.AddPointer(Slots.Field.Children, children);
        builder.AddPointer(Slots.Field.Metadata, metadata);
        builder.AddByte(Slots.Field.TypeType, (byte)kind);
        builder.AddBool(Slots.Field.Nullable, field.IsNullable);
        return builder.EndTable();
    }

    private static int WriteDictionary(FlatBufferBuilder builder, DictionaryType type, long id)
    {
        int index = TypeCodec.Write(builder, type.IndexType).Table;
        builder.StartTable();
        builder.AddInt64(Slots.DictionaryEncoding.Id, id);
        builder.AddPointer(Slots.DictionaryEncoding.IndexType, index);
        builder.AddBool(Slots.DictionaryEncoding.IsOrdered, type.Ordered);
        return builder.EndTable();
    }

    private static int WriteMetadata(FlatBufferBuilder builder, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null || metadata.Count == 0)
        {
            return 0;
        }

        List<int> tables = new(metadata.Count);
        foreach ((string key, string value) in metadata)
        {
            int keyText = builder.CreateString(key);
            int valueText = builder.CreateString(value);
            builder.StartTable();
            builder.AddPointer(Slots.KeyValue.Key, keyText);
            builder.AddPointer(Slots.KeyValue.Value, valueText);
            tables.Add(builder.EndTable());
        }

        return builder.CreateTableVector([.. tables]);
    }

    private static IpcField[] ReadFields(FlatVector tables, int depth)
    {
        IpcField[] fields = new IpcField[tables.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = ReadField(tables.Table(i), depth);
        }

        return fields;
    }

    private static IpcField ReadField(FlatTable table, int depth)
    {
        string name = table.String(Slots.Field.Name) ?? "";
        if (depth > IpcSchema.MostNesting)
        {
            throw table.Error($"column '{name}' is nested deeper than {IpcSchema.MostNesting} types");
        }

        IpcField[] children = ReadFields(table.Vector(Slots.Field.Children, sizeof(int)), depth + 1);
        IArrowType type = TypeCodec.Read(table, name, [.. children.Select(static child => child.Field)]);
        children = type is NestedType nested ? [.. children.Zip(nested.Fields, static (child, field) => child.As(field))] : children;
        long? dictionaryId = null;
        if (table.Table(Slots.Field.Dictionary) is { } encoding)
        {
            dictionaryId = encoding.Int64(Slots.DictionaryEncoding.Id);
            type = new DictionaryType(TypeCodec.ReadIndex(encoding, name), type, encoding.Bool(Slots.DictionaryEncoding.IsOrdered));
        }

        Field field = new(name, type, table.Bool(Slots.Field.Nullable), ReadMetadata(table, Slots.Field.Metadata));
        return new IpcField(field, dictionaryId, children);
    }

    // Of a key that occurs twice the last value counts.
    internal static Dictionary<string, string>? ReadMetadata(FlatTable owner, int slot)
    {
        FlatVector tables = owner.Vector(slot, sizeof(int));
        if (tables.Count == 0)
        {
            return null;
        }

        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        for (int i = 0; i < tables.Count; i++)
        {
            FlatTable pair = tables.Table(i);
            metadata[pair.String(Slots.KeyValue.Key) ?? ""] = pair.String(Slots.KeyValue.Value) ?? "";
        }

        return metadata;
    }
}
