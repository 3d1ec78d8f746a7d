using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Unpivot;

/// <summary>What is said of readings without an instant.</summary>
internal static class ReadingFaults
{
    /// <summary>The reason, and what helps.</summary>
    public static string Explain(ReadingFault fault, string name, UnpivotLayout layout)
    {
        string zone = layout.Zone.Id;
        return fault switch
        {
            ReadingFault.NoMidnight => Message.Of(
                $"the column of dates that the column names are joined to holds a time of day in {zone}; {FlagHint.Of("--names-are", "text")} leaves the names out of the time"),
            ReadingFault.DoesNotExist => Message.Of($"the column '{name}' has a value on a day on which the clock in {zone} was set forward over that time; --time-zone says the zone"),
            ReadingFault.Ambiguous => Message.Of($"the column '{name}' has a value on a day on which the clock in {zone} showed that time twice; {FlagHint.Of("--ambiguous", "earliest")} takes the first"),
            ReadingFault.NotOnThisDay => Message.Of($"the column '{name}' has a value on a day that has no such hour in {zone}; --time-zone says the zone"),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
    }
}
