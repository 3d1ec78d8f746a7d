using Apache.Arrow;

namespace TelemetryEngine.Records;

// A column of a table as an array of .NET values.
internal static class TableValues
{
    // All values of a column.
    // throws ArgumentException: There is no such column, or its values are nothing of the kind.
    // throws InvalidOperationException: A value is null or beyond the type, which has no room for that.
    public static T[] Of<T>(Schema schema, IReadOnlyList<RecordBatch> batches, long rowCount, string column)
    {
        int ordinal = schema.GetFieldIndex(column, StringComparer.Ordinal);
        if (ordinal < 0)
        {
            throw new ArgumentException(
                Quoting.Message.Of(
                    $"there is no column '{column}'; the columns are {string.Join(", ", schema.FieldsList.Select(static field => field.Name))}").ToString(), nameof(column));
        }

        Field field = schema.FieldsList[ordinal];
        Target target = new(typeof(T));
        ValueReader reader = ValueReader.Of(field, target) ?? throw new ArgumentException(MemberColumns.Refusal(field, target), nameof(T));
        T[] values = new T[rowCount];
        int at = 0;
        foreach (RecordBatch batch in batches)
        {
            Fill(values, at, batch.Column(ordinal), reader);
            at += batch.Length;
        }

        return values;
    }

    private static void Fill<T>(T[] values, int at, IArrowArray array, ValueReader reader)
    {
        // what lies there in the same form is copied
        if (values is double[] doubles && array is DoubleArray { NullCount: 0 } stored)
        {
            stored.Values.CopyTo(doubles.AsSpan(at));
            return;
        }

        if (typeof(T) == typeof(long) && values is long[] longs && array is Int64Array { NullCount: 0 } counts)
        {
            counts.Values.CopyTo(longs.AsSpan(at));
            return;
        }

        reader.Values.Bind(array, at);
        for (int row = 0; row < array.Length; row++)
        {
            values[at + row] = reader.Read<T>(row);
        }
    }
}
