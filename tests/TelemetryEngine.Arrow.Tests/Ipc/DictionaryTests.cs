using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Ipc;

public sealed class DictionaryTests
{
    private static readonly Schema Schema = new([new Field("d", DictionaryType.Default)]);

    private static readonly RecordBatch[] Growing =
    [
        Batch(["a", "b"], 0, 1, 0),
        Batch(["a", "b"], 1, 1),
        Batch(["a", "b", "c"], 2, 0, 1),
        Batch(["a", "b", "c", "é", null, "f"], 5, 3, 2),
        Batch(["a", "b", "c", "é", null, "f", "g"], 6, 3),
    ];

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void A_growing_dictionary_is_read(bool asFile, bool deltas)
    {
        byte[] bytes = Samples.Write(asFile, Schema, Growing, new IpcOptions { EmitDictionaryDeltas = deltas });
        Assert.Equal(Growing.Select(Samples.Values), Samples.Read(asFile, bytes, asStream: false).Batches);
        Assert.Equal(Growing.Select(Samples.Values), Samples.Read(asFile, bytes, asStream: true).Batches);
    }

    [Fact]
    public void Earlier_batches_keep_their_dictionary_while_it_grows()
    {
        byte[] bytes = Samples.Write(asFile: false, Schema, Growing, new IpcOptions { EmitDictionaryDeltas = true });
        using ArrowStreamReader reader = new(bytes);
        List<DictionaryArray> columns = [];
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            columns.Add((DictionaryArray)batch.Column("d"));
        }

