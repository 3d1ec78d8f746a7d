using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Tests.Types;

namespace TelemetryEngine.Arrow.Tests.Fuzz;

/// <summary>An Arrow file or stream that is to be spoilt.</summary>
internal sealed record FuzzInput(bool IsFile, byte[] Bytes);

/// <summary>Sound files and streams of all kinds, small so that a change often meets something that matters.</summary>
internal static class FuzzCorpus
{
    private static readonly IpcOptions[] Options =
    [
        IpcOptions.Default,
        new() { Alignment = 8, EmitDictionaryDeltas = true },
        new() { Alignment = 8, MetadataVersion = MetadataVersion.V4 },
        new() { Compression = CompressionType.Lz4Frame },
        new() { Compression = CompressionType.Lz4Frame, Alignment = 8, EmitDictionaryDeltas = true },
        new() { Compression = CompressionType.Zstd },
        new() { Compression = CompressionType.Zstd, Alignment = 8, EmitDictionaryDeltas = true },
    ];

    public static IReadOnlyList<FuzzInput> Make()
    {
        List<FuzzInput> inputs = [];
        foreach (IpcOptions options in Options)
        {
            foreach (bool isFile in (bool[])[false, true])
            {
                inputs.Add(Write(isFile, Samples.Schema, [], options));
                inputs.Add(Write(isFile, Samples.Schema, [Samples.Batch(70, nulls: true), Samples.Batch(70, nulls: true).Slice(3, 40)], options));
                inputs.Add(Write(isFile, Samples.Schema, [Samples.Batch(9, nulls: false)], options));
                RecordBatch[] growing = [Words(0, 40), Words(0, 60), Words(0, 60)];
                inputs.Add(Write(isFile, growing[0].Schema, growing, options));
            }

            RecordBatch[] replaced = [Words(0, 40), Words(20, 30), Words(0, 300)];
            inputs.Add(Write(isFile: false, replaced[0].Schema, replaced, options));
            inputs.AddRange(AllTypes.All.Index().Select(type => Write(type.Index % 2 == 0, type.Item, options)));
        }

        inputs.AddRange(UnreadableFiles.Kinds.SelectMany(kind => new[] { false, true }.Select(isFile => new FuzzInput(isFile, UnreadableFiles.Write(isFile, kind)))));
        return inputs;
    }

    private static FuzzInput Write(bool isFile, Schema schema, RecordBatch[] batches, IpcOptions options) =>
        new(isFile, Samples.Write(isFile, schema, batches, options));

    private static FuzzInput Write(bool isFile, IArrowType type, IpcOptions options)
    {
        Schema schema = new([new Field("x", type, true), new Field("y", type, true)], null);
        RandomArrays arrays = new(seed: 3, nulls: true);
        return Write(isFile, schema, [new RecordBatch(schema, [arrays.Make(type, 12), arrays.Make(type, 12)], 12)], options);
    }

    private static RecordBatch Words(int start, int count)
    {
        Schema schema = new([new Field("code", AllTypes.TextCodes, true), new Field("text", StringType.Default, true)], null);
        string?[] words = [.. Enumerable.Range(start, count).Select(i => i % 11 == 5 ? null : $"Zähler {i / 2}")];
        return new RecordBatch(schema, [Samples.Codes(words), Samples.Texts(words)], count);
    }
}
