using System.Globalization;
using Apache.Arrow;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Sources.Rows;

/// <summary>Objects as rows: which columns they have, and which values.</summary>
public sealed class RowsTests
{
    [Fact]
    public void EveryTypeOfAClassIsAColumnInTheOrderOfDeclaration()
    {
        using Table table = Telemetry.From(new List<Everything> { new() }).ToTable();
        Assert.Equal(
            "Flag: bool; SByte: int32; Byte: int32; Short: int32; UShort: int32; Int: int32; UInt: int64; Long: int64; ULong: int64; Float: float; Double: double; "
            + "Amount: decimal128(38, 3); Text: utf8; Letter: utf8; Id: utf8; Day: utf8; Time: timestamp[ns, UTC]; Offset: timestamp[ns, UTC]; Date: date32; Took: duration[ns]",
            table.Schema.Text());
        Assert.Equal(
            ["true", "-1", "2", "-3", "4", "-5", "6", "-7", "8", "0.5", "NaN", "-1.250", "tëxt", "c", "00000001-0002-0003-0405-060708090a0b", "Friday", "1000000000", "-100", "-1", "1500000000"],
            Cells(table.Batches[0], 0));
    }

    [Fact]
    public void NullsOfEveryTypeAreNulls()
    {
        MaybeEverything[] rows = [new(), MaybeEverything.Full, new()];
        using Table table = Telemetry.From(rows).ToTable();
        Assert.Equal(20, table.Schema.FieldsList.Count);
        Assert.All(Cells(table.Batches[0], 0), cell => Assert.Null(cell));
        Assert.Equal(
            ["true", "-1", "2", "-3", "4", "-5", "6", "-7", "8", "0.5", "NaN", "-1.250", "tëxt", "c", "00000001-0002-0003-0405-060708090a0b", "Friday", "1000000000", "-100", "-1", "1500000000"],
            Cells(table.Batches[0], 1));
        Assert.All(Cells(table.Batches[0], 2), cell => Assert.Null(cell));
    }

    [Fact]
    public void StructsRecordsAnonymousTypesAndTuplesAreRows()
    {
        string[] expected = ["a|1.5", "∅|-2"];
        Assert.Equal(expected, TableText.Rows(Telemetry.From([new Structure("a", 1.5), new Structure(null, -2)]).ToTable()));
        Assert.Equal(expected, TableText.Rows(Telemetry.From([new Entry("a", 1.5), new Entry(null, -2)]).ToTable()));
        Assert.Equal(expected, TableText.Rows(Telemetry.From(new[] { new { Name = (string?)"a", Value = 1.5 }, new { Name = (string?)null, Value = -2d } }).ToTable()));
        using Table tuples = Telemetry.From(new List<(string?, double)> { ("a", 1.5), (null, -2) }).ToTable();
        Assert.Equal("Item1: utf8; Item2: double", tuples.Schema.Text());
        Assert.Equal(expected, TableText.Rows(tuples));
        Assert.Equal(expected, TableText.Rows(Telemetry.From([Tuple.Create((string?)"a", 1.5), Tuple.Create((string?)null, -2d)]).ToTable()));
        Assert.Equal(["a|1.5"], TableText.Rows(Telemetry.From(new Dictionary<string, double> { ["a"] = 1.5 }).ToTable()));
    }

    [Fact]
    public void FieldsStandBehindPropertiesAndInheritedMembersAreColumns()
    {
        Derived[] rows = [new() { Own = 1, Inherited = 2, Field = DayOfWeek.Monday, MaybeField = 3m }, new() { Own = 4, Inherited = 5 }];
        using Table table = Telemetry.From(rows).ToTable();
        Assert.Equal(["Own", "Inherited", "Field", "MaybeField"], table.Schema.FieldsList.Select(field => field.Name));
        Assert.Equal(["1", "2", "Monday", "3"], Cells(table.Batches[0], 0));
        Assert.Equal(["4", "5", "Sunday", null], Cells(table.Batches[0], 1));
    }

