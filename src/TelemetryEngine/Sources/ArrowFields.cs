using System.Collections.ObjectModel;
using Apache.Arrow;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Sources;

// What the columns of Arrow inputs are, as far as their arrays can be handed on as they came.
// Fields: The field of each column; null where inputs have it in different types. Empty for inputs that are not Arrow.
// Metadata: That of the schema; of several inputs, the first's.
internal sealed record ArrowFields(IReadOnlyList<Field?> Fields, IReadOnlyDictionary<string, string> Metadata)
{
    // Those of an input that is not Arrow.
    public static ArrowFields None { get; } = new([], ReadOnlyDictionary<string, string>.Empty);

    // What inputs with the same columns have in common. A column may be null when it may be in one of them.
    public static ArrowFields Of(IReadOnlyList<Schema> schemas)
    {
        Field?[] fields = [.. schemas[0].FieldsList];
        foreach (Schema other in schemas)
        {
            for (int i = 0; i < Math.Min(fields.Length, other.FieldsList.Count); i++)
            {
                fields[i] = Common(fields[i], other.FieldsList[i]);
            }
        }

        return new ArrowFields(fields, schemas[0].Metadata ?? None.Metadata);
    }

    private static Field? Common(Field? one, Field other)
    {
        if (one is null || !ArrowNames.AreSame(one.DataType, other.DataType))
        {
            return null;
        }

        return one.IsNullable || !other.IsNullable ? one : new Field(one.Name, one.DataType, nullable: true, one.Metadata);
    }
}
