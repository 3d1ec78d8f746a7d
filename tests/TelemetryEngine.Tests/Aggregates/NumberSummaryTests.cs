using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>What leaves the narrow sums on its way is still exact, whichever way it came.</summary>
public sealed class NumberSummaryTests
{
    private const int Rows = 5_000;
    private const int Groups = 3;

    public enum Way
    {
        ByRows,
        OneGroupAtATime,
        Merged,
        SavedAndLoaded,
    }

    /// <summary>Kinds of values.</summary>
    public static TheoryData<string> Names => ["fractions", "largest", "infinite", "tiny", "int64", "decimals"];

    public static TheoryData<string, Way> Cases()
    {
        TheoryData<string, Way> cases = [];
        foreach (string name in Names)
        {
            foreach (Way way in Enum.GetValues<Way>())
            {
                cases.Add(name, way);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Count_sum_and_extremes_are_those_of_the_values(string name, Way way)
    {
        ColumnType type = TypeOf(name);
        double[] doubles = [.. Enumerable.Range(0, Rows).Select(row => Double(name, row))];
        long[] longs = [.. Enumerable.Range(0, Rows).Select(row => Long(name, row))];
        NumberSummary summary = Summarize(type, doubles, longs, way);
        for (int group = 1; group <= Groups; group++)
        {
            int[] rows = [.. Enumerable.Range(0, Rows).Where(row => GroupOf(row) == group)];
            object[] values = Values(name, rows);
            double[] asDoubles = type.Layout == VectorLayout.Double ? [.. rows.Select(row => doubles[row])] : [.. values.Select(v => double.Parse((string)v, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(rows.Length, summary.CountOf(group));
            Assert.Equal(Rational.Quotient(values, 1), summary.Quotient(group, 1));
            Assert.Equal(Rational.Quotient(values, rows.Length), summary.Quotient(group, rows.Length));
            Assert.Equal(asDoubles.Min(), summary.Smallest(group));
            Assert.Equal(asDoubles.Max(), summary.Largest(group));
        }
    }

    /// <summary>Where nobody asks for extremes, counts and sums are the same.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Sums_without_extremes_are_those_with_them(string name, Way way)
    {
        ColumnType type = TypeOf(name);
        double[] doubles = [.. Enumerable.Range(0, Rows).Select(row => Double(name, row))];
        long[] longs = [.. Enumerable.Range(0, Rows).Select(row => Long(name, row))];
        NumberSummary all = Summarize(type, doubles, longs, way);
        NumberSummary sums = Summarize(type, doubles, longs, way, hasExtremes: false);
        for (int group = 1; group <= Groups; group++)
        {
            Assert.Equal(all.CountOf(group), sums.CountOf(group));
            Assert.Equal(all.Quotient(group, 1), sums.Quotient(group, 1));
            Assert.Equal(all.Quotient(group, 7), sums.Quotient(group, 7));
            Assert.Equal(all.ToNumber(group), sums.ToNumber(group));
        }

        if (sums is DecimalSummary)
        {
            Assert.True(sums.Bytes < all.Bytes);
            Assert.Throws<InvalidOperationException>(() => sums.Smallest(1));
        }
    }

    /// <summary>One part by rows, near what an Int128 of steps holds, and one by blocks that leads beyond it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sum_that_leaves_its_narrow_form_in_a_merge_is_exact_in_any_order(bool blocksFirst)
    {
        ColumnType type = new(ColumnKind.Float64);
        double[] large = [.. Enumerable.Repeat(1e12 - 7, 4_503), 5.9e11];
        double[] small = [.. Enumerable.Repeat(6e7, 1_000)];
        int[] group = [1];
        NumberSummary whole = Create(type);
        foreach (double[] values in blocksFirst ? new[] { small, large } : [large, small])
        {
            NumberSummary part = Create(type);
            Add(part, [.. values.Select(static _ => 1)], values);
            part.Flush();
            whole.Merge(part, group, group);
        }

        Assert.Equal(Rational.Quotient(large.Concat(small).Cast<object>(), 1), whole.Quotient(1, 1));
    }

    /// <summary>Devices that report in turn, some of which leave readings out: batches whose groups follow each other are added by lanes, and a group gets so many rows that its parts have to be folded.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_that_come_round_after_round_are_summed_exactly(string name)
    {
        const int Devices = 11;
        const int BatchRows = 8_000;
        NumberSummary summary = Create(TypeOf(name));
        summary.Reserve(Devices + 1);
        (int Row, int Group)[] rows = [.. Enumerable.Range(0, 3 * BatchRows).Select(static row => (row, row % Devices + 1)).Where(static row => row.row % 97 != 0)];
        foreach ((int Row, int Group)[] batch in rows.Chunk(BatchRows))
        {
            Add(summary, name, [.. batch.Select(static row => (row.Row, row.Row % 101 == 0 ? 0 : row.Group))]);
        }

        summary.Flush();

        for (int group = 1; group <= Devices; group++)
        {
            int[] own = [.. rows.Where(row => row.Group == group && row.Row % 101 != 0).Select(static row => row.Row)];
            object[] values = Values(name, own);
            double[] numbers = [.. values.Select(static v => v is double number ? number : double.Parse((string)v, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(own.Length, summary.CountOf(group));
            Assert.Equal(Rational.Quotient(values, own.Length), summary.Quotient(group, own.Length));
            Assert.Equal((numbers.Min(), numbers.Max()), (summary.Smallest(group), summary.Largest(group)));
        }
    }

    /// <summary>Lanes that outlive their batch, while others come whose groups are among theirs, are more, or come in no order, and sums are asked for in between.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Batches_in_turn_and_in_no_order_are_summed_exactly_together(string name)
    {
        const int Devices = 19;
        Random random = new(name.Length);
        NumberSummary summary = Create(TypeOf(name));
        summary.Reserve((4 * Devices) + 1);
        List<(int Row, int Group)> all = [];
        for (int batch = 0; batch < 60; batch++)
        {
            int window = random.Next(3) * Devices;
            int kind = random.Next(5);
            int span = kind == 1 ? 2 * Devices : Devices;
            (int Row, int Group)[] rows =
            [
                .. Enumerable.Range(0, 100 + random.Next(400)).Select(row => (all.Count + row, 1 + window + (kind == 2 ? random.Next(span) : kind == 3 ? 0 : row % span))),
            ];
            all.AddRange(rows);
            Add(summary, name, rows, kind == 3 ? 1 + window : -1);
            if (batch % 20 == 19)
            {
                summary.Flush();
                foreach (IGrouping<int, (int Row, int Group)> own in all.GroupBy(static row => row.Group))
                {
                    object[] values = Values(name, own.Select(static row => row.Row));
                    Assert.Equal(values.Length, summary.CountOf(own.Key));
                    Assert.Equal(Rational.Quotient(values, values.Length), summary.Quotient(own.Key, values.Length));
                }
            }
        }
    }

    /// <summary>Eight devices in turn for so long that their lanes alone would leave int64: integers by their size, doubles by their number.</summary>
    [Theory]
    [InlineData("int64")]
    [InlineData("float64")]
    public void What_lanes_hold_does_not_overflow_however_long_they_serve(string name)
    {
        Assert.True(ColumnType.TryParse(name, out ColumnType type));
        const int Devices = 8;
        const int BatchRows = 125 * Devices;
        const int Batches = 160;
        const long Integer = 4_000_000_000_000_001;
        const double Number = 67_108_863.999_999_99;
        NumberSummary summary = Create(type);
        summary.Reserve(Devices + 1);
        int[] groups = [.. Enumerable.Range(0, BatchRows).Select(static row => 1 + (row % Devices))];
        using ColumnVector column = new(type);
        column.Reset(BatchRows);
        for (int row = 0; row < BatchRows; row++)
        {
            Set(column, row, Number, Integer);
        }

        for (int batch = 0; batch < Batches; batch++)
        {
            summary.Add(new RowInput(groups, column, new ColumnViews(), default));
        }

        summary.Flush();
        const int Rows = BatchRows / Devices * Batches;
        Assert.All(Enumerable.Range(1, Devices), group => Assert.Equal(Rows, summary.CountOf(group)));
        Assert.All(Enumerable.Range(1, Devices), group => Assert.Equal(type.Kind == ColumnKind.Int64 ? Integer : Number, summary.Quotient(group, Rows)));
    }

    /// <summary>What lanes still hold comes to a sum that was led to the end of its narrow form since: by sums of one group, by single values, or by a merge.</summary>
    [Theory]
    [InlineData("single")]
    [InlineData("rows")]
    [InlineData("merge")]
    public void What_lanes_hold_may_lead_a_sum_out_of_its_narrow_form(string way)
    {
        const int Devices = 8;
        const double Small = 6e7;
        ColumnType type = new(ColumnKind.Float64);
        NumberSummary summary = Create(type);
        summary.Reserve(Devices + 1);
        int[] inTurn = [.. Enumerable.Range(0, 1_000 * Devices).Select(static row => 1 + (row % Devices))];
        Add(summary, inTurn, [.. inTurn.Select(static _ => Small)]);

        // 2^52 less 4e8, and a step of 2^−75 takes 127 bits
        double[] large = [.. Enumerable.Repeat(1e12, 4_503), 5.99227370496e11];
        int[] ones = [.. large.Select(static _ => 1)];
        switch (way)
        {
            case "single":
                Add(summary, ones, large, single: 1);
                break;
            case "rows":
                Add(summary, ones, large);
                break;
            default:
                NumberSummary other = Create(type);
                Add(other, ones, large, single: 1);
                other.Flush();
                summary.Merge(other, [1], [1]);
                break;
        }

        summary.Flush();
        object[] all = [.. large.Select(static number => (object)number), .. Enumerable.Repeat((object)Small, 1_000)];
        Assert.Equal(Rational.Quotient(all, 1), summary.Quotient(1, 1));
        Assert.Equal(Small, summary.Quotient(2, 1_000));
    }

    /// <summary>States that are emptied for the next rows know nothing of the last ones, whether they were few and narrow or not.</summary>
    [Theory]
    [InlineData("fractions")]
    [InlineData("infinite")]
    [InlineData("tiny")]
    [InlineData("int64")]
    [InlineData("decimals")]
    public void What_was_emptied_holds_nothing(string name)
    {
        ColumnType type = TypeOf(name);
        NumberSummary used = Create(type);
        NumberSummary part = Create(type);
        int[] first = [.. Enumerable.Range(0, 10)];
        int[] second = [.. Enumerable.Range(10, 10)];
        int[] groups = [1, 2, 3];
        double[] doubles = [.. Enumerable.Range(0, 20).Select(static row => row * 0.5)];
        long[] longs = [.. Enumerable.Range(0, 20).Select(static row => row * 5L)];
        Add(part, type, doubles, longs, first, isSingle: false);
        used.Merge(part, groups, groups);
        Assert.True(used.TryRestart(Groups + 100));
        Assert.Equal(0, used.CountOf(Groups + 99));
        NumberSummary other = Create(type);
        Add(other, type, doubles, longs, second, isSingle: false);
        used.Merge(other, groups, groups);
        foreach (int group in groups)
        {
            Assert.Equal((other.CountOf(group), other.Quotient(group, 3)), (used.CountOf(group), used.Quotient(group, 3)));
            Assert.Equal((other.Smallest(group), other.Largest(group)), (used.Smallest(group), used.Largest(group)));
        }

        // what has gone beyond the narrow states is not emptied
        NumberSummary beyond = Summarize(type, [.. Enumerable.Range(0, Rows).Select(row => Double(name, row))], [.. Enumerable.Range(0, Rows).Select(row => Long(name, row))], Way.Merged);
        Assert.Equal(name == "fractions", beyond.TryRestart(Groups + 1));
    }

    /// <summary>States are made by hundreds at once, and each is one of no values.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void States_that_are_made_hold_nothing(string name)
    {
        const int Made = 1_000;
        NumberSummary summary = Create(TypeOf(name));
        summary.Reserve(Made / 2);
        summary.Reserve(Made);
        Assert.All(Enumerable.Range(0, Made), group => Assert.Equal((0L, 0.0, double.NaN, double.NaN), (summary.CountOf(group), summary.Quotient(group, 1), summary.Smallest(group), summary.Largest(group))));
    }

    private static ColumnType TypeOf(string name) =>
        new(name switch { "int64" => ColumnKind.Int64, "decimals" => ColumnKind.Decimal, _ => ColumnKind.Float64 }, Scale: 3);

    /// <summary>The values of rows as the oracle takes them.</summary>
    private static object[] Values(string name, IEnumerable<int> rows)
    {
        ColumnType type = TypeOf(name);
        return type.Layout == VectorLayout.Double ? [.. rows.Select(row => (object)Double(name, row))] : [.. rows.Select(row => Text(Long(name, row), type))];
    }

    private static int GroupOf(int row) => (row * 7 / 5 % Groups) + 1;

    private static double Double(string name, int row) => name switch
    {
        "largest" => row % 5 == 0 ? -67108863.9 : 67108863.7,
        "infinite" => row == 4_000 ? double.PositiveInfinity : row * 0.1,
        "tiny" => row % 100 == 0 ? 1e-30 * row : 1e20 / (row + 1),
        _ => (row % 11) - (row * 0.001),
    };

    private static long Long(string name, int row) => name == "int64"
        ? row % 4 == 0 ? long.MinValue + row : long.MaxValue - row
        : (row - 2_500) * 1_000_000_007L * 900_000;

    private static string Text(long value, ColumnType type) => type.Layout == VectorLayout.Scaled
        ? $"{value / 1000}.{Math.Abs(value % 1000):000}".Insert(0, value is < 0 and > -1000 ? "-" : "")
        : value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static NumberSummary Summarize(ColumnType type, double[] doubles, long[] longs, Way way, bool hasExtremes = true)
    {
        NumberSummary whole = Create(type, hasExtremes);
        int[] all = [.. Enumerable.Range(0, Rows)];
        switch (way)
        {
            case Way.ByRows:
                Add(whole, type, doubles, longs, all, isSingle: false);
                break;
            case Way.OneGroupAtATime:
                for (int group = 1; group <= Groups; group++)
                {
                    Add(whole, type, doubles, longs, [.. all.Where(row => GroupOf(row) == group)], isSingle: true);
                }

                break;
            default:
                foreach (int[] rows in all.Chunk(1_300))
                {
                    NumberSummary part = Create(type, hasExtremes);
                    Add(part, type, doubles, longs, rows, isSingle: false);
                    Merge(whole, part, way);

                    // and what comes after a merge
                    Add(whole, type, doubles, longs, [], isSingle: false);
                }

                break;
        }

        return whole;
    }

    private static void Merge(NumberSummary whole, NumberSummary part, Way way)
    {
        int[] groups = [.. Enumerable.Range(1, Groups)];
        if (way == Way.Merged)
        {
            whole.Merge(part, groups, groups);
            return;
        }

        ColumnVector[] columns = [.. part.StateTypes.Select(type => new ColumnVector(type))];
        foreach (ColumnVector column in columns)
        {
            column.Reset(Groups);
        }

        part.Save(groups, columns);
        whole.Load(columns, groups);
        foreach (ColumnVector column in columns)
        {
            column.Dispose();
        }
    }

    private static NumberSummary Create(ColumnType type, bool hasExtremes = true)
    {
        NumberSummary summary = type.Layout == VectorLayout.Double ? new BinarySummary() : new DecimalSummary(type.Layout == VectorLayout.Scaled ? type.Scale : 0, hasExtremes);
        summary.Reserve(Groups + 1);
        return summary;
    }

    private static void Add(NumberSummary summary, ColumnType type, double[] doubles, long[] longs, int[] rows, bool isSingle)
    {
        using ColumnVector column = new(type);
        column.Reset(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            Set(column, i, doubles[rows[i]], longs[rows[i]]);
        }

        int[] groups = [.. rows.Select(GroupOf)];
        summary.Add(new RowInput(groups, column, new ColumnViews(), default, isSingle ? groups[0] : -1));
        summary.Flush();
    }

    private static void Add(NumberSummary summary, int[] groups, double[] values, int single = -1)
    {
        using ColumnVector column = new(new ColumnType(ColumnKind.Float64));
        column.Reset(values.Length);
        values.CopyTo(column.Doubles);
        summary.Add(new RowInput(groups, column, new ColumnViews(), default, single));
    }

    private static void Add(NumberSummary summary, string name, (int Row, int Group)[] rows, int single = -1)
    {
        using ColumnVector column = new(TypeOf(name));
        column.Reset(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            Set(column, i, Double(name, rows[i].Row), Long(name, rows[i].Row));
        }

        summary.Add(new RowInput([.. rows.Select(static row => row.Group)], column, new ColumnViews(), default, single));
    }

    private static void Set(ColumnVector column, int row, double number, long integer)
    {
        if (column.Type.Layout == VectorLayout.Double)
        {
            column.Doubles[row] = number;
        }
        else
        {
            column.Int64s[row] = integer;
        }
    }
}
