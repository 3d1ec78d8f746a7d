namespace TelemetryEngine.Formats.Times;

/// <summary>The layout that a column's texts have, or several that fit all of them equally.</summary>
/// <param name="Patterns">The layouts; more than one where the order of the date can't be told.</param>
/// <param name="Times">How many texts fit the first.</param>
/// <param name="Tally">What was seen.</param>
internal sealed record LayoutChoice(IReadOnlyList<string> Patterns, int Times, LayoutTally Tally)
{
    public static LayoutChoice Of(LayoutTally most, LayoutTally? dates, int isoDates)
    {
        bool clockMayMiss = most.HasClock && (dates is not null || isoDates > 0);
        if (dates is not null)
        {
            most.AddDates(dates);
        }

        most.AddDates(isoDates);
        IReadOnlyList<int> orders = most.Orders;
        return new LayoutChoice([.. orders.Select(order => most.Pattern(order, clockMayMiss))], most.Fits(orders[0]), most);
    }
}
