using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Spilling;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Tests.Execution.Spilling;

/// <summary>The order in which sorted runs are merged.</summary>
public sealed class SortKeysTests
{
    /// <summary>A type, and values of it in the result's order.</summary>
    public static IEnumerable<TheoryDataRow<string, object?[]>> Orders =>
    [
        new("bool", [false, true, null]),
        new("int32", [int.MinValue, -1, 0, 1, int.MaxValue, null]),
        new("int64", [long.MinValue, -1L, 0L, 1L, long.MaxValue, null]),
        new("timestamp[us]", [new DateTime(1969, 1, 1), new DateTime(1970, 1, 1), new DateTime(2024, 1, 1), null]),
        new("float64", [double.NegativeInfinity, double.MinValue, -1.5, -double.Epsilon, 0.0, double.Epsilon, 1.5, double.MaxValue, double.PositiveInfinity, double.NaN, null]),
        new("float32", [float.NegativeInfinity, -1.5f, 0f, 1.5f, float.PositiveInfinity, float.NaN, null]),
        new("utf8", ["", "\0", "a", "a\0", "a\0b", "abcdefgh", "abcdefgh\0", "abcdefghi", "abcdefghj", "b", "z", "ä", "\uE000", "😀", null]),
        new("dictionary", ["", "a", "abcdefgh", "abcdefghi", "b", "ä", null]),
    ];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Rows_of_two_batches_compare_in_the_order_of_results(string type, object?[] values)
    {
        foreach ((bool descending, bool nullsFirst) in ((bool, bool)[])[(false, false), (false, true), (true, false), (true, true)])
        {
            SortKeys left = Keys(type, values, descending, nullsFirst);
            SortKeys right = Keys(type, [.. values.Reverse()], descending, nullsFirst);
            for (int a = 0; a < values.Length; a++)
            {
                for (int b = 0; b < values.Length; b++)
                {
                    bool isNull = a != b && (values[a] is null || values[b] is null);
                    bool isTurned = isNull ? nullsFirst : descending;
                    Assert.Equal(isTurned ? b.CompareTo(a) : a.CompareTo(b), Math.Sign(left.Compare(a, right, values.Length - 1 - b)));
                }
            }
        }
    }

    private static SortKeys Keys(string type, object?[] values, bool descending, bool nullsFirst)
    {
        Assert.True(ColumnType.TryParse(type, out ColumnType parsed));
        using ColumnVector vector = BatchBuilder.MakeVector(parsed, values);
        Schema schema = VectorArrays.SchemaOf([new Column("first", new ColumnType(ColumnKind.Int64)), new Column("k", parsed)], null);
        using ColumnVector same = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Int64), [.. values.Select(_ => (object?)7L)]);
        VectorArrays arrays = new();
        RecordBatch batch = new(
            schema,
            [arrays.ToArrow(same, schema.FieldsList[0].DataType, values.Length), arrays.ToArrow(vector, schema.FieldsList[1].DataType, values.Length)],
            values.Length);
        SortKeys keys = new([new RunKey(0), new RunKey(1, descending, nullsFirst)]);
        keys.Bind(batch);
        return keys;
    }
}
