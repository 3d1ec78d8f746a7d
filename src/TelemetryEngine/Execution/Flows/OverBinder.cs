using System.Globalization;

namespace TelemetryEngine.Execution.Flows;

// Ties a call over rows to the columns of the step before.
internal static class OverBinder
{
    private static readonly Dictionary<string, Func<OverColumn, OverScope, OverValues>> Functions = new(StringComparer.Ordinal)
    {
        ["lag"] = static (column, scope) => Neighbour(column, scope, PickedRow.Lag),
        ["lead"] = static (column, scope) => Neighbour(column, scope, PickedRow.Lead),
        ["diff"] = Difference,
        ["row_number"] = static (column, scope) => Rank(column, scope, RowCount.Rows),
        ["rank"] = static (column, scope) => Rank(column, scope, RowCount.Rank),
        ["dense_rank"] = static (column, scope) => Rank(column, scope, RowCount.DenseRank),
        ["first"] = static (column, scope) => new OverPicks(column.As, Argument(column, scope), PickedRow.First, 0, Frame(column, scope)),
        ["last"] = static (column, scope) => new OverPicks(column.As, Argument(column, scope), PickedRow.Last, 0, Frame(column, scope)),
        ["sum"] = static (column, scope) => new OverSums(column.As, Argument(column, scope), isAverage: false, Frame(column, scope)),
        ["avg"] = static (column, scope) => new OverSums(column.As, Argument(column, scope), isAverage: true, Frame(column, scope)),
        ["min"] = static (column, scope) => new OverExtremes(column.As, Argument(column, scope), isMost: false, Frame(column, scope)),
        ["max"] = static (column, scope) => new OverExtremes(column.As, Argument(column, scope), isMost: true, Frame(column, scope)),
        ["count"] = static (column, scope) => new OverCounts(
            column.As, column.Arguments.Count == 0 ? null : Argument(column, scope), Frame(column, scope)),
    };

    // throws PlanException: The function is unknown, or its arguments or frame do not fit.
    public static OverValues Bind(OverColumn column, OverScope scope)
    {
        if (!Functions.TryGetValue(column.Function, out Func<OverColumn, OverScope, OverValues>? bind))
        {
            throw new PlanException(
                $"there is no function '{column.Function}' over rows; {NearestName.Hint(column.Function, Functions.Keys, $"there is {string.Join(", ", Functions.Keys)}")}");
        }

        return bind(column, scope);
    }

    private static OverPicks Neighbour(OverColumn column, OverScope scope, PickedRow row)
    {
        (OverArgument argument, long away) = WithDistance(column, scope);
        return new OverPicks(column.As, argument, row, away, default);
    }

    private static OverDifferences Difference(OverColumn column, OverScope scope)
    {
        (OverArgument argument, long away) = WithDistance(column, scope);
        return new OverDifferences(column.As, argument, away, scope.Number);
    }

    private static OverRanks Rank(OverColumn column, OverScope scope, RowCount counts)
    {
        CheckNoFrame(column);
        if (column.Arguments.Count > 0)
        {
            throw Wrong(column, "takes no argument");
        }

        return scope.IsOrdered || counts == RowCount.Rows
            ? new OverRanks(column.As, counts)
            : throw new PlanException($"{column.Function} needs an order; name the columns that rows are ranked by");
    }

    private static (OverArgument Argument, long Away) WithDistance(OverColumn column, OverScope scope)
    {
        CheckNoFrame(column);
        if (column.Arguments.Count is not (1 or 2))
        {
            throw Wrong(column, $"takes an expression, and how many rows away where that is not 1, as in {column.Function}(power_w, 2)");
        }

        long away = 1;
        return column.Arguments.Count == 1
            || (long.TryParse(column.Arguments[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out away) && away > 0)
            ? (new OverArgument(column.Arguments[0], scope), away)
            : throw Wrong(column, $"'{column.Arguments[1]}' is how many rows away; write a whole number from 1 on");
    }

    private static OverArgument Argument(OverColumn column, OverScope scope) => column.Arguments is [var text]
        ? new OverArgument(text, scope)
        : throw Wrong(column, $"takes one expression, as in {column.Function}(power_w)");

    private static OverFrame Frame(OverColumn column, OverScope scope) => OverFrame.Parse(column.Frame, scope.Unit);

    private static void CheckNoFrame(OverColumn column)
    {
        if (column.Frame != OverFrame.Past)
        {
            throw Wrong(column, $"goes by places in the order, and has no frame of '{column.Frame}'");
        }
    }

    private static PlanException Wrong(OverColumn column, string why) =>
        new($"{column.Function}({string.Join(", ", column.Arguments)}) over rows: {why}");
}
