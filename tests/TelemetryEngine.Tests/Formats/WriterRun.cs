using System.Text;
using Apache.Arrow;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Tests.Formats;

/// <summary>Runs a writer of the catalogue into memory.</summary>
internal static class WriterRun
{
    public static string Text(string format, WriterOptions options, params RecordBatch[] batches) => Encoding.UTF8.GetString(Bytes(format, options, batches));

    public static byte[] Bytes(string format, WriterOptions options, params RecordBatch[] batches)
    {
        using MemoryStream stream = new();
        using BatchWriter writer = FormatCatalog.FindByName(format)!.CreateWriter!(stream, batches[0].Schema, options);
        foreach (RecordBatch batch in batches)
        {
            writer.Write(batch);
        }

        writer.Finish();
        return stream.ToArray();
    }

    /// <summary>With the options fitted to the batches, as for a result that is known as a whole.</summary>
    public static string Fitted(string format, params RecordBatch[] batches) =>
        Text(format, new WriterOptions().FitTo(batches[0].Schema, batches), batches);
}