    [Fact]
    public void EnumsOfAllIntegersHaveNamesAndOthersAreNumbers()
    {
        var rows = new[]
        {
            new { Day = DayOfWeek.Monday, Small = Small.One, Wide = Wide.Far, Flags = AttributeTargets.Class | AttributeTargets.Enum, Maybe = (Small?)Small.One },
            new { Day = (DayOfWeek)9, Small = (Small)7, Wide = (Wide)(-1), Flags = (AttributeTargets)0, Maybe = (Small?)null },
        };
        using Table table = Telemetry.From(rows).ToTable();
        foreach ((var row, int i) in rows.Select((row, i) => (row, i)))
        {
            Assert.Equal([$"{row.Day}", $"{row.Small}", $"{row.Wide}", $"{row.Flags}", row.Maybe?.ToString()], Cells(table.Batches[0], i));
        }
    }

    [Theory]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(16_385)]
    [InlineData(32_769)]
    public void BordersOfBatchesLoseNothing(int count)
    {
        List<Entry> rows = [.. Enumerable.Range(0, count).Select(i => new Entry(i % 3 == 0 ? null : $"m{i % 7}", i))];
        string[] expected = [$"{count}|{rows.Count(row => row.Name is not null)}|{rows.Sum(row => row.Value)}"];
        AggregatePlan[] aggregates = [Count(), Count("Name"), Sum("Value")];
        Assert.Equal(expected, TableText.Rows(Telemetry.From(rows).Aggregate(aggregates).ToTable()));
        Assert.Equal(expected, TableText.Rows(Telemetry.From(rows.ToArray()).Aggregate(aggregates).ToTable()));
        Assert.Equal(expected, TableText.Rows(Telemetry.From(rows.Select(row => row)).Aggregate(aggregates).ToTable()));
        Assert.Equal(rows.Select(row => $"{row.Name ?? "∅"}|{row.Value}"), TableText.Rows(Telemetry.From(rows.Select(row => row)).ToTable()));
    }

    [Fact]
    public void NoRowsStillHaveColumns()
    {
        Assert.Equal("Name: utf8; Value: double", Telemetry.From(new List<Entry>()).ToTable().Schema.Text());
        Assert.Equal("Name: utf8; Value: double", Telemetry.From(Enumerable.Empty<Entry>().Select(row => row)).ToTable().Schema.Text());
        Assert.Equal("Amount: decimal128(38, 0); At: timestamp[ns, UTC]", Telemetry.From(Enumerable.Repeat(new { Amount = 1m, At = DateTime.UnixEpoch }, 0)).ToTable().Schema.Text());
        Assert.Equal(["0"], TableText.Rows(Telemetry.From(new List<Entry>()).Aggregate(Count()).ToTable()));
    }

    [Fact]
    public void KindsOfTimesAreInstantsOrLocal()
    {
        DateTime noon = new(2024, 1, 31, 12, 0, 0, DateTimeKind.Unspecified);
        var local = new[] { new { At = (DateTime?)null }, new { At = (DateTime?)noon } };
        Assert.Equal("At: timestamp[ns]", Telemetry.From(local).ToTable().Schema.Text());
        Assert.Equal(["max_At", "2024-01-31T11:00:00Z"], TableText.Written(Telemetry.From(local).Time(new TimePlan { InputZone = "Europe/Berlin" }).Aggregate(Max("At"))));
        DateTime here = DateTime.SpecifyKind(noon, DateTimeKind.Local);
        var instants = new[] { new { At = here }, new { At = DateTime.SpecifyKind(noon, DateTimeKind.Utc) } };
        using Table table = Telemetry.From(instants).ToTable();
        Assert.Equal("At: timestamp[ns, UTC]", table.Schema.Text());
        Assert.Equal(instants.Select(row => (row.At.ToUniversalTime() - DateTime.UnixEpoch).Ticks * 100), ((TimestampArray)table.Batches[0].Column(0)).Values.ToArray());
    }

    [Fact]
    public void EarliestAndLatestTimesFit()
    {
        const long Ticks = long.MaxValue / 100;
        DateTime[] times = [DateTime.UnixEpoch.AddTicks(-Ticks), DateTime.UnixEpoch.AddTicks(Ticks)];
        using Table table = Telemetry.From(times.Select(time => new { At = time, Offset = new DateTimeOffset(time).ToOffset(TimeSpan.FromHours(5)), Took = time - DateTime.UnixEpoch }).ToList()).ToTable();
        Assert.Equal([-Ticks * 100, Ticks * 100], ((TimestampArray)table.Batches[0].Column(0)).Values.ToArray());
        Assert.Equal([-Ticks * 100, Ticks * 100], ((TimestampArray)table.Batches[0].Column(1)).Values.ToArray());
        Assert.Equal([-Ticks * 100, Ticks * 100], ((DurationArray)table.Batches[0].Column(2)).Values.ToArray());
    }

    [Fact]
    public void WindowsOfRowsAreThoseOfLinq()
    {
        DateTime start = new(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        var rows = Enumerable.Range(0, 50_000).Select(i => new { Time = start.AddSeconds(i * 7), Device = $"d{i % 5}", Value = (i * 37 % 1000) / 8d }).ToList();
        IEnumerable<string> expected = rows.GroupBy(row => (Hour: row.Time.Ticks / TimeSpan.TicksPerHour, row.Device)).OrderBy(group => group.Key.Hour).ThenBy(group => group.Key.Device, StringComparer.Ordinal)
            .Select(group => $"{new DateTime(group.Key.Hour * TimeSpan.TicksPerHour, DateTimeKind.Utc):yyyy-MM-dd'T'HH:mm:ss'Z'}|{group.Key.Device}|{group.Sum(row => row.Value).ToString(CultureInfo.InvariantCulture)}");
        Assert.Equal(expected, TableText.Written(Telemetry.From(rows).Window(TelemetryEngine.Windows.Tumbling.Every(TimeSpan.FromHours(1))).GroupBy("Device").Aggregate(Sum("Value"))).Skip(1));
    }

    [Fact]
    public void ACollectionRunsAgainAsItIsThen()
    {
        List<Entry> rows = [new("a", 1)];
        Pipeline pipeline = Telemetry.From(rows).Aggregate(Sum("Value"));
        Assert.Equal(["1"], TableText.Rows(pipeline.ToTable()));
        rows.Add(new("b", 2));
        Assert.Equal(["3"], TableText.Rows(pipeline.ToTable()));
    }

    [Fact]
    public void ASequenceRunsOnceAndAPlanIsNoRun()
    {
        int enumerated = 0;
        IEnumerable<Entry> Rows()
        {
            enumerated++;
            yield return new("a", 1);
            yield return new("a", 2);
        }

        Pipeline pipeline = Telemetry.From(Rows()).Aggregate(Sum("Value"));
        Assert.Equal(0, enumerated);
        Assert.Equal("sum", Assert.IsType<AggregateStep>(pipeline.ToPlan().Steps[0]).Aggregates[0].Function);
        Assert.Equal(["3"], TableText.Rows(pipeline.ToTable()));
        Assert.Equal(1, enumerated);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => pipeline.ToTable());
        Assert.Equal("the rows come from a sequence, which can be read only once; call ToList() first to run again", error.Message);
    }

    [Fact]
    public void ASequenceIsDisposedWhenItWasRead()
    {
        bool isDisposed = false;
        IEnumerable<Entry> Rows()
        {
            try
            {
                for (int i = 0; i < 100_000; i++)
                {
                    yield return new("a", i);
                }
            }
            finally
            {
                isDisposed = true;
            }
        }

        Assert.Equal(5, Telemetry.From(Rows()).Limit(5).ToTable().RowCount);
        Assert.True(isDisposed);
    }

    [Fact]
    public void BatchesInASequenceAreBatches()
    {
        RecordBatch batch = Telemetry.From([new Entry("a", 1)]).ToTable().Batches[0];
        IEnumerable<RecordBatch> list = [batch, batch];
        Assert.Equal(["2"], TableText.Rows(Telemetry.From(list).Aggregate(Sum("Value")).ToTable()));
        Assert.Equal(["2"], TableText.Rows(Telemetry.From(list.Where(_ => true)).Aggregate(Sum("Value")).ToTable()));
    }

    internal static IEnumerable<string?> Cells(RecordBatch batch, int row) => [.. batch.Arrays.Select(array => array.IsNull(row) ? null : array switch
    {
        Decimal128Array values => values.GetString(row),
        Date32Array values => values.Values[row].ToString(CultureInfo.InvariantCulture),
        DurationArray values => values.Values[row].ToString(CultureInfo.InvariantCulture),
        _ => TableText.Cell(array, row),
    })];

    private enum Small : byte
    {
        One = 1,
    }

    private enum Wide : long
    {
        Far = long.MaxValue,
    }

    private readonly struct Structure(string? name, double value)
    {
        public string? Name => name;

        public double Value { get; } = value;
    }

    private sealed record Entry(string? Name, double Value);

    private class Base
    {
        public int Inherited { get; set; }

        public virtual int Own { get; set; }

        public int this[int index] => index;

        public int WriteOnly
        {
            set => _ = value;
        }

        public static int Static => 1;
    }

    private sealed class Derived : Base
    {
        public DayOfWeek Field;
        public decimal? MaybeField;

        public override int Own { get; set; }
    }

    internal sealed class Everything
    {
        public bool Flag { get; set; } = true;
        public sbyte SByte { get; set; } = -1;
        public byte Byte { get; set; } = 2;
        public short Short { get; set; } = -3;
        public ushort UShort { get; set; } = 4;
        public int Int { get; set; } = -5;
        public uint UInt { get; set; } = 6;
        public long Long { get; set; } = -7;
        public ulong ULong { get; set; } = 8;
        public float Float { get; set; } = 0.5f;
        public double Double { get; set; } = double.NaN;
        public decimal Amount { get; set; } = -1.250m;
        public string Text { get; set; } = "tëxt";
        public char Letter { get; set; } = 'c';
        public Guid Id { get; set; } = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        public DayOfWeek Day { get; set; } = DayOfWeek.Friday;
        public DateTime Time { get; set; } = DateTime.UnixEpoch.AddSeconds(1);
        public DateTimeOffset Offset { get; set; } = DateTimeOffset.UnixEpoch.AddTicks(-1).ToOffset(TimeSpan.FromHours(2));
        public DateOnly Date { get; set; } = new(1969, 12, 31);
        public TimeSpan Took { get; set; } = TimeSpan.FromSeconds(1.5);
    }

    internal struct MaybeEverything
    {
        public bool? Flag { get; set; }
        public sbyte? SByte { get; set; }
        public byte? Byte { get; set; }
        public short? Short { get; set; }
        public ushort? UShort { get; set; }
        public int? Int { get; set; }
        public uint? UInt { get; set; }
        public long? Long { get; set; }
        public ulong? ULong { get; set; }
        public float? Float { get; set; }
        public double? Double { get; set; }
        public decimal? Amount { get; set; }
        public string? Text { get; set; }
        public char? Letter { get; set; }
        public Guid? Id { get; set; }
        public DayOfWeek? Day { get; set; }
        public DateTime? Time { get; set; }
        public DateTimeOffset? Offset { get; set; }
        public DateOnly? Date { get; set; }
        public TimeSpan? Took { get; set; }

        public static MaybeEverything Full
        {
            get
            {
                Everything all = new();
                return new()
                {
                    Flag = all.Flag,
                    SByte = all.SByte,
                    Byte = all.Byte,
                    Short = all.Short,
                    UShort = all.UShort,
                    Int = all.Int,
                    UInt = all.UInt,
                    Long = all.Long,
                    ULong = all.ULong,
                    Float = all.Float,
                    Double = all.Double,
                    Amount = all.Amount,
                    Text = all.Text,
                    Letter = all.Letter,
                    Id = all.Id,
                    Day = all.Day,
                    Time = all.Time,
                    Offset = all.Offset,
                    Date = all.Date,
                    Took = all.Took,
                };
            }
        }
    }
}
