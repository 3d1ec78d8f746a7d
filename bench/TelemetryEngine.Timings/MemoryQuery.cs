using System.Diagnostics;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Timings;

/// <summary>Holds an Arrow file's record batches, and runs a job's query over them through the library as any program would.</summary>
internal static class MemoryQuery
{
    private const int Threads = 2;

    public static Timing Run(string jobJson, string input, string output)
    {
        Job job = JsonSerializer.Deserialize(jobJson, TimingsJson.Default.Job)
            ?? throw new ArgumentException("there is no job", nameof(jobJson));
        Dictionary<string, Pipeline> tables = job.Tables.ToDictionary(static table => table.Key, static table => Load(table.Value.Arrow));
        Pipeline query = Query(job, Load(input), tables);
        // what loading left behind is not the queries' to collect
        GC.Collect();
        double[] seconds = new double[job.Queries];
        Table? result = null;
        for (int run = 0; run < seconds.Length; run++)
        {
            result?.Dispose();
            long start = Stopwatch.GetTimestamp();
            result = query.ToTable();
            seconds[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Write(result ?? throw new ArgumentException("a job runs its query at least once", nameof(jobJson)), output);
        return new Timing(seconds, result.RowCount);
    }

    private static Pipeline Load(string path)
    {
        using ArrowFileReader reader = new(File.OpenRead(path));
        List<RecordBatch> batches = [];
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            batches.Add(batch);
        }

        return Telemetry.From(batches).With(new RunOptions { Threads = Threads });
    }

    private static Pipeline Query(Job job, Pipeline readings, IReadOnlyDictionary<string, Pipeline> tables)
    {
        if (job.Kind == "asof")
        {
            return readings.AsofJoin(tables["prices"], ["device_id"]).Aggregate(Aggregate.Count("price"), Aggregate.Sum("price"));
        }

        Pipeline windows = job.Every is { } length ? readings.Window(Tumbling.Every(length)) : readings;
        return windows.GroupBy([.. job.Keys ?? []]).Aggregate([.. (job.Aggregates ?? []).Select(name => Aggregate.Of(name, job.Value))]);
    }

    private static void Write(Table result, string path)
    {
        using FileStream file = File.Create(path);
        using ArrowFileWriter writer = new(file, result.Schema);
        foreach (RecordBatch batch in result.Batches)
        {
            writer.WriteRecordBatch(batch);
        }

        writer.WriteEnd();
    }
}
