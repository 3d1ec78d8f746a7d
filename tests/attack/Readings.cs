using System.Globalization;
using System.Text;

namespace TelemetryEngine.Attack;

/// <summary>A row of random readings, its fields as they stand in a file; null is a field that holds nothing.</summary>
/// <param name="Time">Seconds since 1970.</param>
/// <param name="Key">A text of few values, some of them hostile.</param>
/// <param name="Series">A text of very few values.</param>
/// <param name="Whole">An integer.</param>
/// <param name="Cents">A number with two digits behind the point.</param>
/// <param name="Real">A float64.</param>
/// <param name="Flag">True or false.</param>
internal sealed record ReadingRow(long Time, string? Key, string? Series, string? Whole, string? Cents, string? Real, string? Flag);

/// <summary>Random readings, the file that holds them, and how its columns are typed.</summary>
internal static class Readings
{
    public const string Header = "ts,k,s,i,d,f,b";

    private static readonly string?[] Keys = [null, "", "a", "b", "Zähler, \"groß\"", "line\nbreak", "meter-00042", "=1+1", "\u202Ex"];

    private static readonly string[] Reals = ["NaN", "inf", "-inf", "-0", "1e300", "-1e300", "5e-324", "0.1", "1.0000000000000002"];

    public static (string Name, string Type)[] Schema { get; } =
        [("ts", "timestamp[s]"), ("k", "utf8"), ("s", "utf8"), ("i", "int64"), ("d", "decimal(2)"), ("f", "float64"), ("b", "bool")];

    /// <summary>Rows in order of time, or in none.</summary>
    /// <param name="random">The numbers that say all.</param>
    /// <param name="rows">How many.</param>
    /// <param name="odd">Whether NaN, infinities and numbers at the ends of the range are among the reals.</param>
    public static List<ReadingRow> Make(Random random, int rows, bool odd)
    {
        int span = random.Next(3) switch { 0 => 100, 1 => 7200, _ => 400_000 };
        int keys = random.Next(1, Keys.Length + 1);
        double nulls = random.Next(3) switch { 0 => 0, 1 => 0.9, _ => 0.2 };
        long start = 1_704_067_200 - random.Next(100_000);
        List<ReadingRow> made = [];
        for (int i = 0; i < rows; i++)
        {
            made.Add(new ReadingRow(
                start + random.Next(span),
                Keys[random.Next(keys)],
                random.Next(2) == 0 ? "x" : "y",
                Or(random, nulls, random.Next(5) == 0 ? random.NextInt64(-(1L << 50), 1L << 50) : random.Next(-20, 20)),
                Or(random, nulls, random.Next(-100_000, 100_000) / 100m),
                random.NextDouble() < nulls ? null : odd && random.Next(20) == 0 ? Reals[random.Next(Reals.Length)] : Real(random),
                random.NextDouble() < nulls ? null : random.Next(2) == 0 ? "true" : "false"));
        }

        return random.Next(2) == 0 ? made : [.. made.OrderBy(static row => row.Time)];
    }

    public static string Csv(IEnumerable<ReadingRow> rows)
    {
        StringBuilder text = new(Header + "\n");
        foreach (ReadingRow row in rows)
        {
            text.Append(DateTimeOffset.FromUnixTimeSeconds(row.Time).ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture)).Append(',').Append(Quote(row.Key)).Append(',').Append(row.Series)
                .Append(',').Append(row.Whole).Append(',').Append(row.Cents).Append(',').Append(row.Real).Append(',').Append(row.Flag).Append('\n');
        }

        return text.ToString();
    }

    private static string? Or(Random random, double nulls, IFormattable value) => random.NextDouble() < nulls ? null : value.ToString(null, CultureInfo.InvariantCulture);

    private static string Real(Random random) => random.Next(3) switch
    {
        0 => random.Next(-5, 5).ToString(CultureInfo.InvariantCulture),
        1 => (random.NextDouble() * 1000).ToString("R", CultureInfo.InvariantCulture),
        _ => (Math.Pow(10, random.Next(-12, 12)) * (random.NextDouble() - 0.5)).ToString("R", CultureInfo.InvariantCulture),
    };

    private static string? Quote(string? text) => text is null ? null : text is "a" or "b" ? text : '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
