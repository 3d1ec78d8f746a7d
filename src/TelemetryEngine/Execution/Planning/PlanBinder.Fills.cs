using TelemetryEngine.Fills;

namespace TelemetryEngine.Execution.Planning;

// <content>Fills: one for each aggregate, its own or that of all.</content>
internal sealed partial class PlanBinder
{
    private Fill[] BindFills(IReadOnlyList<BoundAggregate> aggregates)
    {
        if (_plan.Fill.Count == 0)
        {
            return [];
        }

        if (_plan.Window is null)
        {
            throw new PlanException(
                $"gaps lie between windows, and there are none; add {Fix.Every}, such as {Fix.Every.With("1h")}, or leave {Fix.Fill} out");
        }

        if (_plan.Window.Kind != "tumbling")
        {
            throw new PlanException(
                $"windows of the kind {_plan.Window.Kind} have no gaps to fill; use tumbling windows, such as {Fix.Every.With("1h")}, or leave {Fix.Fill} out");
        }

        HashSet<string> names = new(aggregates.Select(a => a.Name), StringComparer.Ordinal);
        Dictionary<string, string> modes = new(StringComparer.Ordinal);
        foreach (FillPlan fill in _plan.Fill)
        {
            string column = fill.Column ?? "";
            if (column.Length > 0 && !names.Contains(column))
            {
                throw UnknownColumn.Error(column, "fill", names);
            }

            if (!modes.TryAdd(column, fill.Mode))
            {
                throw new PlanException(column.Length == 0
                    ? $"all aggregates are filled twice, with '{modes[column]}' and '{fill.Mode}'; name a column, as in {Fix.Fill.With(aggregates[0].Name, fill.Mode)}"
                    : $"'{column}' is filled twice, with '{modes[column]}' and '{fill.Mode}'; leave one out");
            }
        }

        string common = modes.GetValueOrDefault("", "null");
        return [.. aggregates.Select(a => FillCatalog.Bind(modes.GetValueOrDefault(a.Name, common), new Column(a.Name, a.Column.Type)))];
    }
}
