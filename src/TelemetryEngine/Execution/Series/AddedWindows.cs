using System.Globalization;
using TelemetryEngine.Columns;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Series;

/// <summary>
/// Bounds the windows that come about between readings: where steps are cut, and where gaps are filled. How many there are is counted by arithmetic, and nothing is allocated for more than
/// are allowed: two readings years apart may have any number between them.
/// </summary>
internal static class AddedWindows
{
    /// <summary>More windows or rows than this between readings are taken for a mistake, whatever the memory.</summary>
    public const long Most = 1_000_000_000;

    /// <summary>Refuses too many, and draws the memory of the others.</summary>
    /// <param name="budget">Bounds the memory.</param>
    /// <param name="heldBytes">What the caller holds.</param>
    /// <param name="bytes">What it will hold.</param>
    /// <param name="count">How many windows or rows there will be.</param>
    /// <param name="what">What they are, in the plural.</param>
    /// <param name="remedy">What the user can do.</param>
    /// <exception cref="RunException">They are too many, or take more memory than allowed.</exception>
    public static void Take(MemoryBudget budget, ref long heldBytes, Int128 bytes, Int128 count, string what, MessageText remedy)
    {
        if (count > Most)
        {
            throw new RunException($"{what} are more than the {Most:N0} that a result may add; {remedy}");
        }

        budget.Take(ref heldBytes, (long)bytes, what, remedy);
    }

    /// <summary>Says between which times so many windows lie.</summary>
    public static string Between(BoundWindows bound, Int128 count, long from, long to) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} windows between {bound.Text(from)} and {bound.Text(to)}");
}
