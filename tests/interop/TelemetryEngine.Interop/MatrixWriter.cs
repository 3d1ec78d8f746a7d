using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Interop;

/// <summary>
/// Writes a file for every place of the matrix: kind of column × nulls × whole or cut from longer arrays × number of batches ×
/// compression × file or stream. The values go into matrix.json as they were made, never as we read them back.
/// </summary>
internal static class MatrixWriter
{
    private const int Margin = 11;

    private static readonly (string Name, IpcOptions Options)[] Compressions =
    [
        ("none", IpcOptions.Default),
        ("none-8-bytes-v4", new IpcOptions { Alignment = 8, MetadataVersion = MetadataVersion.V4 }),
        ("lz4", new IpcOptions { Compression = CompressionType.Lz4Frame }),
        ("zstd", new IpcOptions { Compression = CompressionType.Zstd }),
    ];

    public static readonly string[] NullPatterns = ["none", "some", "all"];
    private static readonly int[][] BatchLengths = [[], [300], [100, 0, 1, 151]];

    public static void Write(string folder)
    {
        JsonArray columns = [];
        JsonArray files = [];
        foreach (ColumnKind kind in ColumnKinds.All)
        {
            foreach ((string nulls, bool sliced, int[] lengths) in Columns(kind))
            {
                string id = $"{kind.Name}.{nulls}-null.{(sliced ? "sliced" : "whole")}.{lengths.Length}-batches";
                (RecordBatch[] batches, JsonArray values) = Make(kind, nulls, sliced, lengths);
                Schema schema = batches is [RecordBatch first, ..] ? first.Schema : MakeSchema(kind, nulls);
                columns.Add(new JsonObject
                {
                    ["id"] = id,
                    ["kind"] = kind.Name,
                    ["shape"] = TypeShape.Of(kind.Type),
                    ["nulls"] = nulls,
                    ["sliced"] = sliced,
                    ["lengths"] = new JsonArray([.. lengths.Select(length => (JsonNode)length)]),
                    ["values"] = values,
                });
                foreach ((string compression, IpcOptions options) in Compressions.Where(entry => entry.Options.MetadataVersion == MetadataVersion.V5 || (!sliced && kind.Type is not UnionType)))
                {
                    foreach (string format in kind.StreamOnly && lengths.Length > 1 ? ["stream"] : (string[])["file", "stream"])
                    {
                        string name = $"{id}.{compression}.{format}";
                        WriteFile(Path.Combine(folder, name), format, schema, batches, options);
                        files.Add(new JsonObject { ["name"] = name, ["column"] = columns.Count - 1, ["compression"] = compression, ["format"] = format });
                    }
                }
            }
        }

        File.WriteAllText(Path.Combine(folder, "matrix.json"), new JsonObject { ["columns"] = columns, ["files"] = files }.ToJsonString());
    }

    /// <summary>Without a batch there are no nulls and nothing to cut; the type null has nothing else.</summary>
    private static IEnumerable<(string Nulls, bool Sliced, int[] Lengths)> Columns(ColumnKind kind) =>
        from lengths in BatchLengths
        from nulls in NullPatterns
        from sliced in (bool[])[false, true]
        where lengths.Length > 0 ? kind.Type is not NullType || nulls == "all" : nulls == "none" && !sliced
        select (nulls, sliced, lengths);

    private static Schema MakeSchema(ColumnKind kind, string nulls) => new(
        [new Field("v", kind.Type, nullable: nulls != "none", new Dictionary<string, string> { ["unit"] = "µW" })],
        new Dictionary<string, string> { ["made by"] = "the matrix" });

    public static (RecordBatch[] Batches, JsonArray Values) Make(ColumnKind kind, string nulls, bool sliced, int[] lengths)
    {
        SeededValues random = new((ulong)kind.Name.Sum(letter => letter) + (ulong)nulls.Length + (sliced ? 1000ul : 0));
        int margin = sliced ? Margin : 0;
        object?[][] runs = [.. lengths.Select(length => Run(kind, nulls, random, length + (2 * margin)))];
        IArrowArray[] arrays = kind.Build(runs);
        Schema schema = MakeSchema(kind, nulls);
        RecordBatch[] batches = [.. arrays.Select((array, i) => new RecordBatch(schema, [array], array.Length).Slice(margin, lengths[i]))];
        JsonNode?[] values = [.. runs.SelectMany((run, i) => run.Skip(margin).Take(lengths[i])).Select(NeutralText.Of)];
        return (batches, new JsonArray(values));
    }

    private static object?[] Run(ColumnKind kind, string nulls, SeededValues random, int length)
    {
        object?[] run = new object?[length];
        for (int i = 0; i < length; i++)
        {
            bool isNull = nulls == "all" || (nulls == "some" && random.Below(3) == 0);
            run[i] = isNull ? null : kind.Value(random);
        }

        return run;
    }

    private static void WriteFile(string path, string format, Schema schema, RecordBatch[] batches, IpcOptions options)
    {
        using FileStream stream = File.Create(path);
        using ArrowStreamWriter writer = format == "file"
            ? new ArrowFileWriter(stream, schema, options: options)
            : new ArrowStreamWriter(stream, schema, options: options);
        foreach (RecordBatch batch in batches)
        {
            writer.WriteRecordBatch(batch);
        }

        writer.WriteEnd();
    }
}
