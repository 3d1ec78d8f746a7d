using System.Text.Json.Nodes;
using Apache.Arrow.Compression;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.ApacheArrow.Tests;

/// <summary>Places of the matrix as test data, and what the tests do with them.</summary>
internal static class MatrixData
{
    public static TheoryData<string, string, bool> Columns(Func<ColumnKind, bool>? where = null)
    {
        TheoryData<string, string, bool> data = [];
        foreach (ColumnKind kind in ColumnKinds.All.Where(where ?? (_ => true)))
        {
            foreach (string nulls in MatrixWriter.NullPatterns.Where(pattern => kind.Type is not NullType || pattern == "all"))
            {
                data.Add(kind.Name, nulls, false);
                data.Add(kind.Name, nulls, true);
            }
        }

        return data;
    }

    public static (RecordBatch[] Batches, JsonArray Values) Make(string kind, string nulls, bool sliced) =>
        MatrixWriter.Make(ColumnKinds.All.Single(candidate => candidate.Name == kind), nulls, sliced, [100, 0, 1, 151]);

    public static string Values(params IEnumerable<RecordBatch> batches) => NeutralText.Of(batches.Select(batch => batch.Column("v"))).ToJsonString();

    public static byte[] Write(bool asFile, IReadOnlyList<RecordBatch> batches, CompressionType compression = CompressionType.None)
    {
        using MemoryStream stream = new();
        IpcOptions options = new() { Compression = compression };
        using ArrowStreamWriter writer = asFile ? new ArrowFileWriter(stream, batches[0].Schema, options: options) : new ArrowStreamWriter(stream, batches[0].Schema, options: options);
        foreach (RecordBatch batch in batches)
        {
            writer.WriteRecordBatch(batch);
        }

        writer.WriteEnd();
        return stream.ToArray();
    }

    /// <summary>All batches, which look at the bytes.</summary>
    public static List<RecordBatch> Read(bool asFile, byte[] bytes)
    {
        using ArrowFileReader? file = asFile ? new ArrowFileReader(bytes) : null;
        using ArrowStreamReader? stream = asFile ? null : new ArrowStreamReader(bytes);
        List<RecordBatch> batches = [];
        while ((file?.ReadNextRecordBatch() ?? stream?.ReadNextRecordBatch()) is { } batch)
        {
            batches.Add(batch);
        }

        return batches;
    }

    public static byte[] WriteTheirs(bool asFile, IReadOnlyList<RecordBatch> batches, Theirs.CompressionCodecType? codec = null)
    {
        using MemoryStream stream = new();
        Theirs.IpcOptions options = new() { CompressionCodec = codec, CompressionCodecFactory = codec is null ? null : new CompressionCodecFactory() };
        using Theirs.ArrowStreamWriter writer = asFile
            ? new Theirs.ArrowFileWriter(stream, batches[0].Schema, leaveOpen: true, options)
            : new Theirs.ArrowStreamWriter(stream, batches[0].Schema, leaveOpen: true, options);
        foreach (RecordBatch batch in batches)
        {
            writer.WriteRecordBatch(batch);
        }

        writer.WriteEnd();
        return stream.ToArray();
    }

    public static List<RecordBatch> ReadTheirs(bool asFile, byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        CompressionCodecFactory codecs = new();
        using Theirs.ArrowStreamReader reader = asFile ? new Theirs.ArrowFileReader(stream, codecs) : new Theirs.ArrowStreamReader(stream, codecs);
        List<RecordBatch> batches = [];
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            batches.Add(batch);
        }

        return batches;
    }
}
