using System.Text.Json.Nodes;
using Apache.Arrow;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Interop;

/// <summary>Reads what others wrote: the files that files.json names, each with a column <c>v</c>, its values and its number of batches.</summary>
internal static class PeerFiles
{
    /// <summary>Prints a line for each file that is not read as it should be, and the counts at the end.</summary>
    /// <returns>True when all are.</returns>
    public static bool Check(string folder, TextWriter output)
    {
        int passed = 0;
        int failed = 0;
        foreach (JsonNode? file in JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "files.json")))!.AsArray())
        {
            string name = file!["name"]!.GetValue<string>();
            string? fault;
            try
            {
                fault = Compare(Read(Path.Combine(folder, name), file["format"]!.GetValue<string>()), file["values"]!.AsArray());
            }
            catch (Exception e) when (e is ArrowFormatException or NotSupportedException)
            {
                fault = e.Message;
            }

            passed += fault is null ? 1 : 0;
            failed += fault is null ? 0 : 1;
            if (fault is not null)
            {
                output.WriteLine($"FAILED ours reads {name}: {fault}");
            }
        }

        output.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0;
    }

    private static List<JsonNode?> Read(string path, string format)
    {
        byte[] bytes = File.ReadAllBytes(path);
        List<JsonNode?> values = [];
        if (format == "file")
        {
            using ArrowFileReader reader = new(bytes);
            Add(values, reader.ReadNextRecordBatch);
        }
        else
        {
            using ArrowStreamReader reader = new(bytes);
            _ = reader.Schema;
            Add(values, reader.ReadNextRecordBatch);
        }

        return values;
    }

    private static void Add(List<JsonNode?> values, Func<RecordBatch?> next)
    {
        while (next() is { } batch)
        {
            using (batch)
            {
                IArrowArray column = batch.Column("v");
                values.AddRange(Enumerable.Range(0, batch.Length).Select(row => NeutralText.Of(column, row)));
            }
        }
    }

    private static string? Compare(List<JsonNode?> actual, JsonArray expected)
    {
        if (actual.Count != expected.Count)
        {
            return $"{actual.Count} rows where {expected.Count} belong";
        }

        for (int row = 0; row < actual.Count; row++)
        {
            if (!JsonNode.DeepEquals(actual[row], expected[row]))
            {
                return $"row {row} is {actual[row]?.ToJsonString() ?? "null"} where {expected[row]?.ToJsonString() ?? "null"} belongs";
            }
        }

        return null;
    }
}
