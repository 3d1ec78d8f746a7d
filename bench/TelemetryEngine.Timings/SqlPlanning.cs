using System.Diagnostics;

namespace TelemetryEngine.Timings;

/// <summary>What a statement on the table <c>readings</c> takes from its text to the bound plan.</summary>
internal static class SqlPlanning
{
    private const int WarmUp = 100;
    private const int Statements = 200;

    /// <summary>Plans the statement on a CSV file: opening it and finding its types are part of it.</summary>
    public static Timing OnFile(string statement, string file) => Run(statement, Telemetry.ReadCsv(file));

    /// <summary>Plans the statement on record batches, whose types are known: the file's first rows.</summary>
    public static Timing OnBatches(string statement, string file)
    {
        using Table rows = Telemetry.ReadCsv(file).Limit(1000).ToTable();
        return Run(statement, Telemetry.From(rows.Batches));
    }

    private static Timing Run(string statement, Pipeline readings)
    {
        Dictionary<string, Pipeline> tables = new() { ["readings"] = readings };
        double[] seconds = new double[Statements];
        int steps = 0;
        for (int run = -WarmUp; run < Statements; run++)
        {
            long start = Stopwatch.GetTimestamp();
            steps = Telemetry.Sql(statement, tables).ToPlan().Steps.Count;
            if (run >= 0)
            {
                seconds[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }

        return new Timing(seconds, steps);
    }
}
