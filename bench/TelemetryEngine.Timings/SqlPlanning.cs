using System.Diagnostics;

namespace TelemetryEngine.Timings;

/// <summary>What a statement takes from its text to the bound plan, which includes opening its files and looking at their first rows.</summary>
internal static class SqlPlanning
{
    private const int WarmUp = 100;
    private const int Statements = 200;

    public static Timing Run(string statement)
    {
        double[] seconds = new double[Statements];
        int steps = 0;
        for (int run = -WarmUp; run < Statements; run++)
        {
            long start = Stopwatch.GetTimestamp();
            steps = Telemetry.Sql(statement).ToPlan().Steps.Count;
            if (run >= 0)
            {
                seconds[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }

        return new Timing(seconds, steps);
    }
}
