using System.Text.Json.Nodes;

namespace TelemetryEngine.ApacheArrow.Tests;

public sealed class IpcTests
{
    public static TheoryData<string, string, bool> Columns => MatrixData.Columns();

    /// <summary>No file holds a dictionary and its replacement; Apache.Arrow writes only a field's first dictionary to a stream too.</summary>
    public static TheoryData<string, string, bool> ColumnsWithOneDictionary => MatrixData.Columns(kind => !kind.StreamOnly);

    [Theory]
    [MemberData(nameof(Columns))]
    public void ApacheArrowReadsOurStreams(string kind, string nulls, bool sliced) => TheyRead(asFile: false, kind, nulls, sliced);

    [Theory]
    [MemberData(nameof(ColumnsWithOneDictionary))]
    public void ApacheArrowReadsOurFiles(string kind, string nulls, bool sliced) => TheyRead(asFile: true, kind, nulls, sliced);

    [Theory]
    [MemberData(nameof(ColumnsWithOneDictionary))]
    public void WeReadApacheArrowsStreams(string kind, string nulls, bool sliced) => WeRead(asFile: false, kind, nulls, sliced);

    [Theory]
    [MemberData(nameof(ColumnsWithOneDictionary))]
    public void WeReadApacheArrowsFiles(string kind, string nulls, bool sliced) => WeRead(asFile: true, kind, nulls, sliced);

    /// <summary>Of a column without nulls it writes the bits of validity as a length of 0 without a frame.</summary>
    [Theory]
    [MemberData(nameof(ColumnsWithOneDictionary))]
    public void WeReadApacheArrowsLz4(string kind, string nulls, bool sliced) => WeRead(asFile: true, kind, nulls, sliced, Theirs.Ipc.CompressionCodecType.Lz4Frame);

    [Theory]
    [MemberData(nameof(ColumnsWithOneDictionary))]
    public void WeReadApacheArrowsZstd(string kind, string nulls, bool sliced) => WeRead(asFile: false, kind, nulls, sliced, Theirs.Ipc.CompressionCodecType.Zstd);

    private static void TheyRead(bool asFile, string kind, string nulls, bool sliced)
    {
        (RecordBatch[] batches, JsonArray values) = MatrixData.Make(kind, nulls, sliced);
        List<Theirs.RecordBatch> read = MatrixData.ReadTheirs(asFile, MatrixData.Write(asFile, batches));
        Assert.Equal(values.ToJsonString(), ApacheText.Of(read.Select(batch => batch.Column("v"))).ToJsonString());
        Assert.Equal(batches[0].Schema, read[0].Schema.ToTelemetryEngine());
    }

    private static void WeRead(bool asFile, string kind, string nulls, bool sliced, Theirs.Ipc.CompressionCodecType? codec = null)
    {
        (RecordBatch[] batches, JsonArray values) = MatrixData.Make(kind, nulls, sliced);
        List<RecordBatch> read = MatrixData.Read(asFile, MatrixData.WriteTheirs(asFile, [.. batches.Select(batch => batch.ToApacheArrow())], codec));
        Assert.Equal(values.ToJsonString(), MatrixData.Values(read).ToJsonString());
        Assert.Equal(batches[0].Schema, read[0].Schema);
    }
}
