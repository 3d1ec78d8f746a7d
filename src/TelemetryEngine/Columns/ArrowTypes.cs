using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Columns;

// Which column type an Arrow type is. A timestamp without a zone and a date are local times, as text without an offset is: a date is its
// first instant; a duration is the integer it is stored as, in the unit of its type.
internal static class ArrowTypes
{
    // that of the longest decimal: beyond it a scale is a power of ten for the sake of it
    private const int LargestScale = 76;
    private const int LargestFastScale = 18;

    // The columns of an Arrow schema.
    // throws InputException: A name used twice.
    // file: Whose it is, for errors.
    // zone: The zone in which local times are shown; null = UTC.
    public static ColumnSchema ToColumns(Schema schema, string? file = null, string? zone = null)
    {
        List<Column> columns = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Field field in schema.FieldsList)
        {
            if (!names.Add(field.Name))
            {
                throw Error(file, field, "is there twice; rename one of them");
            }

            ColumnType type = ToColumn(field.DataType);
            columns.Add(new Column(field.Name, IsLocal(field.DataType) ? type with { Zone = zone } : type));
        }

        return new ColumnSchema(columns);
    }

    // The column type of an Arrow type.
    public static ColumnType ToColumn(IArrowType type) => type switch
    {
        BooleanType => new ColumnType(ColumnKind.Bool),
        Int8Type or Int16Type or Int32Type or UInt8Type or UInt16Type => new ColumnType(ColumnKind.Int32),
        UInt32Type or Int64Type or UInt64Type or DurationType => new ColumnType(ColumnKind.Int64),
        HalfFloatType or FloatType => new ColumnType(ColumnKind.Float32),
        DoubleType => new ColumnType(ColumnKind.Float64),
        _ when ScaleOf(type) is >= -LargestScale and <= LargestScale and int scale =>
            new ColumnType(ColumnKind.Decimal, Scale: Math.Clamp(scale, 0, LargestFastScale)),
        Date32Type => new ColumnType(ColumnKind.Timestamp, TimeUnit.Second),
        Date64Type => new ColumnType(ColumnKind.Timestamp, TimeUnit.Millisecond),
        TimestampType time => new ColumnType(ColumnKind.Timestamp, time.Unit, time.Timezone is null or "" or "UTC" ? null : time.Timezone),
        _ when IsText(type) => new ColumnType(ColumnKind.Utf8),
        DictionaryType coded when IsText(coded.ValueType) => new ColumnType(ColumnKind.Dictionary),
        ExtensionType { StorageType: not NullType } extension => ToColumn(extension.StorageType),
        _ => new ColumnType(ColumnKind.Other, ArrowName: ArrowNames.Of(type)),
    };

    // The fraction digits of a decimal type; null for other types.
    public static int? ScaleOf(IArrowType type) => type switch
    {
        Decimal32Type number => number.Scale,
        Decimal64Type number => number.Scale,
        Decimal128Type number => number.Scale,
        Decimal256Type number => number.Scale,
        _ => null,
    };

    // True for times that name no zone.
    public static bool IsLocal(IArrowType type) => type is Date32Type or Date64Type or TimestampType { Timezone: null or "" };

    // True for UTF-8 texts in any layout.
    public static bool IsText(IArrowType type) => type is StringType or LargeStringType or StringViewType;

    private static InputException Error(string? file, Field field, string reason) =>
        new($"{(file is null ? "" : file + ": ")}column '{field.Name}' {reason}", file, column: field.Name);
}
