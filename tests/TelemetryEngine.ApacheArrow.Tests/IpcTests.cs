using System.Text.Json.Nodes;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Testing;

namespace TelemetryEngine.ApacheArrow.Tests;

/// <summary>What Apache.Arrow writes is what we read, and the other way round.</summary>
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
    public void ApacheArrowReadsOurLz4(string kind, string nulls, bool sliced) => TheyRead(asFile: true, kind, nulls, sliced, CompressionType.Lz4Frame);

    [Theory]
    [MemberData(nameof(Columns))]
    public void ApacheArrowReadsOurZstd(string kind, string nulls, bool sliced) => TheyRead(asFile: false, kind, nulls, sliced, CompressionType.Zstd);

    [Theory]
    [MemberData(nameof(ColumnsWithOneDictionary))]
    public void WeReadApacheArrowsStreams(string kind, string nulls, bool sliced) => WeRead(asFile: false, kind, nulls, sliced);

    [Theory]
    [MemberData(nameof(ColumnsWithOneDictionary))]
    public void WeReadApacheArrowsFiles(string kind, string nulls, bool sliced) => WeRead(asFile: true, kind, nulls, sliced);

    /// <summary>Of a column without nulls it writes the bits of validity as a length of 0 without a frame.</summary>
    [Theory]
    [MemberData(nameof(ColumnsWithOneDictionary))]
    public void WeReadApacheArrowsLz4(string kind, string nulls, bool sliced) => WeRead(asFile: true, kind, nulls, sliced, Theirs.CompressionCodecType.Lz4Frame);

    [Theory]
    [MemberData(nameof(ColumnsWithOneDictionary))]
    public void WeReadApacheArrowsZstd(string kind, string nulls, bool sliced) => WeRead(asFile: false, kind, nulls, sliced, Theirs.CompressionCodecType.Zstd);

    [Theory]
    [MemberData(nameof(Columns))]
    public void BatchesComeBackAsTheyWent(string kind, string nulls, bool sliced)
    {
        (RecordBatch[] batches, JsonArray values) = MatrixData.Make(kind, nulls, sliced);
        AreSame(batches, values, MatrixData.Read(asFile: false, MatrixData.Write(asFile: false, batches)));
    }

    [Theory]
    [MemberData(nameof(ColumnsWithOneDictionary))]
    public void WhatWeReadFromMemoryLooksAtTheSameMemory(string kind, string nulls, bool sliced)
    {
        (RecordBatch[] batches, _) = MatrixData.Make(kind, nulls, sliced);
        foreach (bool asFile in (bool[])[false, true])
        {
            foreach (byte[] bytes in (byte[][])[MatrixData.Write(asFile, batches), MatrixData.WriteTheirs(asFile, batches)])
            {
                IEnumerable<ArrowBuffer> buffers = MatrixData.Read(asFile, bytes).SelectMany(batch => Buffers(batch.Column("v").Data));
                Assert.All(buffers.Where(buffer => !buffer.IsEmpty), buffer => Assert.True(bytes.AsSpan().Overlaps(buffer.Span)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void ASliceOfWhatWasReadIsTheSameRowsToEveryone(string kind, string nulls, bool sliced)
    {
        (RecordBatch[] batches, JsonArray values) = MatrixData.Make(kind, nulls, sliced);
        string expected = new JsonArray([.. values.Skip(13).Take(40).Select(value => value?.DeepClone())]).ToJsonString();
        byte[] bytes = MatrixData.Write(asFile: false, [batches[0]]);
        foreach (RecordBatch read in (RecordBatch[])[MatrixData.Read(asFile: false, bytes)[0], MatrixData.ReadTheirs(asFile: false, bytes)[0]])
        {
            RecordBatch slice = read.Slice(13, 40);
            Assert.Equal(expected, MatrixData.Values(slice));
            Assert.Equal(expected, MatrixData.Values(MatrixData.Read(asFile: false, MatrixData.WriteTheirs(asFile: false, [slice]))));
            Assert.Equal(expected, MatrixData.Values(MatrixData.ReadTheirs(asFile: false, MatrixData.Write(asFile: false, [slice]))));
        }
    }

    [Fact]
    public void NamesNullabilityAndMetadataAreKept()
    {
        Schema schema = new(
            [
                new Field("a", Int64Type.Default, nullable: false, new Dictionary<string, string> { ["unit"] = "µW" }),
                new Field("a", new TimestampType(TimeUnit.Nanosecond, "Europe/Berlin"), nullable: true),
                new Field("", new DictionaryType(Int32Type.Default, StringType.Default, ordered: true), nullable: true),
            ],
            new Dictionary<string, string> { ["origin"] = "tests", [""] = "" });
        RecordBatch batch = new(schema, [.. schema.FieldsList.Select(field => ArrayMaker.Make(field.DataType, []))], 0);
        foreach (RecordBatch read in EachOthers(batch))
        {
            Assert.Equal(["a", "a", ""], read.Schema.FieldsList.Select(field => field.Name));
            Assert.Equal([false, true, true], read.Schema.FieldsList.Select(field => field.IsNullable));
            Assert.Equal("µW", read.Schema.FieldsList[0].Metadata["unit"]);
            Assert.Equal("tests", read.Schema.Metadata["origin"]);
            Assert.Equal("Europe/Berlin", Assert.IsType<TimestampType>(read.Schema.FieldsList[1].DataType).Timezone);
            Assert.True(Assert.IsType<DictionaryType>(read.Schema.FieldsList[2].DataType).Ordered);
            Assert.Equal(schema.Text(), read.Schema.Text());
        }
    }

    [Fact]
    public void NullsThatApacheArrowHasNotCountedAreCounted()
    {
        RecordBatch batch = Numbers(nulls: -1, rows: 2, validity: [0b10]);
        IArrowArray read = MatrixData.Read(asFile: false, MatrixData.Write(asFile: false, [batch]))[0].Column(0);
        Assert.Equal(1, read.NullCount);
        Assert.True(read.IsNull(0));
    }

    [Fact]
    public void ABufferThatIsTooShortIsRefused() =>
        Assert.ThrowsAny<ArgumentException>(() => MatrixData.Write(asFile: false, [Numbers(nulls: 0, rows: 3, validity: [])]));

    private static void TheyRead(bool asFile, string kind, string nulls, bool sliced, CompressionType compression = CompressionType.None)
    {
        (RecordBatch[] batches, JsonArray values) = MatrixData.Make(kind, nulls, sliced);
        AreSame(batches, values, MatrixData.ReadTheirs(asFile, MatrixData.Write(asFile, batches, compression)));
    }

    private static void WeRead(bool asFile, string kind, string nulls, bool sliced, Theirs.CompressionCodecType? codec = null)
    {
        (RecordBatch[] batches, JsonArray values) = MatrixData.Make(kind, nulls, sliced);
        AreSame(batches, values, MatrixData.Read(asFile, MatrixData.WriteTheirs(asFile, batches, codec)));
    }

    private static void AreSame(RecordBatch[] batches, JsonArray values, List<RecordBatch> read)
    {
        Assert.Equal(values.ToJsonString(), MatrixData.Values(read));
        Assert.All(read, batch => Assert.Equal(batches[0].Schema.Text(), batch.Schema.Text()));
        Assert.Equal(batches.Select(batch => batch.Column(0).NullCount), read.Select(batch => batch.Column(0).NullCount));
    }

    /// <summary>Ours as Apache.Arrow reads it, and Apache.Arrow's as we read it.</summary>
    private static RecordBatch[] EachOthers(RecordBatch batch) =>
        [MatrixData.ReadTheirs(asFile: false, MatrixData.Write(asFile: false, [batch]))[0], MatrixData.Read(asFile: false, MatrixData.WriteTheirs(asFile: false, [batch]))[0]];

    /// <summary>The buffers of an array, its children and its dictionary, as far as they have rows: the one offset of none is the same for all.</summary>
    private static IEnumerable<ArrowBuffer> Buffers(ArrayData data) => data.Length == 0
        ? []
        : [.. data.Buffers, .. (data.Children ?? []).Concat(data.Dictionary is null ? [] : [data.Dictionary]).SelectMany(Buffers)];

    /// <summary>Integers over 16 bytes.</summary>
    private static RecordBatch Numbers(int nulls, int rows, byte[] validity)
    {
        ArrayData data = new(Int64Type.Default, rows, nulls, 0, [new ArrowBuffer(validity), new ArrowBuffer(new byte[16])]);
        return new RecordBatch(new Schema([new Field("v", Int64Type.Default, nullable: true)], null), [new Int64Array(data)], rows);
    }
}
