using System.Globalization;
using System.Text;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution;

/// <summary>Chains of up to eight steps made by chance: the same rows as a slow interpreter gives, whatever the settings.</summary>
public sealed class StepChainTests
{
    private static readonly string?[] Texts = ["a", "b", "ä", "", null];

    private static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("TELEMETRY_SEEDS") ?? "400", CultureInfo.InvariantCulture);

    private static readonly RunOptions[] Settings =
    [
        new() { Threads = 1 },
        new() { Threads = 2, BatchRows = 1, ResultBatchRows = 3 },
        new() { Threads = 7, BatchRows = 5, ResultBatchRows = 1, MemoryBytes = 1 },
    ];

    /// <summary><c>TELEMETRY_SEEDS=100000</c> makes so many chains.</summary>
    [Fact]
    public void A_chain_is_what_its_steps_are_one_by_one()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Random random = new(seed);
            Rows slow = Rows.Random(random, random.Next(1, 60));
            Pipeline fast = slow.ToPipeline();
            StringBuilder said = new();
            for (int steps = random.Next(1, 9); steps > 0; steps--)
            {
                (slow, fast) = Step(random, slow, fast, said);
            }

            IReadOnlyList<string> expected = slow.Lines();
            foreach (RunOptions options in Settings)
            {
                Table table = fast.With(options).ToTable();
                Assert.Equal(slow.Names, table.Schema.FieldsList.Select(static field => field.Name));
                IReadOnlyList<string> found = TableText.Rows(table);
                Assert.True(expected.SequenceEqual(found), $"seed {seed}, {options.Threads} threads:\n{fast.Explain()}\nexpected\n{string.Join('\n', expected)}\nfound\n{string.Join('\n', found)}");
            }
        }
    }

    private static (Rows Slow, Pipeline Fast) Step(Random random, Rows rows, Pipeline pipeline, StringBuilder said)
    {
        string fresh = $"n{said.Length}";
        string any = rows.Names[random.Next(rows.Names.Count)];
        string? number = rows.AnyNumber(random);
        int choice = random.Next(14);
        said.Append(CultureInfo.InvariantCulture, $"{choice} {any} {number}\n");
        switch (choice)
        {
            case 0 when number is not null:
                int least = random.Next(-5, 6);
                return (rows.Where(number, value => value is long x && x > least), pipeline.Where($"{number} > {least}"));
            case 1 when number is not null:
                return (rows.With(fresh, row => row[rows.Place(number)] is long x ? (x % 1000) + 1 : null, isNumber: true), pipeline.Derive(fresh, $"{number} % 1000 + 1"));
            case 2:
                string[] chosen = [.. rows.Names.OrderBy(_ => random.Next()).Take(random.Next(1, rows.Names.Count + 1))];
                return (rows.Select(chosen).Renamed(chosen[0], fresh), pipeline.Select([$"{chosen[0]} as {fresh}", .. chosen[1..]]));
            case 3:
                return (rows.Renamed(any, fresh), pipeline.Rename(any, fresh));
            case 4 when rows.Names.Count > 1:
                return (rows.Select([.. rows.Names.Where(name => name != any)]), pipeline.Drop(any));
            case 5:
                bool last = random.Next(2) == 0;
                return (rows.Dedup(any, last), pipeline.Dedup(last ? "last" : "first", any));
            case 6:
                SortColumn[] order = [Key(random, any), Key(random, rows.Names[0])];
                return (rows.Sorted(order), pipeline.Then(new SortStep { By = order }));
            case 7:
                SortColumn by = Key(random, rows.Names[^1]);
                int most = random.Next(1, 4);
                return (rows.Top(most, by, any), pipeline.Then(new TopStep { Rows = most, By = [by], Per = [any] }));
            case 8:
                (int count, int offset) = (random.Next(0, 40), random.Next(0, 5));
                return (rows.Limit(count, offset), pipeline.Limit(count, offset));
            case 9 when number is not null:
                return (rows.Grouped(any, number, fresh), pipeline.GroupBy(any).Aggregate(Count().As(fresh), Sum(number).As($"{fresh}s"), Max(number).As($"{fresh}m")));
            case 10:
                Rows other = Rows.Random(random, 3);
                return (rows.Union(other), pipeline.Union(other.ToPipeline()));
            case 11:
                return Over(random, rows, pipeline, fresh, any, number);
            case 12:
                return Join(random, rows, pipeline, fresh, any);
            case 13 when number is not null && rows.Names.FirstOrDefault(name => name != number) is { } key:
                return Pivot(rows, pipeline, fresh, key, number);
            default:
                return (rows, pipeline);
        }
    }

    private static (Rows Slow, Pipeline Fast) Over(Random random, Rows rows, Pipeline pipeline, string fresh, string any, string? number)
    {
        string? per = random.Next(3) == 0 ? null : rows.Names[0];
        SortColumn? by = random.Next(3) == 0 ? null : Key(random, rows.Names[^1]);
        int length = random.Next(1, 4);
        (string Function, Func<object?[][], int, object?> Value) chosen = random.Next(number is null ? 3 : 6) switch
        {
            0 => ("lag", (series, at) => at < length ? null : series[at - length][rows.Place(any)]),
            1 => ("lead", (series, at) => at + length >= series.Length ? null : series[at + length][rows.Place(any)]),
            2 => ("row_number", static (_, at) => at + 1L),
            3 => ("sum", (series, at) => Known(series, at) is { Length: > 0 } known ? known.Sum() : null),
            4 => ("max", (series, at) => Known(series, at) is { Length: > 0 } known ? known.Max() : null),
            _ => ("count", (series, at) => (long)Known(series, at).Length),
        };
        (string function, Func<object?[][], int, object?> value) = chosen;
        OverColumn column = function switch
        {
            "lag" or "lead" => new OverColumn { Function = function, Arguments = [any, $"{length}"], As = fresh },
            "row_number" => new OverColumn { Function = function, As = fresh },
            _ => new OverColumn { Function = function, Arguments = [number!], Frame = $"{length} rows", As = fresh },
        };
        return (
            rows.Over(per, by, fresh, function is not ("lag" or "lead") || rows.AreNumbers[rows.Place(any)], value),
            pipeline.Over(new OverStep { Per = per is null ? [] : [per], By = by is null ? [] : [by], Columns = [column] }));

        long[] Known(object?[][] series, int at) =>
            [.. series[Math.Max(0, at - length + 1)..(at + 1)].Select(row => row[rows.Place(number!)]).OfType<long>()];
    }

    private static (Rows Slow, Pipeline Fast) Join(Random random, Rows rows, Pipeline pipeline, string fresh, string any)
    {
        bool isNumber = rows.AreNumbers[rows.Place(any)];
        object?[] keys = [.. Enumerable.Range(-3, 7).Select(key => isNumber ? (object)(long)key : Texts[(key + 3) % 4]!).Distinct().Where(_ => random.Next(3) > 0)];
        long[] values = [.. keys.Select(_ => random.NextInt64(-9, 9))];
        Pipeline other = Telemetry.From(
            ("q", isNumber ? (Array)keys.Cast<long>().ToArray() : keys.Cast<string>().ToArray()), (fresh, values));
        bool isLeft = random.Next(2) == 0;
        Rows joined = rows.With(fresh, row => Array.IndexOf(keys, row[rows.Place(any)]) is >= 0 and int at ? values[at] : null, isNumber: true);
        return (isLeft ? joined : joined.Where(fresh, static value => value is not null), pipeline.Join(other, [$"{any} = q"], isLeft ? "left" : "inner"));
    }

    // how often each number is there with each key; the numbers are no names that expressions have
    private static (Rows Slow, Pipeline Fast) Pivot(Rows rows, Pipeline pipeline, string fresh, string key, string number)
    {
        object?[] numbers = [.. rows.Values.Select(row => row[rows.Place(number)]).Distinct().OrderBy(static value => value is null).ThenBy(static value => value, Order.Instance)];
        string[] names = [.. numbers.Select((_, i) => $"{fresh}_{i}")];
        object?[][] counts = [.. rows.Sorted([new SortColumn(key)]).Values.GroupBy(row => row[rows.Place(key)] ?? DBNull.Value).Select(group =>
            (object?[])[group.First()[rows.Place(key)], .. numbers.Select(value => group.Count(row => Equals(row[rows.Place(number)], value)) is > 0 and int count ? (object)(long)count : null)])];
        SelectColumn[] selected = [.. numbers.Select((value, i) => new SelectColumn(Convert.ToString(value ?? "null", CultureInfo.InvariantCulture)!, names[i]))];
        return (
            new Rows([key, .. names], [rows.AreNumbers[rows.Place(key)], .. names.Select(static _ => true)], counts),
            pipeline.GroupBy(key, number).Aggregate(Count().As(fresh)).Pivot(number, fresh).Then(new SelectStep { Columns = [new SelectColumn(key), .. selected] }));
    }

    private static SortColumn Key(Random random, string name) => new(name, random.Next(2) == 0, random.Next(2) == 0);

    /// <summary>Rows of texts and integers, and what the steps mean, the slow way.</summary>
    private sealed record Rows(IReadOnlyList<string> Names, IReadOnlyList<bool> AreNumbers, IReadOnlyList<object?[]> Values)
    {
        public static Rows Random(Random random, int count) => new(
            ["k", "i", "j"], [false, true, true],
            [.. Enumerable.Range(0, count).Select(_ => new object?[] { Texts[random.Next(Texts.Length)], random.Next(6) == 0 ? null : (long)random.Next(-9, 9), (long)random.Next(3) })]);

        public Pipeline ToPipeline() => Telemetry.From(("k", (string?[])[.. Values.Select(static row => (string?)row[0])]), ("i", (long?[])[.. Values.Select(static row => (long?)row[1])]), ("j", (long?[])[.. Values.Select(static row => (long?)row[2])]));

        public int Place(string name) => Names.ToList().IndexOf(name);

        public string? AnyNumber(Random random) => Names.Where((_, i) => AreNumbers[i]).OrderBy(_ => random.Next()).FirstOrDefault();

        public IReadOnlyList<string> Lines() => [.. Values.Select(static row => string.Join('|', row.Select(static value => value is null ? "∅" : Convert.ToString(value, CultureInfo.InvariantCulture))))];

        public Rows Where(string name, Func<object?, bool> keep) => this with { Values = [.. Values.Where(row => keep(row[Place(name)]))] };

        public Rows With(string name, Func<object?[], object?> value, bool isNumber) => new([.. Names, name], [.. AreNumbers, isNumber], [.. Values.Select(row => (object?[])[.. row, value(row)])]);

        public Rows Select(string[] names) => new(names, [.. names.Select(name => AreNumbers[Place(name)])], [.. Values.Select(row => names.Select(name => row[Place(name)]).ToArray())]);

        public Rows Renamed(string name, string to) => this with { Names = [.. Names.Select(each => each == name ? to : each)] };

        public Rows Limit(int count, int offset) => this with { Values = [.. Values.Skip(offset).Take(count)] };

        public Rows Dedup(string name, bool last)
        {
            IEnumerable<(object?[] Row, int At)> placed = Values.Select(static (row, at) => (row, at));
            return this with { Values = [.. placed.GroupBy(each => each.Row[Place(name)] ?? DBNull.Value).Select(group => last ? group.Last() : group.First()).OrderBy(static each => each.At).Select(static each => each.Row)] };
        }

        public Rows Sorted(IEnumerable<SortColumn> by)
        {
            IOrderedEnumerable<object?[]> sorted = Values.OrderBy(static _ => 0);
            foreach (SortColumn key in by)
            {
                int place = Place(key.Column);
                sorted = sorted.ThenBy(row => (row[place] is null) != key.NullsFirst);
                sorted = key.Descending ? sorted.ThenByDescending(row => row[place], Order.Instance) : sorted.ThenBy(row => row[place], Order.Instance);
            }

            return this with { Values = [.. sorted] };
        }

        public Rows Over(string? per, SortColumn? by, string name, bool isNumber, Func<object?[][], int, object?> value)
        {
            Dictionary<object?[], object?> values = new(ReferenceEqualityComparer.Instance);
            foreach (IGrouping<object, object?[]> group in (by is null ? this : Sorted([by])).Values.GroupBy(row => (per is null ? null : row[Place(per)]) ?? DBNull.Value))
            {
                object?[][] series = [.. group];
                for (int at = 0; at < series.Length; at++)
                {
                    values.Add(series[at], value(series, at));
                }
            }

            return With(name, row => values[row], isNumber);
        }

        public Rows Top(int most, SortColumn by, string per) => this with
        {
            Values = [.. Sorted([new SortColumn(per), by]).Values.GroupBy(row => row[Place(per)] ?? DBNull.Value).SelectMany(group => group.Take(most))],
        };

        public Rows Grouped(string key, string number, string name)
        {
            Rows sorted = Sorted([new SortColumn(key)]);
            return new Rows([key, name, $"{name}s", $"{name}m"], [AreNumbers[Place(key)], true, true, true], [.. sorted.Values.GroupBy(row => row[Place(key)] ?? DBNull.Value).Select(group =>
            {
                long[] values = [.. group.Select(row => row[Place(number)]).OfType<long>()];
                return new[] { group.First()[Place(key)], (long)group.Count(), values.Length == 0 ? null : values.Sum(), values.Length == 0 ? (object?)null : values.Max() };
            })]);
        }

        public Rows Union(Rows other)
        {
            string[] names = [.. Names.Union(other.Names)];
            bool[] numbers = [.. names.Select(name => Names.Contains(name) ? AreNumbers[Place(name)] : other.AreNumbers[other.Place(name)])];
            return new Rows(names, numbers, [.. Widened(this), .. Widened(other)]);

            IEnumerable<object?[]> Widened(Rows rows) => rows.Values.Select(row => names.Select(name => rows.Names.Contains(name) ? row[rows.Place(name)] : null).ToArray());
        }
    }

    private sealed class Order : IComparer<object?>
    {
        public static readonly Order Instance = new();

        public int Compare(object? x, object? y) => (x, y) switch
        {
            (long one, long other) => one.CompareTo(other),
            (string one, string other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)),
            _ => 0,
        };
    }
}
