using System.Globalization;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// How many values lie below the first edge, from each edge to the next, and from the last on: a column each. NaN lies in none.
internal static class Histogram
{
    private const int MaxEdges = 1000;

    public static AggregateBinding Bind(AggregateCall call)
    {
        if (call.Inputs.Count != 1 || call.Parameters.Length is 0 or > MaxEdges || call.Texts.Count > 0)
        {
            throw new PlanException(
                $"{call.Name} takes one column and 1 to {MaxEdges} rising edges, as in {call.Name}(power_w, 0, 100, 1000)");
        }

        AggregateInput input = call.Number(call.Inputs[0]);
        double[] edges = [.. call.Parameters.Select(edge => edge + 0.0)];
        Check(call.Name, edges);
        string names = string.Join(' ', edges.Select(edge => edge.ToString("R", CultureInfo.InvariantCulture)));
        ComponentPart part = new(new($"histogram {names}", input.Ordinal, call.Filter), () => new HistogramColumn(edges));
        return new AggregateBinding([part], [.. Enumerable.Range(0, edges.Length + 1).Select(bin => Column(edges, bin))]);
    }

    private static void Check(string name, double[] edges)
    {
        for (int i = 0; i < edges.Length; i++)
        {
            if (!double.IsFinite(edges[i]) || (i > 0 && edges[i] <= edges[i - 1]))
            {
                throw new PlanException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"the edges of {name} must be finite and rise, and {edges[i]} does not; write them in order, as in {name}(power_w, 0, 100, 1000)"));
            }
        }
    }

    private static AggregateColumn Column(double[] edges, int bin)
    {
        string suffix = bin == 0 ? $"below_{NameOf(edges[0])}"
            : bin == edges.Length ? $"from_{NameOf(edges[^1])}"
            : $"{NameOf(edges[bin - 1])}_{NameOf(edges[bin])}";
        return new AggregateColumn(suffix, new ColumnType(ColumnKind.Int64), (parts, groups, result) =>
        {
            var counts = (HistogramColumn)parts[0];
            for (int row = 0; row < groups.Length; row++)
            {
                result.Int64s[row] = counts[groups[row], bin];
            }
        });
    }

    private static string NameOf(double edge) =>
        edge.ToString("R", CultureInfo.InvariantCulture).Replace("E-", "e_minus_").Replace("E+", "e").Replace("-", "minus_")
            .Replace('.', '_');
}

// How many values lie between edges: the first count is of those below the first edge, the last of those from the last edge on.
internal sealed class HistogramColumn(double[] edges) : WordColumn(edges.Length + 1)
{
    private const int FewEdges = 16;

    public long this[int group, int bin] => StateOf(group)[bin];

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<double> values = DoubleValues.Read(rows);
        Span<long> counts = States;
        int bins = edges.Length + 1;
        for (int row = 0; row < groups.Length; row++)
        {
            double value = values[row];
            if (!double.IsNaN(value))
            {
                counts[(groups[row] * bins) + BinOf(value)]++;
            }
        }
    }

    // How many edges are not above the value.
    private int BinOf(double value)
    {
        if (edges.Length > FewEdges)
        {
            int place = Array.BinarySearch(edges, value);
            return place < 0 ? ~place : place + 1;
        }

        int bin = 0;
        foreach (double edge in edges)
        {
            bin += value >= edge ? 1 : 0;
        }

        return bin;
    }
}
