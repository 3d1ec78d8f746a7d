using TelemetryEngine.Aggregates;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Planning;

// Ties a plan to the columns of its source: chooses what the plan left open (the time column, names, the aggregates behind avg(*)), checks
// every name and type, and says what was meant where one is wrong.
internal sealed partial class PlanBinder
{
    private readonly ScanPlan _plan;
    private readonly ColumnSchema _source;
    private readonly ExpressionReader _expressions;
    private readonly List<RowStep> _rows = [];
    private readonly List<ComputedColumn> _arguments = [];
    private readonly Dictionary<ExpressionNode, int> _argumentPlaces = [];
    private readonly SharedComponents _components = new();
    private readonly bool[] _used;
    private readonly LeftOut _leftOut;
    private NamedColumns _columns;
    private int _rangeTime = -1;
    private long? _from;
    private long? _to;

    private PlanBinder(ScanPlan plan, ColumnSchema source, ExpressionReader expressions, IReadOnlyDictionary<int, string>? reasons)
    {
        _expressions = expressions;
        _plan = plan;
        _source = source;
        _leftOut = new LeftOut(reasons);
        _columns = new NamedColumns(source.Columns);
        _used = new bool[source.Count];
    }

    // source: The columns of its input.
    // expressions: Reads those of the plan.
    // reasons: By the place of a column of text that holds numbers: why it is text.
    // throws PlanException: The plan does not fit the columns.
    // throws InputException: A file of a function can't be read.
    public static BoundPlan Bind(
        ScanPlan plan, ColumnSchema source, ExpressionReader? expressions = null, IReadOnlyDictionary<int, string>? reasons = null) =>
        new PlanBinder(plan, source, expressions ?? new ExpressionReader(new SideFiles(new RunOptions()), null), reasons).Bind();

    private BoundPlan Bind()
    {
        if (_plan.Limit < 0)
        {
            throw new PlanException($"a limit of {_plan.Limit} rows; it is to be 0 or more");
        }

        TimeZoneInfo zone = Zones.Find(_plan.Time?.Zone ?? "UTC");
        IReadOnlyList<AggregatePlan> calls = Calls(_plan.Aggregation);
        BindRows(calls, zone);
        int time = Time(calls);
        calls = Expand(calls, time);
        int[] keys = [.. _plan.GroupBy.Select(name => FindKey(name, "group by"))];
        int[] series = [.. _plan.Series.Select(name => FindKey(name, "series"))];
        AggregatePlan[] named = [.. calls.Select(call => call with { As = call.As ?? DefaultName(call) })];
        BoundAggregate[] aggregates = [.. named.SelectMany(call => BindAggregate(call, time))];
        BoundWindows? window = _plan.Window is null ? null : WindowCatalog.Bind(_plan.Window, _columns[time].Type.Unit, zone);
        CheckNames(window, keys, aggregates);
        Use(time);
        int[] used = Used();
        LeaveUnused();
        HashSet<int> shown = [.. _columns.Shown];
        ScanPlan resolved = Resolved(named, time);
        BoundPlan bound = new()
        {
            Plan = resolved,
            Columns = _columns,
            SourceColumns = _source.Count,
            Used = used,
            Scanned = _plan.IsAggregation
                ? used
                : [.. Enumerable.Range(0, _source.Count)
                    .Where(i => _source[i].Type.Kind != ColumnKind.Other && (_used[i] || shown.Contains(i)))],
            Rows = _rows,
            Arguments = _arguments,
            Time = time,
            From = _from,
            To = _to,
            Window = window,
            Times = window is { Gap: > 0 }
                ? (_components.Share(Extremes.FirstTime(time)), _components.Share(Extremes.LastTime(time)))
                : (-1, -1),
            Zone = _plan.Time?.Zone is { } written ? Zones.Label(written) ?? "UTC" : null,
            ReadsLocal = !Zones.IsUtc(Zones.Find(_plan.Time?.InputZone ?? _plan.Time?.Zone ?? "UTC")),
            Keys = keys,
            Aggregates = aggregates,
            Components = _components.Parts,
            Fills = BindFills(aggregates),
            Notes = _leftOut.Notes,
        };
        return WithSeries(bound, series);
    }

    private ExpressionNode BindFilter(string text, string what)
    {
        ExpressionNode node = _expressions.Parse(text);
        using BoundExpression bound = Expression.Bind(node, _columns);
        if (bound.Type.Kind != ColumnKind.Bool)
        {
            throw new PlanException($"the {what} '{text}' is {bound.Type}, and must be true or false, as in power_w >= 0");
        }

        Use(bound.Columns);
        return node;
    }

