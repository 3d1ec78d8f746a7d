using Apache.Arrow;
using Apache.Arrow.Types;


namespace TelemetryEngine.Tests.Formats;

/// <summary>A batch with a column of every kind and a row for every kind of value that a format has to think about.</summary>
internal static class SampleBatch
{
    public static RecordBatch Make()
    {
        TimestampType time = Arrays.Microseconds;
        const long Second = 1_704_067_200;
        IArrowArray[] columns =
        [
            new TimesBuilder(time).Append(Second * 1_000_000).Append((Second * 1_000_000) + 500_000).AppendNull().Append(-1_000_000).Build(),
            new BooleanArray.Builder().Append(true).Append(false).AppendNull().Append(true).Build(),
            new Int32Array.Builder().Append(7).Append(int.MinValue).AppendNull().Append(0).Build(),
            new Int64Array.Builder().Append(long.MinValue).Append(long.MaxValue).AppendNull().Append(-1).Build(),
            new FloatArray.Builder().Append(0.1f).Append(-0f).AppendNull().Append(float.NaN).Build(),
            new DoubleArray.Builder().Append(0.1).Append(-0.0).AppendNull().Append(double.NegativeInfinity).Build(),
            new StringArray.Builder().Append("plain").Append("").AppendNull().Append("say \"hi\", ok\n|x").Build(),
            new CodedBuilder().Append("meter-1").Append("größe").AppendNull().Append("meter-1").Build(),
        ];
        string[] names = ["at", "on", "small", "large", "single", "value", "note", "device"];
        Schema schema = new([.. names.Zip(columns, (name, column) => new Field(name, column.DataType, nullable: true))], null);
        return new RecordBatch(schema, columns, 4);
    }

    public static RecordBatch OfOne(string name, IArrowArray column) =>
        new(new Schema([new Field(name, column.DataType, nullable: true)], null), [column], column.Length);
}
