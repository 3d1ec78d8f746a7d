using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.Table;

namespace TelemetryEngine.Records;

// The first rows of a table as text for people.
internal static class TablePreview
{
    // The most rows that are shown.
    public const int MostRows = 20;

    // The first rows, and how many more there are.
    public static string Of(Schema schema, IReadOnlyList<RecordBatch> batches, long rowCount)
    {
        Schema shown = new([.. schema.FieldsList.Select(Shown)], null);
        List<RecordBatch> first = [];
        int rows = 0;
        for (int i = 0; i < batches.Count && rows < MostRows; i++)
        {
            int taken = Math.Min(batches[i].Length, MostRows - rows);
            first.Add(
                new RecordBatch(shown,
                    [.. schema.FieldsList.Select((field, column) => Shown(field, batches[i].Column(column).Slice(0, taken)))], taken));
            rows += taken;
        }

        using MemoryStream text = new();
        using (TableWriter writer = new(text, shown, new WriterOptions().FitTo(shown, first)))
        {
            first.ForEach(writer.Write);
            writer.Finish();
        }

        long more = rowCount - rows;
        string end = more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"… {more:N0} more {(more == 1 ? "row" : "rows")}\n");
        return Encoding.UTF8.GetString(text.ToArray()) + end;
    }

    // One value as text; "null" where there is none.
    public static string Cell(Field field, IArrowArray array, int row)
    {
        ValueReader? reader = ValueReader.Of(field, new Target(typeof(object)));
        reader?.Values.Bind(array, 0);
        return array.HasNullAt(row) ? "null" : Text(reader, row) ?? $"({ArrowNames.Of(field.DataType)})";
    }

    // types that no result of the engine has come as they are from Arrow inputs, and only their text can be aligned
    private static bool IsKnown(IArrowType type) =>
        type is BooleanType or Int32Type or Int64Type or FloatType or DoubleType or TimestampType
        || ArrowTypes.IsText(type) || (type is DictionaryType coded && ArrowTypes.IsText(coded.ValueType));

    private static Field Shown(Field field) => IsKnown(field.DataType) ? field : new Field(field.Name, StringType.Default, nullable: true);

    private static IArrowArray Shown(Field field, IArrowArray array)
    {
        if (IsKnown(field.DataType))
        {
            return array;
        }

        ValueReader? reader = ValueReader.Of(field, new Target(typeof(object)));
        reader?.Values.Bind(array, 0);
        StringArray.Builder texts = new();
        for (int row = 0; row < array.Length; row++)
        {
            texts = array.HasNullAt(row) ? texts.AppendNull() : texts.Append(Text(reader, row) ?? $"({ArrowNames.Of(field.DataType)})");
        }

        return texts.Build();
    }

    private static string? Text(ValueReader? reader, int row)
    {
        try
        {
            return reader?.Boxed(row) switch
            {
                byte[] bytes => Convert.ToHexString(bytes),
                DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
                object value => Convert.ToString(value, CultureInfo.InvariantCulture),
                null => null,
            };
        }
        catch (InvalidOperationException)
        {
            // beyond what .NET has a type for
            return null;
        }
    }
}
