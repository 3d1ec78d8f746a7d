using Apache.Arrow;
using Apache.Arrow.Types;


namespace TelemetryEngine.Tests.Sources;

/// <summary>Values of Arrow arrays straight from their accessors, and batches of made-up readings.</summary>
internal static class ArrowRows
{
    public static object? Get(IArrowArray array, int row) => array switch
    {
        BooleanArray bools => bools.GetValue(row),
        Int32Array ints => (long?)ints.GetValue(row),
        PrimitiveArray<long> longs => longs.GetValue(row),
        FloatArray floats => (double?)floats.GetValue(row),
        DoubleArray doubles => doubles.GetValue(row),
        StringArray texts => texts.GetString(row),
        DictionaryArray texts => texts.GetString(row),
        _ => throw new ArgumentException("unknown array", nameof(array)),
    };

    public static List<object?[]> Rows(IEnumerable<RecordBatch> batches) =>
        [.. batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => batch.Arrays.Select(array => Get(array, row)).ToArray()))];

    /// <summary>Batches of every kind; every seventh value is null where <paramref name="nulls"/> says so.</summary>
    public static List<RecordBatch> Make(bool nulls, params int[] lengths) => [.. lengths.Select((length, index) => Make(nulls, length, index))];

    private static RecordBatch Make(bool nulls, int length, int index)
    {
        TimesBuilder at = new(new TimestampType(TimeUnit.Millisecond, "Europe/Berlin"));
        BooleanArray.Builder on = new();
        Int32Array.Builder small = new();
        Int64Array.Builder large = new();
        FloatArray.Builder single = new();
        DoubleArray.Builder value = new();
        StringArray.Builder note = new();
        CodedBuilder device = new();
        for (int row = 0; row < length; row++)
        {
            int n = (index * 1000) + row;
            _ = IsNull(0) ? at.AppendNull() : at.Append(1_700_000_000_000 + n);
            _ = IsNull(1) ? on.AppendNull() : on.Append(n % 3 == 0);
            _ = IsNull(2) ? small.AppendNull() : small.Append(-n);
            _ = IsNull(3) ? large.AppendNull() : large.Append(n * 10_000_000_000L);
            _ = IsNull(4) ? single.AppendNull() : single.Append(n / 8f);
            _ = IsNull(5) ? value.AppendNull() : value.Append(n / 10d);
            _ = IsNull(6) ? note.AppendNull() : note.Append(n % 5 == 0 ? "" : $"note {n / 2}");
            _ = IsNull(7) ? device.AppendNull() : device.Append($"meter-{(n * 31) % 11}");
            bool IsNull(int column) => nulls && (n + column) % 7 == 0;
        }

        IArrowArray[] columns = [at.Build(), on.Build(), small.Build(), large.Build(), single.Build(), value.Build(), note.Build(), device.Build()];
        string[] names = ["at", "on", "small", "large", "single", "value", "note", "device"];
        return new RecordBatch(new Schema([.. names.Zip(columns, (name, column) => new Field(name, column.DataType, nullable: true))], null), columns, length);
    }
}
