using System.Data.Common;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Tests.Records;

/// <summary>A code whose value in the dictionary is null is a null row, to whoever reads the result.</summary>
public sealed class NullsOfDictionariesTests
{
    private static readonly DictionaryArray Codes = new(
        new DictionaryType(Int32Type.Default, StringType.Default, ordered: false),
        Arrays.Of<int>(Int32Type.Default, 0, 1, null, 2),
        new StringArray.Builder().Append("a").AppendNull().Append("").Build());

    private static readonly string?[] Expected = ["a", null, null, ""];

    private static Pipeline Ask()
    {
        Schema schema = new([new Field("device", Codes.Data.DataType, nullable: true)], null);
        return Telemetry.From([new RecordBatch(schema, [Codes], Codes.Length)]);
    }

    [Fact]
    public void In_records() => Assert.Equal(Expected, Ask().ToRecords<string?>());

    [Fact]
    public void In_a_column() => Assert.Equal(Expected, Ask().ToTable().Values<string?>("device"));

    [Fact]
    public void In_a_data_reader()
    {
        List<string?> rows = [];
        using DbDataReader reader = Ask().ToDataReader();
        while (reader.Read())
        {
            rows.Add(reader.IsDBNull(0) ? null : reader.GetString(0));
        }

        Assert.Equal(Expected, rows);
    }
}
