using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Execution.Spilling;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>
/// What every aggregate promises, whatever the type of its input: it is what its definition says, a split anywhere gives the whole, merging changes only the
/// left side, an empty state changes nothing, nulls are not seen, states survive a journey, and a filter is the same as fewer rows.
/// </summary>
public abstract class AggregateLaws
{
    private const long Hour = 3_600_000_000;

    /// <summary>The function's name.</summary>
    protected abstract string Function { get; }

    /// <summary>The function's arguments; x is the column, and y the second.</summary>
    protected virtual IReadOnlyList<string> Arguments => ["x"];

    /// <summary>The types that the function takes.</summary>
    public static IReadOnlyList<string> AllTypes { get; } = ["bool", "int32", "int64", "float32", "float64", "decimal(2)", "timestamp[us]", "utf8"];

    /// <summary>The types it takes; the others must be refused.</summary>
    protected virtual IReadOnlyList<string> Types => AllTypes;

    /// <summary>The type of y.</summary>
    protected virtual string SecondType(string type) => type;

    /// <summary>The definition, over the rows of one group whose value is not null, in the order of the input.</summary>
    protected abstract string Define(string type, IReadOnlyList<LawRow> rows);

    [Fact]
    public void It_is_what_its_definition_says() => ForAll((type, rows, harness) =>
        Assert.Equal(Expected(type, rows), harness.Result(harness.Partial(Build(type, rows)))));

    [Fact]
    public void A_split_anywhere_gives_the_whole() => ForAll((type, rows, harness) =>
    {
        IReadOnlyList<string> whole = harness.Result(harness.Partial(Build(type, rows)));
        for (int cut = 0; cut <= rows.Count; cut += Math.Max(1, rows.Count / 5))
        {
            // positions go on behind the cut, as they do in a file
            BatchBuilder left = Build(type, rows.Take(cut));
            BatchBuilder right = Build(type, rows.Skip(cut));
            PartialState a = harness.Partial(left);
            PartialState b = harness.PartialAt(cut, right);
            a.Merge(b);
            Assert.Equal(whole, harness.Result(a));
            Assert.Equal(whole, harness.Result(harness.Partial(left, right)));
        }
    });

    [Fact]
    public void Merging_in_any_order_gives_the_same_and_leaves_the_right_side() => ForAll((type, rows, harness) =>
    {
        int third = rows.Count / 3;
        PartialState A() => harness.PartialAt(0, Build(type, rows.Take(third)));
        PartialState B() => harness.PartialAt(third, Build(type, rows.Skip(third).Take(third)));
        PartialState C() => harness.PartialAt(2 * third, Build(type, rows.Skip(2 * third)));
        IReadOnlyList<string> whole = harness.Result(harness.Partial(Build(type, rows)));

        PartialState left = A();
        PartialState b = B();
        IReadOnlyList<string> before = harness.Result(B());
        left.Merge(b);
        left.Merge(C());
        Assert.Equal(whole, harness.Result(left));
        Assert.Equal(before, harness.Result(b));

        PartialState right = C();
        PartialState middle = B();
        middle.Merge(A());
        right.Merge(middle);
        Assert.Equal(whole, harness.Result(right));
    });

    [Fact]
    public void An_empty_state_changes_nothing() => ForAll((type, rows, harness) =>
    {
        IReadOnlyList<string> whole = harness.Result(harness.Partial(Build(type, rows)));
        PartialState state = harness.Partial(Build(type, rows));
        state.Merge(harness.Partial(Build(type, [])));
        Assert.Equal(whole, harness.Result(state));
        PartialState empty = harness.Partial(Build(type, []));
        empty.Merge(harness.Partial(Build(type, rows)));
        Assert.Equal(whole, harness.Result(empty));
    });