        Assert.Equal([2, 2, 3, 6, 7], columns.Select(column => column.Dictionary.Length));
        Assert.Equal([0, 0, 0, 1, 1], columns.Select(column => column.Dictionary.NullCount));
        Assert.Equal(Growing.SelectMany(Samples.Values), columns.SelectMany(Samples.Values));
        Assert.Equal(["a", "b", "c", "é", null, "f", "g"], Samples.Values(columns[^1].Dictionary));
        Assert.Equal(["a", "b", "c"], Samples.Values(columns[2].Dictionary));
    }

    [Fact]
    public void A_dictionary_is_written_once_while_its_texts_stay_the_same()
    {
        byte[] again = Samples.Write(asFile: false, Schema, [Batch(["a", "b"], 0), Batch(["a", "b"], 0)]);
        byte[] replaced = Samples.Write(asFile: false, Schema, [Batch(["a", "b"], 0), Batch(["a", "c"], 0)]);
        StringArray slice = new StringArray.Builder().Append("x").Append("a").Append("b").Build().Slice(1, 2);
        Assert.Equal(again, Samples.Write(asFile: false, Schema, [Batch(["a", "b"], 0), Batch(slice, 0)]));
        Assert.True(again.Length < replaced.Length);
    }

    [Fact]
    public void A_stream_may_replace_a_dictionary_and_a_file_may_not()
    {
        RecordBatch[] batches = [Batch(["a", "b"], 0, 1), Batch(["x", "y", "z"], 2, 0), Batch(["y"], 0)];
        byte[] bytes = Samples.Write(asFile: false, Schema, batches);
        Assert.Equal(batches.Select(Samples.Values), Samples.Read(asFile: false, bytes).Batches);

        using ArrowFileWriter writer = new(new MemoryStream(), Schema);
        writer.WriteRecordBatch(batches[0]);
        Assert.Contains("'d': a file can't replace a dictionary", Assert.Throws<InvalidOperationException>(() => writer.WriteRecordBatch(batches[1])).Message);
        Assert.Throws<InvalidOperationException>(writer.WriteEnd);
    }

    [Fact]
    public void Dictionaries_are_put_together_for_a_file_that_asks_for_it()
    {
        RecordBatch[] batches =
        [
            Batch(["a", "b"], 0, 1), Batch(["b", null, "a", ""], 2, 0, 1, 3), Batch(["b"], 0), Batch(["a"], 0, 0), Batch([], []), Batch(["x", "x", "b"], 1, 0, 2), Batch(["a", "b"], 1),
        ];
        byte[] bytes = Samples.Write(asFile: true, Schema, batches, new IpcOptions { UnifyDictionaries = true });
        Assert.Equal(batches.Select(Samples.Values), Samples.Read(asFile: true, bytes).Batches);
        using ArrowFileReader reader = new(bytes);
        DictionaryArray column = (DictionaryArray)reader.ReadRecordBatch(0).Column("d");
        Assert.Equal(["a", "b", null, "", "x"], Samples.Values(column.Dictionary));
    }

    [Fact]
    public void Inner_dictionaries_are_put_together_too()
    {
        DictionaryType inner = DictionaryType.Default;
        Field code = new("code", inner);
        DictionaryType outer = new(Int16Type.Default, new ListType(code), ordered: false);
        MapType map = new(StringType.Default, inner);
        ArrowType[] types =
        [
            new ListType(code), new LargeListType(code), new FixedSizeListType(code, 2), new StructType([code, code]), map,
            new UnionType([code], null, UnionMode.Dense), new UnionType([code], null, UnionMode.Sparse), new RunEndEncodedType(Int32Type.Default, inner), outer,
        ];
        Schema schema = new([.. types.Select((type, i) => new Field($"c{i}", type))]);
        RecordBatch[] batches = [.. Enumerable.Range(0, 5).Select(seed => new RecordBatch(schema, [.. types.Select(type => new RandomArrays(seed, nulls: true).Make(type, 30))], 30).Slice(seed, 20))];
        batches = [.. batches.SelectMany(batch => ((int[])[0, 7, 12]).Select(start => batch.Slice(start, 8)))];
        byte[] bytes = Samples.Write(asFile: true, schema, batches, new IpcOptions { UnifyDictionaries = true });
        Assert.Equal(batches.Select(Samples.Values), Samples.Read(asFile: true, bytes).Batches);
        using ArrowFileReader reader = new(bytes);
        Assert.Equal(5 * 11, ((DictionaryArray)reader.ReadRecordBatch(0).Column(types.Length - 1)).Dictionary.Length);
    }

    [Fact]
    public void Dictionaries_that_can_not_be_put_together_are_refused()
    {
        IpcOptions options = new() { UnifyDictionaries = true };
        DictionaryType narrow = new(Int8Type.Default, Int64Type.Default, ordered: false);
        Schema schema = new([new Field("d", narrow)]);
        RecordBatch[] many = [.. Enumerable.Range(0, 2).Select(part => new RecordBatch(
            schema,
            [new DictionaryArray(narrow, new Int8Array.Builder().Append(99).Build(), new Int64Array.Builder().AppendRange([.. Enumerable.Range(part * 100, 100).Select(n => (long)n)]).Build())],
            1))];
        Assert.Equal(
            "column 'd': its dictionaries have 200 values together, more than int8 codes can count",
            Assert.Throws<InvalidOperationException>(() => Samples.Write(asFile: true, schema, many, options)).Message);

        DictionaryType ordered = new(Int32Type.Default, StringType.Default, ordered: true);
        Schema inOrder = new([new Field("d", ordered)]);
        RecordBatch[] two = [.. ((string[])["a", "b"]).Select(text => new RecordBatch(
            inOrder, [new DictionaryArray(ordered, new Int32Array.Builder().Append(0).Build(), new StringArray.Builder().Append(text).Build())], 1))];
        Assert.Equal(
            "column 'd': ordered dictionaries with different values can't be put together",
            Assert.Throws<InvalidOperationException>(() => Samples.Write(asFile: true, inOrder, two, options)).Message);
    }

    [Fact]
    public void Columns_have_dictionaries_of_their_own()
    {
        Schema schema = new([new Field("x", DictionaryType.Default), new Field("n", Int32Type.Default), new Field("y", DictionaryType.Default)]);
        DictionaryArray x = new DictionaryArray.Builder().Append("p").Append("q").Build();
        DictionaryArray y = new DictionaryArray.Builder().Append("q").AppendNull().Build();
        RecordBatch batch = new(schema, [x, new Int32Array.Builder().Append(1).Append(2).Build(), y], 2);
        foreach (bool asFile in (bool[])[false, true])
        {
            Assert.Equal(Samples.Values(batch), Samples.Read(asFile, Samples.Write(asFile, schema, [batch])).Batches[0]);
        }
    }

    [Fact]
    public void A_code_outside_the_dictionary_is_an_error_unless_its_row_is_null()
    {
        Int32Array codes = new(ArrowBuffer.CopyOf<int>([0, 77, 1]), ArrowBuffer.CopyOf<byte>([0b101]), 3, 1);
        StringArray texts = new StringArray.Builder().Append("a").Append("b").Build();
        RecordBatch good = new(Schema, [new DictionaryArray(DictionaryType.Default, codes, texts)], 3);
        Assert.Equal(["a", null, "b"], Samples.Read(asFile: false, Samples.Write(asFile: false, Schema, [good])).Batches[0]);

        Int32Array wrong = new(codes.ValueBuffer, ArrowBuffer.Empty, 3, 0);
        RecordBatch bad = new(Schema, [new DictionaryArray(DictionaryType.Default, wrong, texts)], 3);
        byte[] bytes = Samples.Write(asFile: false, Schema, [bad]);
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: false, bytes));
        Assert.EndsWith(": column 'd': row 1 has the code 77, the dictionary has 2 values", error.Message, StringComparison.Ordinal);
        Assert.Equal(77, BitConverter.ToInt32(bytes, (int)error.Offset));
    }

    private static RecordBatch Batch(string?[] dictionary, params int[] codes) => Batch(new StringArray.Builder().AppendRange(dictionary).Build(), codes);

    private static RecordBatch Batch(StringArray dictionary, params int[] codes)
    {
        Int32Array indices = new Int32Array.Builder().AppendRange(codes).Build();
        return new RecordBatch(Schema, [new DictionaryArray(DictionaryType.Default, indices, dictionary)], codes.Length);
    }
}
