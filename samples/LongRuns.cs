namespace Samples;

/// <summary>A long run that reports its progress and can be called off.</summary>
public static class LongRuns
{
    public static async Task<long> CountAsync(string path, IProgress<long> rows, CancellationToken cancellation)
    {
        RunOptions options = new() { Progress = progress => rows.Report(progress.RowsRead) };
        return (await Telemetry.ReadCsv(path).Aggregate(Count()).With(options).ToTableAsync(cancellation)).Values<long>("count")[0];
    }
}
