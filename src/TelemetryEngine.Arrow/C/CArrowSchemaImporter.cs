namespace TelemetryEngine.Arrow.C;

/// <summary>
/// Reads types, fields and schemas of structs of the C data interface. The struct is taken over: it is released when the call returns or
/// throws. Only a null or released struct is left as it is.
/// </summary>
public static unsafe class CArrowSchemaImporter
{
    private const int MostLevels = 64;
    private const int MostChildren = 1 << 20;

    /// <summary>Reads a type; name, nullability and metadata are left out.</summary>
    /// <param name="schema">The struct, which is released.</param>
    /// <exception cref="ArgumentException">The struct is null, released, or lacks something it must have.</exception>
    /// <exception cref="ArrowFormatException">A type that does not exist, or is not supported, as list views are not.</exception>
    public static ArrowType ImportType(CArrowSchema* schema) => ImportField(schema).DataType;

    /// <summary>Reads a field.</summary>
    /// <param name="schema">The struct, which is released.</param>
    /// <exception cref="ArgumentException">The struct is null, released, or lacks something it must have.</exception>
    /// <exception cref="ArrowFormatException">A type that does not exist, or is not supported, as list views are not.</exception>
    public static Field ImportField(CArrowSchema* schema)
    {
        Require(schema, "schema");
        try
        {
            return Read(schema, 0);
        }
        finally
        {
            CArrowSchema.Release(schema);
        }
    }

    /// <summary>Reads a schema: a struct type, whose fields become the columns.</summary>
    /// <param name="schema">The struct, which is released.</param>
    /// <exception cref="ArgumentException">The struct is null, released, lacks something it must have, or is no struct type.</exception>
    /// <exception cref="ArrowFormatException">A type that does not exist, or is not supported, as list views are not.</exception>
    public static Schema ImportSchema(CArrowSchema* schema)
    {
        Field field = ImportField(schema);
        return field.DataType is StructType fields
            ? new Schema(fields.Fields, field.Metadata)
            : throw new ArgumentException($"a schema is a struct, not {field.DataType}", nameof(schema));
    }

    private static void Require(CArrowSchema* schema, string name)
    {
        if (schema == null || schema->release == null)
        {
            throw new ArgumentException($"the {name} is {(schema == null ? "null" : "already released")}", nameof(schema));
        }
    }

    private static Field Read(CArrowSchema* schema, int level)
    {
        string name = NativeText.Read(schema->name);
        if (schema->format == null || level > MostLevels)
        {
            throw new ArgumentException($"the schema of '{name}' {(level > MostLevels ? $"is more than {MostLevels} levels deep" : "has no format")}", nameof(schema));
        }

        if (schema->n_children is < 0 or > MostChildren || (schema->n_children != 0 && schema->children == null))
        {
            throw new ArgumentException($"the schema of '{name}' has {schema->n_children} children{(schema->children == null ? " at null" : "")}", nameof(schema));
        }

        Field[] children = new Field[schema->n_children];
        for (int i = 0; i < children.Length; i++)
        {
            // SAFETY: the list is not null, and holds n_children pointers: the interface's promise.
            Require(schema->children[i], $"schema of child {i} of '{name}'");
            children[i] = Read(schema->children[i], level + 1);
        }

        ArrowType type = FormatText.Read(NativeText.Read(schema->format), children, (schema->flags & CArrowSchema.FlagMapKeysSorted) != 0);
        if (schema->dictionary != null)
        {
            Require(schema->dictionary, $"schema of the dictionary of '{name}'");
            ArrowType values = Read(schema->dictionary, level + 1).DataType;
            type = new DictionaryType(type, values, (schema->flags & CArrowSchema.FlagDictionaryOrdered) != 0);
        }

        bool isNullable = (schema->flags & CArrowSchema.FlagNullable) != 0;
        return new Field(name, type, isNullable, NativeText.ReadMetadata(schema->metadata));
    }
}
