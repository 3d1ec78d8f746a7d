using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>Joins: which row is found for which, what comes out, and what is said where there are two.</summary>
public sealed class JoinTests
{
    private const string Csv = """
        time,device,kwh
        2024-01-01T00:00:00Z,a,1
        2024-01-01T00:15:00Z,b,4
        2024-01-01T01:00:00Z,c,2
        2024-01-01T02:00:00Z,a,3
        2024-01-01T03:00:00Z,,8

        """;

    private const string Devices = "id,site,since\na,north,2020-01-01\nb,south,2021-01-01\nd,west,2022-01-01\n";

    private static Pipeline Readings => Telemetry.ReadCsvText(Csv).Schema(("kwh", "float64"));

    private static Pipeline Sites => Telemetry.ReadCsvText(Devices);

    [Fact]
    public void Rows_get_the_columns_of_the_row_with_their_key()
    {
        AssertRows(["a|1|north", "b|4|south", "a|3|north"], Joined("inner"));
        AssertRows(["a|1|north", "b|4|south", "c|2|∅", "a|3|north", "∅|8|∅"], Joined("left"));
        AssertRows(["a|1", "b|4", "a|3"], Readings.Join(Sites, ["device = id"], "semi").Select("device", "kwh"));
        AssertRows(["c|2", "∅|8"], Readings.Join(Sites, ["device = id"], "anti").Select("device", "kwh"));
        Assert.Equal(
            ["time", "device", "kwh", "site", "since"],
            Readings.Join(Sites, ["device = id"]).ToTable().Schema.FieldsList.Select(static field => field.Name));
    }

    [Fact]
    public void What_is_joined_can_be_computed_with_and_grouped_by()
    {
        AssertRows(
            ["north|4", "south|4"],
            Readings.Join(Sites, ["device = id"]).Where("site <> 'west'").GroupBy("site").Aggregate(Sum("kwh")));
        AssertRows(
            ["0|north|1", "0|south|4", "7200000000|north|3"],
            Readings.Join(Sites, ["device = id"]).Window(Tumbling.Every("1h")).GroupBy("site").Aggregate(Sum("kwh")));
        AssertRows(["north|8"], Readings.GroupBy("device").Aggregate(Sum("kwh").As("kwh"))
            .Join(Sites.Where("site = 'north'"), ["device = id"]).Derive("twice", "kwh * 2").Select("site", "twice"));
    }

    [Fact]
    public void Keys_are_equal_by_value()
    {
        Pipeline numbers = Telemetry.ReadCsvText("k,n\n1,1\n2,2\n3,3\n").Schema(("k", "int64"));
        AssertRows(["1|x", "3|y"], numbers.Join(Telemetry.ReadCsvText("k,v\n1.0,x\n2.5,z\n3,y\n").Schema(("k", "float64")), ["k"]).Select("n", "v"));
        AssertRows(["1|x", "3|y"], Telemetry.ReadCsvText("a,n\n1.50,1\n2.5,2\n4.00,3\n").Derive("k", "a + 0.0")
            .Join(Telemetry.ReadCsvText("b,v\n1.5,x\n3.5,z\n4.0,y\n").Derive("k", "b + 0"), ["k"]).Select("n", "v"));
        AssertRows(["1|y"], Telemetry.ReadCsvText("id,n\n0012,1\n12.0,2\n")
            .Join(Telemetry.ReadCsvText("k,v\n012,x\n0012,y\n12,z\n").Select("k as id", "v"), ["id"]).Select("n", "v"));
        AssertRows(["1|x"], Telemetry.ReadCsvText("t,n\n2024-01-01T00:00:00.000Z,1\n2024-01-01T00:00:00.500Z,2\n")
            .Join(Telemetry.ReadCsvText("t,v\n2024-01-01T00:00:00Z,x\n"), ["t"]).Select("n", "v"));
        AssertRows(["1|x"], Telemetry.ReadCsvText("a,b,n\nu,1,1\nv,1,2\n,1,3\n")
            .Join(Telemetry.ReadCsvText("a,b,v\nu,1,x\nu,2,y\n,1,z\n"), ["a", "b"]).Select("n", "v"));
    }

