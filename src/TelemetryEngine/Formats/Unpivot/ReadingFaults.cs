using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Unpivot;

// What is said of readings without an instant.
internal static class ReadingFaults
{
    // The reason, and what helps.
    public static MessageText Explain(ReadingFault fault, string name, UnpivotLayout layout)
    {
        string zone = layout.Zone.Id;
        return fault switch
        {
            ReadingFault.NoMidnight => Message.Of(
                $"the column of dates that the column names are joined to holds a time of day in {zone}; {Fix.NamesAre.With("text")} leaves the names out of the time"),
            ReadingFault.DoesNotExist =>
                Message.Of(
                    $"the column '{name}' has a value on a day on which the clock in {zone} was set forward over that time; {Fix.TimeZone} says the zone"),
            ReadingFault.Ambiguous =>
                Message.Of(
                    $"the column '{name}' has a value on a day on which the clock in {zone} showed that time twice; {Fix.Ambiguous.With("earliest")} takes the first"),
            ReadingFault.NotOnThisDay =>
                Message.Of($"the column '{name}' has a value on a day that has no such hour in {zone}; {Fix.TimeZone} says the zone"),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
    }
}
