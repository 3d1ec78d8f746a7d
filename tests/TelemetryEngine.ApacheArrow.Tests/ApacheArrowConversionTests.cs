using System.Text.Json.Nodes;

namespace TelemetryEngine.ApacheArrow.Tests;

public sealed class ApacheArrowConversionTests
{
    public static TheoryData<string, string, bool> Columns => MatrixData.Columns();

    [Theory]
    [MemberData(nameof(Columns))]
    public void ApacheArrowSeesOurValues(string kind, string nulls, bool sliced)
    {
        (RecordBatch[] batches, JsonArray values) = MatrixData.Make(kind, nulls, sliced);
        JsonArray theirs = ApacheText.Of(batches.Select(batch => batch.ToApacheArrow().Column("v")));
        Assert.Equal(values.ToJsonString(), theirs.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void BatchesComeBackAsTheyWent(string kind, string nulls, bool sliced)
    {
        (RecordBatch[] batches, JsonArray values) = MatrixData.Make(kind, nulls, sliced);
        RecordBatch[] back = [.. batches.Select(batch => batch.ToApacheArrow().ToTelemetryEngine())];
        Assert.Equal(values.ToJsonString(), MatrixData.Values(back).ToJsonString());
        Assert.All(back, batch => Assert.Equal(batches[0].Schema, batch.Schema));
        Assert.Equal(batches.Select(batch => batch.Column(0).NullCount), back.Select(batch => batch.Column(0).NullCount));
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void BothSidesLookAtTheSameMemory(string kind, string nulls, bool sliced)
    {
        (RecordBatch[] batches, _) = MatrixData.Make(kind, nulls, sliced);
        bool bitsAreCopied = kind is "struct" or "fixed-size-list" && sliced && nulls != "none";
        foreach (ArrowArray ours in batches.Select(batch => batch.Column("v")).Where(column => column.Length > 1))
        {
            Theirs.IArrowArray theirs = ours.ToApacheArrow();
            Assert.Equal(bitsAreCopied ? 1 : 0, SharedMemory.Elsewhere(SharedMemory.Of(theirs.Data), SharedMemory.Of(ours)));
            Assert.Equal(0, SharedMemory.Elsewhere(SharedMemory.Of(theirs.ToTelemetryEngine()), SharedMemory.Of(theirs.Data)));
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void ASliceOfTheirsIsASliceOfOurs(string kind, string nulls, bool sliced)
    {
        (RecordBatch[] batches, JsonArray values) = MatrixData.Make(kind, nulls, sliced);
        RecordBatch slice = batches[0].ToApacheArrow().Slice(13, 40).ToTelemetryEngine();
        JsonArray expected = new([.. values.Skip(13).Take(40).Select(value => value?.DeepClone())]);
        Assert.Equal(expected.ToJsonString(), MatrixData.Values([slice]).ToJsonString());
    }

    [Fact]
    public void NamesNullabilityAndMetadataAreKept()
    {
        Schema schema = new(
            [
                new Field("a", Int64Type.Default, isNullable: false, new Dictionary<string, string> { ["unit"] = "µW" }),
                new Field("a", new TimestampType(TimeUnit.Nanosecond, "Europe/Berlin")),
                new Field("", new DictionaryType(Int32Type.Default, StringType.Default, ordered: true)),
            ],
            new Dictionary<string, string> { ["origin"] = "tests", [""] = "" });
        Theirs.Schema theirs = schema.ToApacheArrow();
        Assert.Equal(schema, theirs.ToTelemetryEngine());
        Assert.Equal(["a", "a", ""], theirs.FieldsList.Select(field => field.Name));
        Assert.Equal([false, true, true], theirs.FieldsList.Select(field => field.IsNullable));
        Assert.Equal("µW", theirs.FieldsList[0].Metadata["unit"]);
        Assert.Equal("tests", theirs.Metadata["origin"]);
        Assert.Equal("Europe/Berlin", Assert.IsType<TheirTypes.TimestampType>(theirs.FieldsList[1].DataType).Timezone);
        Assert.True(Assert.IsType<TheirTypes.DictionaryType>(theirs.FieldsList[2].DataType).Ordered);
    }

    [Fact]
    public void NullsThatApacheArrowHasNotCountedAreCounted()
    {
        Theirs.ArrowBuffer values = new(new byte[16]);
        Theirs.ArrowBuffer validity = new(new byte[] { 0b10 });
        Theirs.ArrayData data = new(TheirTypes.Int64Type.Default, 2, -1, 0, [validity, values]);
        ArrowArray ours = new Theirs.Int64Array(data).ToTelemetryEngine();
        Assert.Equal(1, ours.NullCount);
        Assert.True(ours.IsNull(0));
    }

    [Fact]
    public void ABufferThatIsTooShortIsRefused()
    {
        Theirs.ArrayData data = new(TheirTypes.Int64Type.Default, 3, 0, 0, [Theirs.ArrowBuffer.Empty, new Theirs.ArrowBuffer(new byte[16])]);
        Assert.Throws<ArgumentException>(() => new Theirs.Int64Array(data).ToTelemetryEngine());
    }

    [Fact]
    public void ABatchThatIsShownIsDisposedWithWhatShowsIt()
    {
        Int64Array column = new Int64Array.Builder().AppendRange([1, 2]).Build();
        RecordBatch ours = new(new Schema([new Field("v", column.DataType)]), [column], 2, new MemoryStream());
        using (Theirs.RecordBatch theirs = ours.ToApacheArrow())
        {
            Assert.Equal(2, Assert.IsType<Theirs.Int64Array>(theirs.Column("v")).GetValue(1));
        }

        Assert.Throws<ObjectDisposedException>(() => ours.Column(0));
    }

    [Fact]
    public void ATypeThatOnlyApacheArrowHasIsRefusedByName()
    {
        Theirs.Schema schema = new([new Theirs.Field("v", new TheirTypes.ListViewType(TheirTypes.Int32Type.Default), nullable: true)], null);
        Assert.Contains("listview", Assert.Throws<NotSupportedException>(() => schema.ToTelemetryEngine()).Message, StringComparison.Ordinal);
    }
}
