using System.Globalization;
using System.Numerics;
using Apache.Arrow.Types;
using TelemetryEngine.Expressions;
using static TelemetryEngine.Tests.Expressions.ExpressionRun;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>Conversions: against .NET's own numbers, against how files are read, and what is out of range.</summary>
public sealed class CastTests
{
    private static readonly string[] Texts =
    [
        "0", "-0", "1", "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1.5", "2.5", "-0.5", "1e3", "1e-3", "3.4028235e38", "3.5e38", "1e308", "1e309", "nan", "inf",
        "true", "True", "TRUE", "false", "tRUE", "yes", "", " 1", "0x1", "2024-01-01", "2024-01-01T00:00:00.5Z", "2024-01-01 00:00:00.123456+01:00", "2024-02-30", "123456789012345678.25",
    ];

    [Theory]
    [InlineData("int32", "int32")]
    [InlineData("int64", "int64")]
    [InlineData("float32", "float32")]
    [InlineData("float64", "float64")]
    [InlineData("timestamp_s", "timestamp[s]")]
    [InlineData("timestamp_ms", "timestamp[ms]")]
    [InlineData("timestamp", "timestamp[us]")]
    [InlineData("timestamp_ns", "timestamp[ns]")]
    public void Texts_are_read_as_files_are(string type, string column)
    {
        // numbers count as times in files, and blanks are no part of a field
        foreach (string text in Texts.Where(text => text.Length > 0 && text[0] != ' ' && (text.StartsWith("2024", StringComparison.Ordinal) || column[0] != 't')))
        {
            // a comma would be one of the file
            string csv = $"x,y\n\"{text}\",1\n";
            string read = Outcome(() => Telemetry.ReadCsvText(csv).Schema(("x", column)).Select("x"));
            string cast = Outcome(() => Telemetry.ReadCsvText(csv).Schema(("x", "utf8")).Select($"cast(x as {type}) as x"));
            Assert.Equal((text, read), (text, cast));
            string tried = Outcome(() => Telemetry.ReadCsvText(csv).Schema(("x", "utf8")).Select($"try_cast(x as {type}) as x"));
            Assert.Equal((text, read == "error" ? read = $"{tried[..tried.IndexOf(' ', StringComparison.Ordinal)]} ∅" : read), (text, tried));
        }
    }

