using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Sources.Rows;

/// <summary>What rows add up to is what LINQ says, of decimals to the last digit.</summary>
public sealed class RowLaws
{
    [Fact]
    public void GroupedSumsAreThoseOfLinq() => Check.QuickThrowOnFailure(Prop.ForAll(
        Rows().ToArbitrary(),
        rows =>
        {
            Pipeline pipeline = Telemetry.From(rows).GroupBy("Key").Aggregate(Count("Amount"), Sum("Amount"), Sum("Whole"), Max("Text"));
            IEnumerable<string> expected = rows.GroupBy(row => row.Key).Select(group => string.Join(
                '|',
                group.Key ?? "",
                group.Count(row => row.Amount is not null),
                group.Any(row => row.Amount is not null) ? ((double)group.Sum(row => row.Amount ?? 0)).ToString("R", CultureInfo.InvariantCulture) : "",
                group.Any(row => row.Whole is not null) ? group.Sum(row => row.Whole) : "",
                group.Select(row => row.Text).Max(StringComparer.Ordinal)));
            Assert.Equal(expected.Order(StringComparer.Ordinal), TableText.Written(pipeline).Skip(1).Order(StringComparer.Ordinal));
        }));

    [Fact]
    public void DecimalsComeBackAsTheyWere() => Check.QuickThrowOnFailure(Prop.ForAll(
        Rows().ToArbitrary(),
        rows =>
        {
            using Table table = Telemetry.From(rows).ToTable();
            Assert.Equal(rows.Select(row => row.Amount), table.Batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => ((Apache.Arrow.Decimal128Array)batch.Column(1)).GetValue(row))));
        }));

    private static Gen<List<Row>> Rows()
    {
        Gen<decimal> amounts = from mantissa in Gen.Choose(-1_000_000, 1_000_000) from scale in Gen.Choose(0, 6) select new decimal(Math.Abs(mantissa), 0, 0, mantissa < 0, (byte)scale);
        Gen<Row> row = from key in Gen.Elements("a", "b", "ü", null)
                       from amount in amounts
                       from whole in Gen.Choose(-100, 100)
                       from nulls in Gen.Choose(0, 7)
                       select new Row(key, (nulls & 1) == 0 ? amount : null, (nulls & 2) == 0 ? whole : null, $"t{whole}");
        return row.ListOf().Select(list => list.ToList());
    }

    private sealed record Row(string? Key, decimal? Amount, long? Whole, string Text);
}
