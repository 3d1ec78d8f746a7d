namespace TelemetryEngine.Formats.Times;

// The layout that a column's texts have, or several that fit all of them equally.
// Patterns: The layouts; more than one where the order of the date can't be told.
// Times: How many texts fit the first.
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
