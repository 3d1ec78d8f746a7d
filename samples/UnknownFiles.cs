namespace Samples;

/// <summary>A file that nothing is known of is looked at, and read as it shows.</summary>
public static class UnknownFiles
{
    public static Table Hourly(string path)
    {
        InputProfile profile = Telemetry.Read(path).Inspect();
        return Telemetry.FromPlan(profile.Plan).Window(Tumbling.Every("1h")).Aggregate(Avg("*")).ToTable();
    }

    public static IEnumerable<string> Gaps(string pattern, string key)
    {
        foreach (SeriesProfile series in Telemetry.Read([.. Telemetry.FindFiles(pattern)]).GroupBy(key).Inspect().Series)
        {
            if (series is { HasUsualStep: true, LongestGap: { } gap })
            {
                yield return $"{series.Name}: {series.MissingReadings} missing readings, the longest gap from {gap.From} to {gap.To}";
            }
        }
    }

    public static IEnumerable<string> Doubts(InputProfile profile) => profile.Summary.Notes.Select(static note => note.ToString());
}