    [Fact]
    public void Nulls_are_not_seen() => ForAll((type, rows, harness) =>
    {
        // every group keeps a row, so that only the nulls' effect shows
        IEnumerable<LawRow> more = rows.SelectMany(r => new[] { r, r with { Value = null } });
        List<LawRow> doubled = [.. more];
        Assert.Equal(Expected(type, doubled), harness.Result(harness.Partial(Build(type, doubled))));
        Assert.Equal(harness.Result(harness.Partial(Build(type, rows))), harness.Result(harness.Partial(Build(type, doubled))));
    });

    [Fact]
    public void A_state_survives_a_journey() => ForAll((type, rows, harness) =>
    {
        IReadOnlyList<string> whole = harness.Result(harness.Partial(Build(type, rows)));
        int half = rows.Count / 2;
        PartialState arrived = harness.Partial(Build(type, []));
        foreach (PartialState part in new[] { harness.PartialAt(half, Build(type, rows.Skip(half))), harness.PartialAt(0, Build(type, rows.Take(half))) })
        {
            using RecordBatch saved = PartialResult.Save(part, harness.Bound);
            using ArrowStreamReader reader = new(Stream(saved));
            PartialResult.Load(reader.ReadNextRecordBatch()!, arrived, harness.Bound);
        }

        Assert.Equal(whole, harness.Result(arrived));
    });

    [Fact]
    public void A_filter_of_its_own_is_the_same_as_fewer_values()
    {
        foreach (string type in Types)
        {
            List<LawRow> rows = LawData.Rows(type, seed: 11, count: 200, SecondType(type));
            AggregationHarness filtered = Harness(type, "keep");
            List<LawRow> fewer = [.. rows.Select(r => r.Keep ? r : r with { Value = null })];
            Assert.Equal(Expected(type, fewer), filtered.Result(filtered.Partial(Build(type, rows))));
        }
    }

    [Fact]
    public void Types_it_does_not_take_are_refused()
    {
        foreach (string type in AllTypes.Except(Types))
        {
            Assert.Throws<PlanException>(() => Harness(type, null));
        }
    }

    private static byte[] Stream(RecordBatch batch)
    {
        using MemoryStream stream = new();
        using ArrowStreamWriter writer = new(stream, batch.Schema);
        writer.WriteRecordBatch(batch);
        writer.WriteEnd();
        return stream.ToArray();
    }

    private BatchBuilder Build(string type, IEnumerable<LawRow> rows)
    {
        List<LawRow> list = [.. rows];
        return new BatchBuilder()
            .Add("time", "timestamp[us]", [.. list.Select(r => (object)r.Time)])
            .Add("device", "utf8", [.. list.Select(r => r.Device)])
            .Add("keep", "bool", [.. list.Select(r => (object)r.Keep)])
            .Add("x", type, [.. list.Select(r => r.Value)])
            .Add("y", SecondType(type), [.. list.Select(r => r.Second)]);
    }

    private AggregationHarness Harness(string type, string? filter)
    {
        FlatPlan plan = new()
        {
            Time = new TimePlan { Column = "time" },
            Window = new WindowPlan { Every = "1h" },
            GroupBy = ["device"],
            Aggregates = [new AggregatePlan { Function = Function, Arguments = Arguments, Filter = filter }],
        };
        return new AggregationHarness(plan, Build(type, []).Columns);
    }

    private List<string> Expected(string type, IReadOnlyList<LawRow> rows) =>
    [
        .. rows
            .GroupBy(r => (Window: (long)Math.Floor(r.Time / (double)Hour) * Hour, r.Device))
            .OrderBy(g => g.Key.Window)
            .ThenBy(g => g.Key.Device is null)
            .ThenBy(g => g.Key.Device, StringComparer.Ordinal)
            .Select(g => $"{g.Key.Window}|{g.Key.Device ?? "∅"}|{Define(type, [.. g.Where(r => r.Value is not null)])}"),
    ];

    private void ForAll(Action<string, List<LawRow>, AggregationHarness> law)
    {
        foreach (string type in Types)
        {
            AggregationHarness harness = Harness(type, null);
            for (int seed = 0; seed < 6; seed++)
            {
                law(type, LawData.Rows(type, seed, count: 40 * seed, SecondType(type)), harness);
            }
        }
    }
}