    [Fact]
    public void Several_rows_for_one_are_an_error_until_they_are_allowed()
    {
        Pipeline twice = Telemetry.ReadCsvText("device,v\na,x\nb,y\na,z\n");
        AssertError(
            "the other input: rows 1 and 3 have the same device a; which of them is meant? keep one by Dedup, or say in Join that there may be many",
            Readings.Join(twice, ["device"]), typeof(InputException));
        AssertRows(["a|x", "a|z", "b|y", "a|x", "a|z"], Readings.Join(twice, ["device"], many: true).Select("device", "v"));
        AssertRows(
            ["a|x", "a|z", "b|y", "c|∅", "a|x", "a|z", "∅|∅"], Readings.Join(twice, ["device"], "left", many: true).Select("device", "v"));
        AssertRows(["a", "b", "a"], Readings.Join(twice, ["device"], "semi", many: true).Select("device"));
        AssertRows(["c", "∅"], Readings.Join(twice, ["device"], "anti", many: true).Select("device"));
    }

    /// <summary>Where keys are unique a join that allows many is done in the pass that reads the rows; a key that no row has, and that is
    /// there twice, makes it a step on the result: the bytes are the same.</summary>
    [Fact]
    public void A_join_that_allows_many_gives_the_same_bytes_where_keys_are_unique()
    {
        Random random = new(7);
        string rows = "time,k,kwh\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i =>
            $"2024-01-01T{i % 24:00}:{i / 24 % 60:00}:00Z,{(random.Next(9) is > 0 and int k ? $"k{k}" : "")},{random.Next(1_000) / 10m}\n"));
        string others = "k,site,since,rate\n" + string.Concat(Enumerable.Range(1, 7).Select(i => $"k{i},{(i == 3 ? "" : $"s{i % 3}")},202{i}-01-01T00:00:00Z,{i}.25\n"));
        Pipeline own = Telemetry.ReadCsvText(rows).Time("time");
        foreach (string kind in (string[])["inner", "left", "semi", "anti"])
        {
            foreach (Func<Pipeline, Pipeline> then in Continuations(kind is "inner" or "left"))
            {
                foreach ((int threads, int batch) in ((int, int)[])[(1, 7), (2, 100), (7, 16_384)])
                {
                    RunOptions options = new() { Threads = threads, BatchRows = batch, ResultBatchRows = batch, MorselBytes = 4_096 };
                    Pipeline one = then(own.Join(Telemetry.ReadCsvText(others), ["k"], kind, many: true)).With(options);
                    Pipeline several = then(own.Join(Telemetry.ReadCsvText(others + "zz,,,\nzz,,,\n"), ["k"], kind, many: true)).With(options);
                    Assert.Equal(Csv(several), Csv(one));
                    Assert.Equal(Arrow(several), Arrow(one));
                }
            }
        }

        Assert.Contains(
            "its keys are unique",
            own.Join(Telemetry.ReadCsvText(others), ["k"], many: true).GroupBy("site").Aggregate(Sum("kwh")).Explain(analyze: true));
        Assert.DoesNotContain(
            "its keys are unique",
            own.Join(Telemetry.ReadCsvText(others + "zz,,,\nzz,,,\n"), ["k"], many: true).GroupBy("site").Aggregate(Sum("kwh")).Explain(analyze: true));

        static IEnumerable<Func<Pipeline, Pipeline>> Continuations(bool isWide)
        {
            yield return static all => all;
            yield return static all => all.Window(Tumbling.Every("1h")).GroupBy("k").Aggregate(Sum("kwh"), Last("kwh"), Count());
            yield return static all => all.Time(new TimePlan { Column = "time", Zone = "Europe/Berlin" }).Limit(100).Where("kwh > 10");
            if (isWide)
            {
                yield return static all => all.GroupBy("site").Aggregate(Sum("kwh"), First("rate"), Max("since"), Count());
                yield return static all => all.Derive("cost", "kwh * rate").Where("cost > 20 or site is null").Select("k", "site", "since", "cost");
                yield return static all => all.Sort("site", "k desc").Derive("x", "coalesce(site, k)");
                yield return static all => all.Time(new TimePlan { Column = "time", Zone = "Europe/Berlin" }).Select("since", "time", "rate");
                yield return static all => all.Join(Telemetry.ReadCsvText("site,name\ns1,one\ns2,two\n"), ["site"], "left", many: true).GroupBy("name").Aggregate(Avg("rate"));
            }
        }

        static string Csv(Pipeline pipeline)
        {
            using MemoryStream stream = new();
            pipeline.WriteCsv(stream);
            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }

        static byte[] Arrow(Pipeline pipeline)
        {
            using MemoryStream stream = new();
            pipeline.WriteArrowStream(stream);
            return stream.ToArray();
        }
    }

    /// <summary>Another input that is read ahead only in part: the rest of it follows.</summary>
    [Fact]
    public void Rows_behind_the_first_equal_keys_are_there_too()
    {
        string others = "k,v\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"k{(i == 9 ? 3 : i)},{i}\n"));
        Pipeline joined = Telemetry.ReadCsvText("k\nk3\nk49\nk9\nk48\n").Join(Telemetry.ReadCsvText(others), ["k"], many: true).Select("k", "v");
        AssertRows(["k3|3", "k3|9", "k49|49", "k48|48"], joined);
        Assert.Equal(54, joined.ToTable().Summary.RowsRead);
    }

    [Fact]
    public void What_was_left_without_a_row_is_told()
    {
        Assert.Contains("2 rows have none in the other input, and are left out", Notes(Readings.Join(Sites, ["device = id"])));
        Assert.Contains("2 rows have none in the other input", Notes(Readings.Join(Sites, ["device = id"], "left").GroupBy("site").Aggregate(Count())));
        Assert.Contains("2 rows have none in the other input", Notes(Readings.Join(Sites, ["device = id"], "left", many: true)));
        Assert.Contains("1 row has none in the other input", Notes(Readings.Where("device is not null").Join(Sites, ["device = id"], "anti")));
        Assert.Empty(Notes(Readings.Where("device = 'a'").Join(Sites, ["device = id"])));
    }

    [Fact]
    public void The_row_that_is_next_in_time_is_found()
    {
        Pipeline prices = Telemetry.ReadCsvText(
            "time,price\n2024-01-01T02:00:00Z,20\n2024-01-01T00:10:00Z,10\n2024-01-01T09:00:00Z,30\n");
        AssertRows(["4|10", "2|10", "3|20", "8|20"], Asof("before"));
        AssertRows(["1|∅", "4|10", "2|10", "3|20", "8|20"], Asof("before", kind: "left"));
        AssertRows(["1|10", "4|20", "2|20", "3|20", "8|30"], Asof("after"));
        AssertRows(["1|10", "4|10", "2|10", "3|20", "8|20"], Asof("nearest"));
        AssertRows(["4|10", "3|20"], Asof("before", "50m", "inner").Where("kwh <> 2"));
        AssertRows(["4|10", "2|10", "3|20"], Asof("before", "50m"));
        AssertRows(["4|10", "3|20"], Asof("before", "49m"));

        Pipeline Asof(string direction, string? tolerance = null, string kind = "inner") =>
            Readings.AsofJoin(prices, [], direction, tolerance, kind).Select("kwh", "price");
    }

    [Fact]
    public void The_row_that_is_valid_at_the_time_is_found()
    {
        const string Tariffs = """
            device,valid_from,valid_to,tariff
            a,2024-01-01T01:00:00Z,,late
            a,,2024-01-01T01:00:00Z,early
            b,2024-01-01T00:16:00Z,2025-01-01T00:00:00Z,never
            c,2024-01-01T01:00:00Z,2024-01-01T01:00:00Z,nothing
            c,2024-01-01T01:00:00Z,2024-01-01T01:00:01Z,now

            """;
        AssertRows(["1|early", "2|now", "3|late"], Valid(Tariffs));
        AssertError(
            "the other input: rows 1 and 6 have the same device a at one time; both are valid at that time; end the one where the other starts",
            Valid(Tariffs + "a,2024-01-01T02:00:00Z,2024-01-01T03:00:00Z,twice\n"), typeof(InputException));
        AssertError(
            "row 1 of the other input of a join: its end, 'valid_to', is before its start, 'valid_from'",
            Valid("device,valid_from,valid_to,tariff\na,2024-01-02,2024-01-01,x\n"), typeof(RunException));

        static Pipeline Valid(string tariffs) =>
            Readings.ValidJoin(Telemetry.ReadCsvText(tariffs), ["device"]).Select("kwh", "tariff");
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        AssertError("a join needs a key; name a column that both inputs have", Readings.Join(Sites, []));
        AssertError("unknown column 'devic' in join; did you mean 'device'?", Readings.Join(Sites, ["devic = id"]));
        AssertError("unknown column 'device' in join, the other input; there is id, site, since", Readings.Join(Sites, ["device"]));
        AssertError("there is no kind of join 'outer'; there is inner, left, semi, anti", Readings.Join(Sites, ["device = id"], "outer"));
        AssertError(
            "column 'kwh' is in both inputs of a join, and no key; rename or drop it in one of them before",
            Readings.Join(Telemetry.ReadCsvText("device,kwh\na,1\n"), ["device"]));
        AssertError(
            "the key 'device' is utf8, and 'id' of the other input is int64; read both as one type, such as Schema((\"id\", \"utf8\"))",
            Readings.Join(Telemetry.ReadCsvText("id,v\n1,1\n"), ["device = id"]));
        AssertError(
            "the other input: no column is a time, and an asof join needs one", Readings.AsofJoin(Telemetry.ReadCsvText("id,v\na,1\n"), ["device = id"]));
        AssertError(
            "a tolerance of '1mo' has no fixed length; write one in weeks, days, hours or less", Readings.AsofJoin(Sites, ["device = id"], tolerance: "1mo"));
        AssertError("'a=' is no key of a join; write a column of both inputs, or both, as in 'device_id = id'", () => Readings.Join(Sites, ["a="]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Joins_of_random_tables_are_those_of_a_slow_definition(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 8; round++)
        {
            Row[] left = Rows(random, random.Next(60), 7);
            Row[] right = Rows(random, random.Next(30), 9);
            Row[] single = [.. right.GroupBy(static row => row.Key).Where(static group => group.Key is not null).Select(static group => group.First())];
            Row[] apart = [.. right.Where(static row => row.Time is not null).GroupBy(static row => (row.Key, row.Time)).Select(static group => group.First())];
            foreach (string kind in (string[])["inner", "left", "semi", "anti"])
            {
                Check(left, single, kind, (l, r) => l.Key is not null && l.Key == r.Key, static (own, other, kind) => own.Join(other.Drop("t"), ["k"], kind));
                Check(left, right, kind, (l, r) => l.Key is not null && l.Key == r.Key, static (own, other, kind) => own.Join(other.Drop("t"), ["k"], kind, many: true));
                foreach (string direction in (string[])["before", "after", "nearest"])
                {
                    long tolerance = random.Next(4) * 2;
                    Check(
                        left,
                        apart,
                        kind,
                        (l, r) => l.Key is not null && l.Key == r.Key && r == Next(l, [.. apart.Where(other => other.Key == l.Key)], direction, tolerance),
                        (own, other, kind) => own.AsofJoin(
                            other.Rename("t", "u"), ["k"], direction, tolerance == 0 ? null : $"{tolerance}s", kind, "t"));
                }
            }
        }
    }

    /// <summary>Both inputs of many rows go through the disk in parts where the other one does not fit the memory: the same rows, in the same
    /// order.</summary>
    [Theory]
    [InlineData("inner")]
    [InlineData("left")]
    public void What_does_not_fit_the_memory_goes_through_the_disk(string kind)
    {
        Random random = new(5);
        Pipeline own = Telemetry.ReadCsvText("k,b,n,x\n" + string.Concat(Enumerable.Range(0, 6000).Select(
            n => $"{random.Next(900)},{(n % 5 == 0 ? "" : n % 2 == 0)},{n},{(n % 7 == 0 ? "" : $"text {n % 100}")}\n")));
        Pipeline other = Telemetry.ReadCsvText("key,m,y\n" + string.Concat(Enumerable.Range(0, 1500).Select(
            m => $"{random.Next(1000)}.{(m % 3 == 0 ? 5 : 0)},{m},{(m % 4 == 0 ? "" : $"other {m}")}\n"))).Schema(("key", "float64"));
        Pipeline joined = own.Join(other, ["k = key"], kind, many: true);

        Table held = joined.ToTable();
        Table spilled = joined.With(new RunOptions { MemoryBytes = 1, Threads = 3, BatchRows = 100, ResultBatchRows = 333 }).ToTable();

        Assert.Equal(0, held.Summary.SpilledBytes);
        Assert.InRange(spilled.Summary.SpilledBytes, 50_000, 50_000_000);
        Assert.InRange(held.Summary.ResultRows, 500, 20_000);
        Assert.Equal(TableText.Rows(held), TableText.Rows(spilled));
        Assert.Equal(held.Summary.Notes.Select(static note => note.ToString()), spilled.Summary.Notes.Select(static note => note.ToString()));
    }

    private static Row? Next(Row own, Row[] others, string direction, long tolerance)
    {
        IEnumerable<Row> known = own.Time is { } time
            ? others.Where(row => tolerance == 0 || Math.Abs(row.Time!.Value - time) <= tolerance)
            : [];
        return direction switch
        {
            "before" => known.Where(row => row.Time <= own.Time).MaxBy(static row => row.Time),
            "after" => known.Where(row => row.Time >= own.Time).MinBy(static row => row.Time),
            _ => known.OrderBy(row => Math.Abs(row.Time!.Value - own.Time!.Value)).ThenBy(static row => row.Time).FirstOrDefault(),
        };
    }

    private static void Check(
        Row[] left, Row[] right, string kind, Func<Row, Row, bool> fits, Func<Pipeline, Pipeline, string, Pipeline> join)
    {
        List<string> expected = [];
        foreach (Row row in left)
        {
            Row[] found = [.. right.Where(other => fits(row, other))];
            expected.AddRange(kind switch
            {
                "inner" => found.Select(other => $"{row.Number}|{other.Number}"),
                "left" => found.Length == 0 ? [$"{row.Number}|∅"] : found.Select(other => $"{row.Number}|{other.Number}"),
                "semi" => found.Length > 0 ? [$"{row.Number}"] : [],
                _ => found.Length == 0 ? [$"{row.Number}"] : [],
            });
        }

        Pipeline joined = join(Read(left, "n"), Read(right, "m"), kind);
        joined = kind is "inner" or "left" ? joined.Select("n", "m") : joined.Select("n");
        foreach ((int threads, int batch) in ((int, int)[])[(1, 1), (2, 3), (7, 1000)])
        {
            RunOptions options = new()
            {
                Threads = threads,
                BatchRows = batch,
                ResultBatchRows = batch,
                MorselBytes = 64,
                MemoryBytes = threads == 2 ? 1 : 0,
            };
            Assert.Equal(expected, TableText.Rows(joined.With(options).ToTable()));
        }
    }

    private static Pipeline Read(Row[] rows, string number) => Telemetry.ReadCsvText(
            $"k,t,{number}\n" + string.Concat(rows.Select(row => $"{row.Key},{(row.Time is { } time ? $"{1_700_000_000 + time}" : "")},{row.Number}\n")))
        .Schema(("k", "utf8"), ("t", "timestamp[s]"), (number, "int64"));

    private static Row[] Rows(Random random, int count, int keys) => [.. Enumerable.Range(0, count).Select(i => new Row(
        random.Next(keys) is > 0 and int key ? $"k{key}" : null, random.Next(8) is 0 ? null : random.Next(30), i))];

    private static Pipeline Joined(string kind) => Readings.Join(Sites, ["device = id"], kind).Select("device", "kwh", "site");

    private static string Notes(Pipeline pipeline) => string.Join("; ", pipeline.ToTable().Summary.Notes);

    private static void AssertRows(string[] expected, Pipeline pipeline)
    {
        foreach ((int threads, int batch) in ((int, int)[])[(1, 1), (2, 2), (7, 100)])
        {
            RunOptions options = new() { Threads = threads, BatchRows = batch, ResultBatchRows = batch, MemoryBytes = threads == 2 ? 1 : 0 };
            Table table = pipeline.With(options).ToTable();
            string[] rows = [.. TableText.Rows(table)];
            Assert.Equal(expected, table.Schema.FieldsList[0].Name == "window_start" ? [.. rows.Select(SinceNewYear)] : rows);
        }
    }

    private static string SinceNewYear(string row)
    {
        string[] cells = row.Split('|');
        return string.Join('|', [$"{long.Parse(cells[0], null) - 1_704_067_200_000_000}", .. cells[1..]]);
    }

    private static void AssertError(string expected, Pipeline pipeline) => AssertError(expected, pipeline, typeof(PlanException));

    private static void AssertError(string expected, Pipeline pipeline, Type kind)
    {
        Exception error = Assert.Throws(kind, () => pipeline.ToTable());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static void AssertError(string expected, Func<Pipeline> make) =>
        Assert.Contains(expected, Assert.Throws<PlanException>(make).Message, StringComparison.Ordinal);

    private sealed record Row(string? Key, long? Time, int Number);
}