    // The aggregates that a step names, or what it means when it names none.
    public static IReadOnlyList<AggregatePlan> Calls(AggregateStep? step) =>
        step is null ? [] : step.Aggregates.Count == 0 ? [Aggregate.Of("avg", "*")] : step.Aggregates;

    // avg(*) is avg of every numeric column that is neither key, series, time nor an identifier, whatever numbers follow the star; count(*)
    // is count()
    private List<AggregatePlan> Expand(IReadOnlyList<AggregatePlan> calls, int time)
    {
        HashSet<string> others = new(_plan.GroupBy.Concat(_plan.Series).Concat(TimeParts()), StringComparer.Ordinal);
        List<AggregatePlan> expanded = [];
        foreach (AggregatePlan call in calls)
        {
            if (call.Arguments.Count == 0 || call.Arguments[0] != "*")
            {
                expanded.Add(call);
                continue;
            }

            if (call is { Function: "count", Custom: null, Arguments.Count: 1 })
            {
                expanded.Add(call with { Arguments = [] });
                continue;
            }

            int before = expanded.Count;
            foreach (int i in _columns.Shown)
            {
                if (i != time && !others.Contains(_columns[i].Name) && !_leftOut.Leaves(call.Function, i, _columns[i]))
                {
                    expanded.Add(call with { Arguments = [_columns[i].Name, .. call.Arguments.Skip(1)], As = null });
                }
            }

            if (expanded.Count == before)
            {
                throw new PlanException(
                    $"there is no numeric column for {call.Function}(*); name an aggregate, such as count() or min(x), or a type with {Fix.Schema.With("x", "float64")}", _leftOut.Notes);
            }
        }

        return expanded;
    }

    // the year is no reading, nor is a date of eight digits
    private IEnumerable<string> TimeParts()
    {
        if (_plan.Time?.Column is not { } time || !time.Contains('+') || _columns.Find(time) < 0)
        {
            return [];
        }

        string[] names = [.. _columns.Names.Where(name => name != time)];
        return (JoinedTime.Find(time, names) ?? []).Select(part => names[part]);
    }

    private int FindKey(string name, string what)
    {
        int ordinal = Find(name, what);
        Use(ordinal);
        return ordinal;
    }

    private int Find(string name, string what) => UnknownColumn.Find(_columns, name, what);

    private void CheckNames(BoundWindows? window, int[] keys, BoundAggregate[] aggregates)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string name in (window?.Columns ?? []).Concat(keys.Select(k => _columns[k].Name))
            .Concat(aggregates.Select(a => a.Name)))
        {
            if (!names.Add(name))
            {
                throw new PlanException($"the name '{name}' is used twice in the result; name one of them with 'as'");
            }
        }
    }

    private void Use(IEnumerable<int> ordinals)
    {
        foreach (int ordinal in ordinals)
        {
            Use(ordinal);
        }
    }

    private void Use(int ordinal)
    {
        if (ordinal >= 0 && ordinal < _source.Count)
        {
            _used[ordinal] = true;
        }
        else
        {
            _usedBehind.Add(ordinal);
        }
    }

    private int[] Used()
    {
        foreach (string name in _plan.Source.Declared.Select(c => c.Name))
        {
            Use(_source.Find(name));
        }

        int[] used = [.. Enumerable.Range(0, _source.Count).Where(ordinal => _used[ordinal])];
        foreach (int ordinal in used)
        {
            if (_source[ordinal] is { Type.Kind: ColumnKind.Other } wrong)
            {
                throw new PlanException(
                    $"column '{wrong.Name}' has the Arrow type {wrong.Type}, which can't be computed with; leave it out");
            }
        }

        return used;
    }

    private ScanPlan Resolved(IReadOnlyList<AggregatePlan> calls, int time) => _plan with
    {
        // of readings from a wide table the schema is the table's
        Source = _plan.Source.Unpivot is not null
            ? _plan.Source
            : _plan.Source with
            {
                Schema = [.. _source.Columns.Select(
                c => new SchemaColumn(c.Name, c.Type.ToString(), c.Format) { Unit = c.Unit })]
            },
        Time = time < 0
            ? _plan.Time
            : (_plan.Time ?? new TimePlan()) with { Column = time < _source.Count ? _source[time].Name : _columns[time].Name },
        Aggregation = _plan.Aggregation is null ? null : _plan.Aggregation with { Aggregates = calls },
    };
}
