using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Sources.Rows;

/// <summary>Rows that can't be columns, and values that don't fit them.</summary>
public sealed class RowErrorsTests
{
    private const string Known = "columns are made of bool, numbers, decimal, string, char, Guid, enums, DateTime, DateTimeOffset, DateOnly, TimeSpan, and these as nullable";

    [Fact]
    public void AMemberOfAnotherTypeIsNamed()
    {
        Assert.Equal(
            "Nested.Values is List<Double?>, which no column is made of; project the rows to members that can be: rows.Select(r => new { r.Time, … }). " + Known,
            Assert.Throws<PlanException>(() => Telemetry.From(new List<Nested>())).Message);
        Assert.Contains("Item2 is Int32[], which no column", Assert.Throws<PlanException>(() => Telemetry.From(new List<(int, int[])>())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATypeWithoutColumnsIsNamed()
    {
        Assert.Equal(
            "Object has no public properties and no public fields, so there are no columns; project the rows: rows.Select(r => new { r.Time, … })",
            Assert.Throws<PlanException>(() => Telemetry.From(new List<object>())).Message);
        foreach (string name in new[] { Single<double>(), Single<string>(), Single<DateTime?>(), Single<DayOfWeek>() })
        {
            Assert.EndsWith("is a single value, and rows have named ones; project them: values.Select(value => new { value })", name, StringComparison.Ordinal);
        }

        static string Single<T>() => Assert.Throws<PlanException>(() => Telemetry.From(new List<T>())).Message;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    public void ANullRowIsNamed(int before)
    {
        List<Value?> rows = [.. Enumerable.Repeat(new Value(1), before), null];
        string message = $"input row {before + 1}: the row is null";
        Assert.Equal(message, Fails(Telemetry.From(rows!)));
        Assert.Equal(message, Fails(Telemetry.From(rows.Select(row => row!))));
        Assert.Equal(message, Fails(Telemetry.From(rows!.ToArray()!)));
    }

    [Fact]
    public void AnUnsignedIntegerBeyondInt64IsNamed() => Assert.Equal(
        "input row 2, column 'N': 9223372036854775808 is more than an int64 can hold",
        Fails(Telemetry.From([new { N = (ulong)long.MaxValue }, new { N = 1UL << 63 }])));

    [Fact]
    public void TimesOutsideNanosecondsAreNamed()
    {
        DateTime early = new(1677, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        const string message = "input row 1, column 'At': 1677-01-01T00:00:00 lies outside the years 1677 to 2262, which nanoseconds of 64 bits reach";
        Assert.Equal(message, Fails(Telemetry.From([new { At = early }])));
        Assert.Equal(message, Fails(Telemetry.From([new { At = new DateTimeOffset(early) }])));
        Assert.Equal(
            "input row 1, column 'Took': 10675199.02:48:05.4775807 is longer than the 292 years that nanoseconds of 64 bits reach",
            Fails(Telemetry.From([new { Took = TimeSpan.MaxValue }])));
    }

    [Fact]
    public void ATimeOfTheOtherSortIsNamed()
    {
        DateTime time = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var rows = new[] { new { At = (DateTime?)null }, new { At = (DateTime?)time }, new { At = (DateTime?)DateTime.SpecifyKind(time, DateTimeKind.Unspecified) } };
        Assert.Equal(
            "input row 3, column 'At': 2024-01-01T00:00:00 is of no kind (DateTimeKind.Unspecified), and the column holds instants (Utc or Local); give all values of it one kind",
            Fails(Telemetry.From(rows)));
        Assert.Equal(
            "input row 2, column 'At': 2024-01-01T00:00:00 is an instant (DateTimeKind.Utc), and the column holds times of no kind (Unspecified); give all values of it one kind",
            Fails(Telemetry.From(rows.Reverse().ToList())));
    }

    [Fact]
    public void ALateDecimalWithMoreDigitsNeedsAList()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => new { Amount = i == 19_999 ? 1.234m : 1.5m });
        Assert.Equal(
            "input row 20000, column 'Amount': 1.234 has 3 fraction digits, and the values that were looked at before have 1 at the most; call ToList() first, so that all rows are looked at",
            Fails(Telemetry.From(rows)));
        Assert.Equal(["29999.734"], TableText.Rows(Telemetry.From(rows.ToList()).Aggregate(Sum("Amount")).ToTable()));
    }

    [Fact]
    public void ADecimalThatDoesNotFitWithTheDigitsOfOthersIsNamed()
    {
        var rows = new[] { new { Amount = 0.0000000001m }, new { Amount = decimal.MaxValue } };
        Assert.Equal(
            "input row 2, column 'Amount': 79228162514264337593543950335 does not fit 38 digits, of which 10 are fraction digits because another value has as many; round the values, or make doubles of them",
            Fails(Telemetry.From(rows)));
    }

    [Fact]
    public void OfColumnsThatNobodyUsesNothingIsRead() => Assert.Equal(
        ["2"],
        TableText.Rows(Telemetry.From([new { N = ulong.MaxValue, X = 2 }]).Aggregate(Sum("X")).ToTable()));

    [Fact]
    public void WhatAPropertyThrowsIsThrown() => Assert.Throws<NotSupportedException>(() => Telemetry.From([new Failing()]).ToTable());

    private static string Fails(Pipeline pipeline) => Assert.Throws<InputException>(() => pipeline.ToTable()).Message;

    private sealed record Value(int X);

    private sealed record Nested(DateTime Time, List<double?> Values);

    private sealed class Failing
    {
        public int X => throw new NotSupportedException();
    }
}
