using System.Text;

namespace Samples;

/// <summary>A result as a file: the name says in which format, and the file appears when it is whole.</summary>
public static class Outputs
{
    public static RunSummary ToFile(string path, string output) =>
        Telemetry.ReadCsv(path).Window(Tumbling.Every("15m")).GroupBy("device_id").Aggregate(Sum("power_w"), Count()).Write(output);

    public static void WithAFootnote(Pipeline query, string path, string footnote)
    {
        using OutputFile report = OutputFile.Create(path);
        query.WriteMarkdown(report.Stream);
        report.Stream.Write(Encoding.UTF8.GetBytes($"\n{footnote}\n"));
        report.Commit();
    }

    public static async Task<long> ToStreamAsync(string path, Stream stream)
    {
        RunSummary summary = await Task.Run(() => Telemetry.ReadCsv(path).Where("power_w > 0").WriteCsv(stream));
        return summary.ResultRows;
    }
}
