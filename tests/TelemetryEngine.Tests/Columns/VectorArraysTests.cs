using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Tests.Sources;

namespace TelemetryEngine.Tests.Columns;

public sealed class VectorArraysTests
{
    [Theory]
    [InlineData("bool", true, false, null)]
    [InlineData("int32", 5L, -7L, null)]
    [InlineData("int64", long.MinValue, null, long.MaxValue)]
    [InlineData("float32", 0.5, null, -1.25)]
    [InlineData("float64", 0.1, double.PositiveInfinity, null)]
    [InlineData("timestamp[ns, Asia/Tokyo]", 1L, null, -1L)]
    [InlineData("utf8", "b", "", null, "größe", "b")]
    [InlineData("dictionary", "b", "", null, "a", "b")]
    public void ValuesComeOutAsTheyAre(string type, params object?[] values)
    {
        ColumnType parsed = ColumnType.TryParse(type, out ColumnType known) ? known : throw new ArgumentException(type);
        using ColumnVector vector = BatchBuilder.MakeVector(parsed, values);
        IArrowArray array = Make(vector, values.Length);
        Assert.Equal(values, Enumerable.Range(0, values.Length).Select(row => ArrowRows.Get(array, row)));
        Assert.Equal(values.Count(value => value is null), array.NullCount);
        Assert.Equal(ArrowNames.Of(VectorArrays.TypeOf(parsed, null)), ArrowNames.Of(array.DataType));
        Assert.Equal(parsed, ArrowTypes.ToColumn(array.DataType));
        Assert.Equal(values[..2], Enumerable.Range(0, 2).Select(row => ArrowRows.Get(Make(vector, 2), row)));
    }

    [Fact]
    public void DecimalsBecomeTheNearestDoubles()
    {
        object?[] texts = ["0.1", null, "123456789012345678901234567890.5", "1e-30", "9007199254740993", "NaN", "-0.000001", "1E22", "Infinity"];
        using ColumnVector vector = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Decimal, Scale: 6), texts);
        var array = (DoubleArray)Make(vector, texts.Length);
        Assert.Equal(
            texts.Select(text => text is null ? (double?)null : double.Parse((string)text, System.Globalization.CultureInfo.InvariantCulture)),
            Enumerable.Range(0, texts.Length).Select(row => array.GetValue(row)));
    }

    [Fact]
    public void NoNegativeZeroAndOneNaN()
    {
        double otherNaN = BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_0000_0001));
        using ColumnVector doubles = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Float64), [-0.0, otherNaN]);
        Assert.Equal([0L, BitConverter.DoubleToInt64Bits(double.NaN)], ((DoubleArray)Make(doubles, 2)).Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
        using ColumnVector floats = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Float32), [-0.0, otherNaN]);
        Assert.Equal([0, BitConverter.SingleToInt32Bits(float.NaN)], ((FloatArray)Make(floats, 2)).Values.ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void ADictionaryIsSortedByBytes()
    {
        TextDictionary texts = new();
        foreach (string text in (string[])["z", "ä", "Z", "a"])
        {
            texts.GetOrAdd(System.Text.Encoding.UTF8.GetBytes(text));
        }

        using ColumnVector vector = BatchBuilder.MakeVector(new ColumnType(ColumnKind.Dictionary), ["ä", "z", "Z", "a", "z"], texts);
        var array = (DictionaryArray)Make(vector, 5);
        Assert.Equal(["Z", "a", "z", "ä"], Enumerable.Range(0, array.Dictionary.Length).Select(row => ((StringArray)array.Dictionary).GetString(row)));
        Assert.Equal([3, 2, 0, 1, 2], ((Int32Array)array.Indices).Values.ToArray());
    }

    [Fact]
    public void ColumnsBecomeASchema() => Assert.Equal(
        "at: timestamp[ms, UTC], local: timestamp[us, Asia/Tokyo], x: double, name: utf8",
        VectorArrays.SchemaOf(new BatchBuilder().Add("at", "timestamp[ms]").Add("local", "timestamp[us, Asia/Tokyo]").Add("x", "decimal(2)").Add("name", "utf8").Columns, null).Text().Replace(';', ','));

    [Fact]
    public void NoRowsAreEmptyArrays()
    {
        foreach (string type in (string[])["bool", "int32", "float32", "decimal", "utf8", "dictionary", "timestamp[s]"])
        {
            ColumnType parsed = ColumnType.TryParse(type, out ColumnType known) ? known : throw new ArgumentException(type);
            using ColumnVector vector = BatchBuilder.MakeVector(parsed, []);
            Assert.Equal(0, Make(vector, 0).Length);
        }
    }

    private static IArrowArray Make(ColumnVector vector, int rows) => new VectorArrays().ToArrow(vector, VectorArrays.TypeOf(vector.Type, null), rows);

    [Fact]
    public void Texts_that_no_array_can_hold_are_an_error()
    {
        TextDictionary texts = new();
        texts.GetOrAdd(new byte[1 << 20]);
        using ColumnVector vector = new(new ColumnType(ColumnKind.Utf8)) { Dictionary = texts };
        vector.Reset(2048);
        vector.Codes[..2048].Clear();
        RunException error = Assert.Throws<RunException>(() => new VectorArrays().ToArrow(vector, StringType.Default, 2048));
        Assert.StartsWith("the texts of one column are more than 2 GiB", error.Message, StringComparison.Ordinal);
    }
}
