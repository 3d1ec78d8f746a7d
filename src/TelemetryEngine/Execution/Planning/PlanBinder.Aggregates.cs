using System.Globalization;
using TelemetryEngine.Aggregates;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Execution.Planning;

// <content>Aggregates: their arguments become columns, numbers, texts and options; equal components are shared.</content>
internal sealed partial class PlanBinder
{
    private IEnumerable<BoundAggregate> BindAggregate(AggregatePlan plan, int time)
    {
        plan = Conditional.WithFilter(plan);
        List<AggregateInput> inputs = [];
        double[] parameters = [];
        List<string> texts = [];
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        foreach (Argument argument in plan.Typed)
        {
            if (argument.Option is { } option)
            {
                options[option] = argument.Text!;
            }
            else if (argument.Text is { } text)
            {
                texts.Add(text);
            }
            else if (NumberOf(argument) is { } number)
            {
                parameters = [.. parameters, number];
            }
            else if (parameters.Length > 0)
            {
                throw new PlanException($"{plan.Function}({string.Join(", ", plan.Arguments)}): columns come before numbers");
            }
            else
            {
                inputs.Add(Input(argument.Written));
            }
        }

        int filter = plan.Filter is null ? -1 : Computed(plan.Filter, BindFilter(plan.Filter, "filter"));
        AggregateCall call = new(plan.Function, inputs, parameters, filter)
        {
            Texts = texts,
            Options = options,
            Time = time < 0 ? null : new AggregateInput(time, _columns[time].Name, _columns[time].Type),
        };
        AggregateBinding binding = AggregateCatalog.Bind(AggregateCatalog.Find(plan), call);
        int[] parts = [.. binding.Parts.Select(_components.Share)];
        return binding.Columns.Select(c => new BoundAggregate(c.Suffix.Length == 0 ? plan.As! : $"{plan.As}_{c.Suffix}", c, parts));
    }

    private double? NumberOf(Argument argument) => _columns.Find(argument.Written) < 0 ? argument.Number : null;

    private AggregateInput Input(string text)
    {
        int ordinal = _columns.Find(text);
        if (ordinal < 0)
        {
            ExpressionNode node = _expressions.Parse(text);
            if (node is not ColumnNode column)
            {
                using BoundExpression bound = Expression.Bind(node, _columns);
                Use(bound.Columns);
                return new AggregateInput(Computed(text, node), text, bound.Type);
            }

            ordinal = Find(column.Name, "aggregate");
        }

        Use(ordinal);
        return new AggregateInput(ordinal, _columns[ordinal].Name, _columns[ordinal].Type);
    }

    // equal expressions are computed once
    private int Computed(string text, ExpressionNode node)
    {
        if (!_argumentPlaces.TryGetValue(node, out int index))
        {
            index = _arguments.Count;
            _arguments.Add(new ComputedColumn(text, node, _columns));
            _argumentPlaces.Add(node, index);
        }

        return _columns.Count + index;
    }

    private string DefaultName(AggregatePlan plan)
    {
        IEnumerable<string> words =
            plan.Typed.Where(static a => a.Text is null).Select(a => NumberOf(a) is { } number ? NameOf(number) : a.Written.Trim('"'));
        string arguments = string.Join('_', words);
        return NamedText.Words(arguments.Length == 0 ? plan.Function : $"{plan.Function}_{arguments}");
    }

    private static string NameOf(double number) => number.ToString("R", CultureInfo.InvariantCulture).Replace('.', '_');
}
