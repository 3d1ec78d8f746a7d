using Microsoft.Extensions.Logging;

namespace Samples;

/// <summary>A long run that reports its progress, is logged and can be called off.</summary>
public static class LongRuns
{
    public static async Task<long> CountAsync(string path, IProgress<RunProgress> progress, ILogger log, CancellationToken cancellation)
    {
        RunOptions options = new() { Progress = progress, Logger = log };
        return (await Telemetry.ReadCsv(path).Aggregate(Count()).With(options).ToTableAsync(cancellation)).Values<long>("count")[0];
    }
}
