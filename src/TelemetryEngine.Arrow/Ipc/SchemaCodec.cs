using TelemetryEngine.Arrow.Ipc.FlatBuffers;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>A schema and, for each field, the id of its dictionary (null: it has none).</summary>
internal sealed record IpcSchema(Schema Schema, long?[] DictionaryIds)
{
    /// <summary>Numbers the dictionaries of a schema from 0 on, each field its own.</summary>
    public static IpcSchema Number(Schema schema)
    {
        long next = 0;
        return new IpcSchema(schema, [.. schema.FieldsList.Select(field => field.DataType is DictionaryType ? next++ : (long?)null)]);
    }
}

/// <summary>Schemas as the metadata spells them.</summary>
internal static class SchemaCodec
{
    public static int Write(FlatBufferBuilder builder, IpcSchema schema)
    {
        IReadOnlyList<Field> fields = schema.Schema.FieldsList;
        int[] tables = new int[fields.Count];
        for (int i = 0; i < tables.Length; i++)
        {
            tables[i] = WriteField(builder, fields[i], schema.DictionaryIds[i]);
        }

        int vector = builder.CreateTableVector(tables);
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

        FlatVector tables = schema.Vector(Slots.Schema.Fields, sizeof(int));
        Field[] fields = new Field[tables.Count];
        long?[] dictionaryIds = new long?[tables.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            (fields[i], dictionaryIds[i]) = ReadField(tables.Table(i));
        }

        return new IpcSchema(new Schema(fields, ReadMetadata(schema, Slots.Schema.Metadata)), dictionaryIds);
    }

    private static int WriteField(FlatBufferBuilder builder, Field field, long? dictionaryId)
    {
        int name = builder.CreateString(field.Name);
        (FlatType kind, int type) = TypeCodec.Write(builder, field.DataType);
        int dictionary = field.DataType is DictionaryType encoded ? WriteDictionary(builder, encoded, dictionaryId.GetValueOrDefault()) : 0;
        int children = builder.CreateTableVector([]);
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

    private static int WriteMetadata(FlatBufferBuilder builder, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
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

    private static (Field Field, long? DictionaryId) ReadField(FlatTable table)
    {
        string name = table.String(Slots.Field.Name) ?? "";
        ArrowType type = TypeCodec.Read(table, name);
        long? dictionaryId = null;
        if (table.Table(Slots.Field.Dictionary) is { } encoding)
        {
            ArrowType indexType = TypeCodec.ReadIndex(encoding, name);
            dictionaryId = encoding.Int64(Slots.DictionaryEncoding.Id);
            if (type is not StringType)
            {
                throw TypeCodec.Unsupported(table, name, $"dictionary of {type}");
            }

            type = new DictionaryType(indexType, type, encoding.Bool(Slots.DictionaryEncoding.IsOrdered));
        }

        return (new Field(name, type, table.Bool(Slots.Field.Nullable), ReadMetadata(table, Slots.Field.Metadata)), dictionaryId);
    }

    /// <summary>Of a key that occurs twice the last value counts.</summary>
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
