using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow.C;

/// <summary>Writes types, fields and schemas into structs of the C data interface. Everything is copied to native memory, which the struct's
/// release frees.</summary>
public static unsafe class CArrowSchemaExporter
{
    /// <summary>Fills a struct with a type that has no name and may be null.</summary>
    /// <param name="type">The type.</param>
    /// <param name="schema">Where to; what it held is overwritten.</param>
    public static void ExportType(ArrowType type, CArrowSchema* schema)
    {
        ArgumentNullException.ThrowIfNull(type);
        ExportField(new Field("", type), schema);
    }

    /// <summary>Fills a struct with a field.</summary>
    /// <param name="field">The field. A zero character in its name ends the name.</param>
    /// <param name="schema">Where to; what it held is overwritten.</param>
    public static void ExportField(Field field, CArrowSchema* schema)
    {
        ArgumentNullException.ThrowIfNull(field);
        long flags = field.IsNullable ? CArrowSchema.FlagNullable : 0;
        flags |= field.DataType switch
        {
            DictionaryType { Ordered: true } => CArrowSchema.FlagDictionaryOrdered,
            MapType { KeysSorted: true } => CArrowSchema.FlagMapKeysSorted,
            _ => 0,
        };
        IReadOnlyList<Field> children = field.DataType is NestedType nested ? nested.Fields : [];
        Export(FormatText.Of(field.DataType), field.Name, field.Metadata, flags, children, schema);
        if (field.DataType is DictionaryType encoded)
        {
            schema->dictionary = CArrowSchema.Create();
            ExportType(encoded.ValueType, schema->dictionary);
        }
    }

    /// <summary>Fills a struct with a schema: a struct type whose fields are the columns.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="target">Where to; what it held is overwritten.</param>
    public static void ExportSchema(Schema schema, CArrowSchema* target)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Export("+s", "", schema.Metadata, 0, schema.FieldsList, target);
    }

    private static void Export(
        string format, string name, IReadOnlyDictionary<string, string> metadata, long flags, IReadOnlyList<Field> children, CArrowSchema* target)
    {
        if (target == null)
        {
            throw new ArgumentNullException(nameof(target));
        }

        *target = default;
        target->format = NativeText.Allocate(format);
        target->name = NativeText.Allocate(name);
        target->metadata = NativeText.AllocateMetadata(metadata);
        target->flags = flags;
        target->release = &Release;
        if (children.Count != 0)
        {
            target->n_children = children.Count;
            target->children = (CArrowSchema**)NativeMemory.AllocZeroed((nuint)children.Count, (nuint)sizeof(CArrowSchema*));
        }

        for (int i = 0; i < children.Count; i++)
        {
            target->children[i] = CArrowSchema.Create();
            ExportField(children[i], target->children[i]);
        }
    }

    /// <summary>Children that were moved elsewhere are released by whoever has them now; their structs are freed here.</summary>
    [UnmanagedCallersOnly]
    private static void Release(CArrowSchema* schema)
    {
        if (schema == null || schema->release == null)
        {
            return;
        }

        for (long i = 0; i < schema->n_children; i++)
        {
            CArrowSchema.Free(schema->children[i]);
        }

        CArrowSchema.Free(schema->dictionary);
        NativeMemory.Free(schema->children);
        NativeMemory.Free(schema->format);
        NativeMemory.Free(schema->name);
        NativeMemory.Free(schema->metadata);
        *schema = default;
    }
}