    [Fact]
    public void Numbers_have_the_nearest_of_the_type()
    {
        Random random = new(3);
        double[] doubles = [.. Enumerable.Range(0, 3000).Select(i => i % 3 == 0 ? BitConverter.Int64BitsToDouble(random.NextInt64()) : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(20))), double.NaN, double.PositiveInfinity, 0.5, 1.5, 2147483647.5, -2147483648.5];
        BatchBuilder data = new BatchBuilder().Add("x", "float64", [.. doubles.Select(static d => (object)d)]);
        Assert.Equal(
            doubles.Select(static d => Math.Round(d, MidpointRounding.ToEven) is var whole and >= int.MinValue and <= int.MaxValue ? (object?)(long)whole : null),
            Run("try(cast(x as int32))", data));
        Assert.Equal(doubles.Select(static d => float.IsInfinity((float)d) && double.IsFinite(d) ? null : (object?)(double)(float)d), Run("try_cast(x as real)", data));
        foreach ((int digits, int behind) in new[] { (38, 0), (38, 18), (9, 2), (18, 18), (5, 0), (20, 3) })
        {
            Assert.Equal(doubles.Select(d => Decimal(d, digits, behind)), Run($"utf8(try_cast(x as decimal({digits}, {behind})))", data));
        }
    }

    [Fact]
    public void Decimals_are_exact()
    {
        string[] texts = ["9007199254740993.0", "2.5", "3.5", "-2.5", "0.000000000000000000000000000001", "9223372036854775807.4", "9223372036854775807.5", "-9223372036854775808.5", "123456789012345678901.5"];
        Pipeline rows = Telemetry.ReadCsvText("x\n" + string.Join('\n', texts) + "\n").Schema(("x", "decimal(2)"));
        Assert.Equal(
            ["9007199254740993", "2", "4", "-2", "0", "9223372036854775807", "∅", "-9223372036854775808", "∅"],
            TableText.Rows(rows.Select("try_cast(x as int64) as x").ToTable()));
        Assert.Equal(
            ["true", "true", "true", "true", "true", "true", "true", "true", "true"],
            TableText.Rows(rows.Select("cast(utf8(x) as decimal(38, 1)) = cast(float64(x) as decimal(38, 1)) as x").ToTable()));
        Assert.Equal(
            ["true", "true", "true", "true", "false", "true", "true", "true", "true"],
            TableText.Rows(rows.Select("cast(x as decimal(38, 16)) = x as x").ToTable()));
    }

    [Theory]
    [InlineData("cast('2.345' as decimal(5, 2)) = 2.35", true)]
    [InlineData("cast(-2.345 as decimal(5, 2)) = -2.35", true)]
    [InlineData("cast('999.995' as decimal(5, 2))", null)]
    [InlineData("cast('999.994' as decimal(5, 2)) = 999.99", true)]
    [InlineData("cast(12345 as numeric(5, 0)) = 12345", true)]
    [InlineData("cast(123456 as numeric(5, 0))", null)]
    [InlineData("cast('99999999999999999999999999999999999999' as decimal(38, 0)) = cast('99999999999999999999999999999999999998.7' as decimal(38, 0))", true)]
    [InlineData("cast('x' as decimal(5, 2))", null)]
    [InlineData("cast(true as decimal(1, 0)) = 1", true)]
    [InlineData("cast(1 as bool)", true)]
    [InlineData("cast(0.0 as boolean)", false)]
    [InlineData("cast(2 as bool)", null)]
    [InlineData("cast(1.000000000000000001 as bool)", null)]
    [InlineData("cast(float64('nan') as bool)", null)]
    [InlineData("cast('TRUE' as bool)", true)]
    [InlineData("cast('0' as bool)", false)]
    [InlineData("cast('T' as bool)", null)]
    [InlineData("cast(true as int32)", 1L)]
    [InlineData("cast(timestamp '2024-01-01T00:00:00.999Z' as timestamp_s) = timestamp '2024-01-01'", true)]
    [InlineData("cast(timestamp '1969-12-31T23:59:59.999Z' as timestamp_s) = timestamp '1969-12-31T23:59:59'", true)]
    [InlineData("cast('2024-01-01' as timestamp) = timestamp '2024-01-01'", true)]
    [InlineData("timestamp('2024-03-31T01:59:59', 's', 'Europe/Berlin') = timestamp '2024-03-31T00:59:59Z'", true)]
    [InlineData("timestamp('2024-03-31T02:30:00', 's', 'Europe/Berlin')", null)]
    [InlineData("timestamp('2024-10-27T02:30:00', 's', 'Europe/Berlin')", null)]
    [InlineData("timestamp('2024-10-27T02:30:00+01:00', 's', 'Europe/Berlin') = timestamp '2024-10-27T01:30Z'", true)]
    [InlineData("timestamp('2263-01-01', 'ns')", null)]
    public void Known_answers(string text, object? expected)
    {
        BatchBuilder data = new BatchBuilder().Add("x", "int64", 1L);
        Assert.Equal(expected, Assert.Single(Run($"try({text})", data)));
        Assert.Equal(expected is null, Errors(text, data).Length > 0);
    }

    [Theory]
    [InlineData("cast(x as date)", "there is no type of dates; date(x) is the date as text, and date_trunc('day', x) the start of the day,")]
    [InlineData("cast(x as time)", "there is no type of times of day; time_of_day(x) is that as text,")]
    [InlineData("cast(x as decimal(5))", "a decimal is written decimal(p, s): p digits, of which s are behind the point,")]
    [InlineData("cast(x as decimal(39, 2))", "a decimal has 1 to 38 digits, of which 0 to 18 are behind the point, in 'decimal(x, 39, 2)'")]
    [InlineData("cast(x as decimal(2, 3))", "a decimal has 1 to 38 digits")]
    [InlineData("cast(t as decimal(9, 2))", "a decimal is made of a number or text, not timestamp[us],")]
    [InlineData("cast(t as bool)", "a bool is made of 0, 1 or text, not timestamp[us],")]
    [InlineData("cast(x as timestamp)", "a time is made of text or a time, not int64,")]
    [InlineData("timestamp(t, 'h')", "the unit of timestamp is one of 's', 'ms', 'us' and 'ns', in 'timestamp(t, 'h')'")]
    [InlineData("timestamp(t, 's', 'Europe/Berlim')", "there is no time zone 'Europe/Berlim'")]
    [InlineData("cast(x as smallint)", "cast knows the types bool, int32, int64, float32, float64, decimal(p, s), timestamp and utf8, not 'smallint',")]
    public void What_does_not_fit_is_said(string text, string message)
    {
        BatchBuilder data = new BatchBuilder().Add("t", "timestamp[us]").Add("x", "int64");
        Assert.StartsWith(message, Assert.Throws<PlanException>(() => Expression.Bind(Expression.Parse(text), data.Columns)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_are_read_in_the_zone_of_the_plan()
    {
        Pipeline rows = Telemetry.ReadCsvText("n,x\n1,2024-01-01 12:00\n2,2024-07-01 12:00\n3,2024-07-01 12:00Z\n").Schema(("x", "utf8"));
        string[] berlin = ["1704106800", "1719828000", "1719835200"];
        string cast = "cast(x as timestamp_s) as t";
        Assert.Equal(["1704110400", "1719835200", "1719835200"], TableText.Rows(rows.Select(cast).ToTable()));
        Assert.Equal(berlin, TableText.Rows(rows.Time(new TimePlan { Zone = "Europe/Berlin" }).Select(cast).ToTable()));
        Assert.Equal(berlin, TableText.Rows(rows.Time(new TimePlan { Zone = "UTC", InputZone = "Europe/Berlin" }).Select(cast).ToTable()));
        Assert.Equal(berlin, TableText.Rows(rows.Time(new TimePlan { Zone = "UTC", InputZone = "Europe/Berlin" }).Sort("n").Select(cast).ToTable()));
        Assert.Equal(["1704110400", "1719835200", "1719835200"], TableText.Rows(rows.Time(new TimePlan { Zone = "Europe/Berlin", InputZone = "UTC" }).Select(cast).ToTable()));
    }

    [Fact]
    public void Results_have_the_type()
    {
        using TemporaryFile file = new("x\n1\n");
        Table table = Telemetry.Sql($"select cast(x as int32) as i, x::real as f, cast(x as boolean) as b, try_cast('2024-01-01' as timestamp_ms) as t, x::decimal(5, 2) as d from '{file.Path}'").ToTable();
        Assert.Equal(["Int32", "Float", "Boolean", "Timestamp", "Double"], table.Schema.FieldsList.Select(static field => field.DataType.TypeId.ToString()));
        Assert.Equal(TimeUnit.Millisecond, ((TimestampType)table.Schema.FieldsList[3].DataType).Unit);
        Assert.Equal(["1|1|true|1704067200000|1"], TableText.Rows(table));
        Assert.Equal(["1|1"], TableText.Rows(Telemetry.ReadCsv(file.Path).Derive("i", "cast(x as int32)").Where("cast(x as real) = 1").GroupBy("i").Aggregate(Aggregate.Count()).ToTable()));
    }

    private static string Outcome(Func<Pipeline> rows)
    {
        try
        {
            Table table = rows().ToTable();
            return $"{table.Schema.FieldsList[0].DataType.TypeId} {Assert.Single(TableText.Rows(table))}";
        }
        catch (InputException)
        {
            return "error";
        }
    }

    /// <summary>The double's shortest text, moved and rounded as a whole number.</summary>
    private static object? Decimal(double value, int digits, int behind)
    {
        if (!double.IsFinite(value))
        {
            return null;
        }

        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        string[] parts = shortest.Contains('E', StringComparison.Ordinal) ? shortest.Split('E') : [shortest, "0"];
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        BigInteger mantissa = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int power = int.Parse(parts[1], CultureInfo.InvariantCulture) - (point < 0 ? 0 : parts[0].Length - point - 1) + behind;
        BigInteger whole = power >= 0 ? mantissa * BigInteger.Pow(10, power)
            : (BigInteger.Abs(mantissa) * 2 + BigInteger.Pow(10, -power)) / (2 * BigInteger.Pow(10, -power)) * mantissa.Sign;
        return BigInteger.Abs(whole) >= BigInteger.Pow(10, digits) ? null
            : (double.Parse($"{whole}E{-behind}", CultureInfo.InvariantCulture) + 0.0).ToString("R", CultureInfo.InvariantCulture);
    }
}
