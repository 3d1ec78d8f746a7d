using TelemetryEngine.Arrow;

namespace TelemetryEngine.Interop;

/// <summary>Every kind of column in the matrix.</summary>
internal static class ColumnKinds
{
    private static readonly string[] Texts =
        ["", "a", "meter-0001", "meter-0002", "twelve bytes", "thirteen byte", "naïve café", "日本語", "𝄞 clef", "line\nbreak, \"quotes\" and \\", "\u0001", new('x', 300)];

    public static IReadOnlyList<ColumnKind> All { get; } =
    [
        ColumnKind.Of("bool", BooleanType.Default, values => values.Below(2) == 0, Booleans),
        ColumnKind.Primitive("int32", Int32Type.Default, () => new Int32Array.Builder(), values => (int)values.Next(), 0, 1, -1, int.MaxValue, int.MinValue),
        ColumnKind.Primitive("int64", Int64Type.Default, () => new Int64Array.Builder(), values => (long)values.Next(), 0, 1, -1, long.MaxValue, long.MinValue),
        ColumnKind.Primitive("float", FloatType.Default, () => new FloatArray.Builder(), values => BitConverter.UInt32BitsToSingle((uint)values.Next()),
            0, -0f, 1.5f, -0.1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue),
        ColumnKind.Primitive("double", DoubleType.Default, () => new DoubleArray.Builder(), values => BitConverter.UInt64BitsToDouble(values.Next()),
            0, -0d, 1.5, -0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue),
        Timestamp("timestamp-s", new TimestampType(TimeUnit.Second, null), 1),
        Timestamp("timestamp-ms-utc", new TimestampType(TimeUnit.Millisecond, "UTC"), 1_000),
        Timestamp("timestamp-us", new TimestampType(TimeUnit.Microsecond, null), 1_000_000),
        Timestamp("timestamp-us-berlin", new TimestampType(TimeUnit.Microsecond, "Europe/Berlin"), 1_000_000),
        Timestamp("timestamp-ns-utc", new TimestampType(TimeUnit.Nanosecond, "UTC"), 1_000_000_000),
        ColumnKind.Of("utf8", StringType.Default, Text, run => new StringArray.Builder().AppendRange(run.Cast<string?>()).Build()),
        new("dictionary", DictionaryType.Default, Text, OneDictionary),
        new("dictionary-replaced", DictionaryType.Default, Text, runs => [.. runs.Select(Dictionary)], StreamOnly: true),
    ];

    private static object Text(SeededValues values) => values.Mixed(random => $"text {random.Below(1000)}", Texts);

    /// <summary>Instants of the years 1900 to 2260: all that every peer's unit can hold.</summary>
    private static ColumnKind Timestamp(string name, TimestampType type, long perSecond) => ColumnKind.Primitive(
        name,
        type,
        () => new TimestampArray.Builder(type),
        values => (long)(values.Next() % (ulong)(9_151_000_000 * perSecond)),
        0,
        1,
        -1,
        1_700_000_000 * perSecond,
        -2_208_988_800 * perSecond);

    private static BooleanArray Booleans(object?[] run)
    {
        BooleanArray.Builder rows = new();
        foreach (object? value in run)
        {
            _ = value is bool truth ? rows.Append(truth) : rows.AppendNull();
        }

        return rows.Build();
    }

    private static DictionaryArray Dictionary(object?[] run) => new DictionaryArray.Builder().AppendRange(run.Cast<string?>()).Build();

    /// <summary>Batches that share a dictionary: the only way that every reader of files takes.</summary>
    private static ArrowArray[] OneDictionary(IReadOnlyList<object?[]> runs)
    {
        DictionaryArray all = Dictionary([.. runs.SelectMany(run => run)]);
        int start = 0;
        return [.. runs.Select(run => all.Slice((start += run.Length) - run.Length, run.Length))];
    }
}
