using TelemetryEngine.Arrow;

namespace TelemetryEngine.Columns;

/// <summary>Which column type an Arrow type is. A timestamp without a zone counts as UTC, as text without an offset does.</summary>
internal static class ArrowTypes
{
    /// <summary>The columns of an Arrow schema.</summary>
    /// <exception cref="InputException">A type that can't be read, or a name used twice.</exception>
    public static ColumnSchema ToColumns(Schema schema, string? file = null)
    {
        List<Column> columns = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Field field in schema.FieldsList)
        {
            if (!names.Add(field.Name))
            {
                throw Error(file, field, "is there twice; rename one of them");
            }

            columns.Add(new Column(field.Name, ToColumn(field.DataType) ?? throw Error(file, field, $"has the type {field.DataType}, which can't be read")));
        }

        return new ColumnSchema(columns);
    }

    /// <summary>The column type of an Arrow type, or null when there is none.</summary>
    public static ColumnType? ToColumn(ArrowType type) => type switch
    {
        BooleanType => new ColumnType(ColumnKind.Bool),
        Int32Type => new ColumnType(ColumnKind.Int32),
        Int64Type => new ColumnType(ColumnKind.Int64),
        FloatType => new ColumnType(ColumnKind.Float32),
        DoubleType => new ColumnType(ColumnKind.Float64),
        StringType or LargeStringType or StringViewType => new ColumnType(ColumnKind.Utf8),
        DictionaryType { ValueType: StringType or LargeStringType or StringViewType } => new ColumnType(ColumnKind.Dictionary),
        TimestampType time => new ColumnType(ColumnKind.Timestamp, time.Unit, time.Timezone is "" or "UTC" ? null : time.Timezone),
        _ => null,
    };

    private static InputException Error(string? file, Field field, string reason) =>
        new($"{(file is null ? "" : file + ": ")}column '{field.Name}' {reason}", file, column: field.Name);
}
