using System.Globalization;
using System.Numerics;
using TelemetryEngine.Testing;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Attack;

/// <summary>Aggregates of random readings against fractions of big integers.</summary>
public sealed class ExactAggregateTests
{
    private static readonly double[] Shares = [0, 0.1, 0.5, 0.75, 1];

    [Fact]
    public void Aggregates_are_the_fractions_rounded_once() => Campaign.Run(60, 5_000, static seed =>
    {
        Random random = new(seed);
        List<ReadingRow> rows = Readings.Make(random, random.Next(1, 400), odd: false);
        using TemporaryFile file = new(Readings.Csv(rows));
        double share = Shares[random.Next(Shares.Length)];
        foreach ((string column, Func<ReadingRow, string?> value) in ((string, Func<ReadingRow, string?>)[])[("i", static row => row.Whole), ("d", static row => row.Cents), ("f", static row => row.Real)])
        {
            using Table table = Telemetry.ReadCsv(file.Path).Schema(Readings.Schema).GroupBy("s")
                .Aggregate(Count(column), Sum(column), Avg(column), Min(column), Max(column), VarPop(column), CountDistinct(column), Median(column), Quantile(column, share))
                .With(new RunOptions { Threads = random.Next(1, 4), MemoryBytes = random.Next(3) == 0 ? 1 : 0, BatchRows = random.Next(1, 200) }).ToTable();
            string[] found = [.. TableText.Rows(table)];
            IGrouping<string?, ReadingRow>[] groups = [.. rows.GroupBy(static row => row.Series).OrderBy(static group => group.Key, StringComparer.Ordinal)];
            Assert.Equal(groups.Length, found.Length);
            for (int i = 0; i < groups.Length; i++)
            {
                Judge(groups[i].Key!, [.. groups[i].Select(value).OfType<string>()], column, share, found[i].Split('|'));
            }
        }
    });

    private static void Judge(string key, string[] values, string column, double share, string[] found)
    {
        bool isWhole = column == "i";
        // reals count as the double nearest to their text, the others as they are written
        object[] exact = [.. values.Select(object (text) => column == "f" ? double.Parse(text, CultureInfo.InvariantCulture) : text)];
        double[] doubles = [.. values.Select(static text => double.Parse(text, CultureInfo.InvariantCulture) + 0.0).Order()];
        BigInteger[] scaled = [.. exact.Select(Rational.Scaled)];
        string sum = isWhole ? scaled.Aggregate(BigInteger.Zero, static (a, b) => a + (b / Rational.Scale)).ToString(CultureInfo.InvariantCulture) : TableText.Value(Rational.Quotient(exact, 1));
        string[] expected = values.Length == 0
            ? [key, "0", "∅", "∅", "∅", "∅", "∅", "0"]
            :
            [
                key,
                values.Length.ToString(CultureInfo.InvariantCulture),
                sum,
                TableText.Value(Rational.Quotient(exact, values.Length)),
                Extreme(values, doubles[0], isWhole, last: false),
                Extreme(values, doubles[^1], isWhole, last: true),
                TableText.Value(Variance(scaled)),
                doubles.Distinct().Count().ToString(CultureInfo.InvariantCulture),
            ];
        if (isWhole && values.Length > 0)
        {
            expected[7] = values.Distinct().Count().ToString(CultureInfo.InvariantCulture);
        }

        Assert.Equal(expected, found[..8]);
        JudgeQuantile(doubles, 0.5, found[8]);
        JudgeQuantile(doubles, share, found[9]);
    }

    private static string Extreme(string[] values, double extreme, bool isWhole, bool last) => !isWhole
        ? TableText.Value(extreme)
        : (last ? values.Max(static text => long.Parse(text, CultureInfo.InvariantCulture)) : values.Min(static text => long.Parse(text, CultureInfo.InvariantCulture))).ToString(CultureInfo.InvariantCulture);

    /// <summary>(n Σx² − (Σx)²) ÷ n².</summary>
    private static double Variance(BigInteger[] scaled)
    {
        BigInteger sum = scaled.Aggregate(BigInteger.Zero, static (a, b) => a + b);
        BigInteger squares = scaled.Aggregate(BigInteger.Zero, static (a, b) => a + (b * b));
        BigInteger count = scaled.Length;
        return Rational.Round((count * squares) - (sum * sum), count * count * Rational.Scale * Rational.Scale);
    }

    /// <summary>Between two values in proportion: within two units in the last place of the larger one.</summary>
    private static void JudgeQuantile(double[] sorted, double share, string found)
    {
        if (sorted.Length == 0)
        {
            Assert.Equal("∅", found);
            return;
        }

        // shares of the tests have at most two digits
        BigInteger rank = new BigInteger(Math.Round(share * 100)) * (sorted.Length - 1);
        int low = (int)(rank / 100);
        double above = sorted[Math.Min(low + 1, sorted.Length - 1)];
        BigInteger numerator = (Rational.Scaled(sorted[low]) * (100 - (rank % 100))) + (Rational.Scaled(above) * (rank % 100));
        double expected = Rational.Round(numerator, Rational.Scale * 100);
        double tolerance = 2 * Math.BitIncrement(Math.Max(Math.Abs(sorted[low]), Math.Abs(above))) * Math.Pow(2, -52);
        Assert.True(Math.Abs(double.Parse(found, CultureInfo.InvariantCulture) - expected) <= tolerance, $"quantile {share}: {found} instead of {expected:R}");
    }
}
