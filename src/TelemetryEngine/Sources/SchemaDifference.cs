using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Sources;

// How the columns of one input differ from those of another, in words.
internal static class SchemaDifference
{
    // The first difference that matters for reading, or null. Nullability, metadata, and the order and codes of texts' dictionaries don't.
    public static string? Between(Schema expected, Schema actual)
    {
        int common = Math.Min(expected.FieldsList.Count, actual.FieldsList.Count);
        for (int i = 0; i < common; i++)
        {
            Field want = expected.FieldsList[i];
            Field got = actual.FieldsList[i];
            if (want.Name != got.Name)
            {
                return $"column {i + 1} is called '{got.Name}', not '{want.Name}'";
            }

            if (!ArrowNames.AreSame(want.DataType, got.DataType) && !(IsCodedText(want.DataType) && IsCodedText(got.DataType)))
            {
                return $"column '{want.Name}' is {ArrowNames.Of(got.DataType)}, not {ArrowNames.Of(want.DataType)}";
            }
        }

        return (expected.FieldsList.Count - common, actual.FieldsList.Count - common) switch
        {
            (0, 0) => null,
            (0, _) => $"it also has the column '{actual.FieldsList[common].Name}'",
            _ => $"it lacks the column '{expected.FieldsList[common].Name}'",
        };
    }

    private static bool IsCodedText(IArrowType type) => type is DictionaryType coded && ArrowTypes.IsText(coded.ValueType);
}
