using TelemetryEngine.Laws;

namespace Samples;

/// <summary>A query over text that stands in the test.</summary>
public static class UnitTests
{
    public static double MeanOfTwoReadings() =>
        Telemetry.ReadCsvText("time,kw\n2024-01-01T00:00Z,1\n2024-01-01T00:30Z,2\n").Aggregate(Avg("kw")).ToRecords<double>().Single();

    public static void LawsOfOwnFunctions()
    {
        AggregateLaws.Check(new OwnFunctions.LongestText());
        AggregateLaws.Check(new OwnFunctions.RootMeanSquare());
    }
}
