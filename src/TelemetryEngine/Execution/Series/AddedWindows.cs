using System.Globalization;
using TelemetryEngine.Columns;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Series;

// Bounds the windows that come about between readings: where steps are cut, and where gaps are filled. How many there are is counted by
// arithmetic, and nothing is allocated for more than are allowed: two readings years apart may have any number between them.
internal static class AddedWindows
{
    // More windows or rows than this between readings are taken for a mistake, whatever the memory.
    public const long Most = 1_000_000_000;

    // Refuses too many, and draws the memory of the others.
    // count: How many windows or rows there will be.
    // what: What they are, in the plural.
    // remedy: What the user can do.
    // throws RunException: They are too many, or take more memory than allowed.
    public static void Reserve(MemoryBudget budget, ref long heldBytes, Int128 bytes, Int128 count, string what, MessageText remedy)
    {
        if (count > Most)
        {
            throw new RunException($"{what} are more than the {Most:N0} that a result may add; {remedy}");
        }

        budget.Reserve(ref heldBytes, (long)bytes, what, remedy);
    }

    // Says between which times so many windows lie.
    public static string Between(BoundWindows bound, Int128 count, long from, long to) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} windows between {bound.Text(from)} and {bound.Text(to)}");
}
