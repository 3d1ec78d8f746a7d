using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>The flags that read a file as inspect has read it, ready to paste.</summary>
/// <param name="Text">The flags.</param>
/// <param name="GuessedTime">The columns that look like the time though the engine did not take them for it; null when there is no need to guess.</param>
/// <param name="Other">The flags for the other reading, where the days and months of a guess may also be months and days; else null.</param>
internal sealed record PasteFlags(string Text, string? GuessedTime, string? Other = null)
{
    /// <summary>The flags for what was found: all that the plan of the pass says of the reading, and the time column, which only a plan with windows has to name.</summary>
    public static PasteFlags Of(Findings findings)
    {
        TimePlan time = findings.Plan.Time ?? new TimePlan();
        string? guessed = null;
        string? other = null;
        if (time.Column is null)
        {
            if (findings.Time >= 0)
            {
                time = time with { Column = findings.Columns[findings.Time].Name };
            }
            else if (time.Format is null && TimeGuess.Of(findings.Texts) is var (column, format))
            {
                time = time with { Column = column, Format = format };
                guessed = column;
                other = SwappedOf(findings, column, format);
            }
        }

        return new PasteFlags(
            ReadingFlags.Of(findings.Plan with { Time = time }),
            guessed,
            other is null ? null : ReadingFlags.Of(findings.Plan with { Time = time with { Format = other } }));
    }

    private static string? SwappedOf(Findings findings, string column, string format)
    {
        bool isJoined = column.Contains('+', StringComparison.Ordinal);
        string date = isJoined ? column[..column.IndexOf('+', StringComparison.Ordinal)] : column;
        return TimeGuess.Swapped(format) is { } swapped && TimeGuess.FitsAll(isJoined ? swapped.Split(' ')[0] : swapped, findings.Texts.Single(text => text.Name == date).Values) ? swapped : null;
    }
}
