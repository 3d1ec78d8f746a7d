using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Ipc;

public sealed class DictionaryTests
{
    private static readonly Schema Schema = Batches.SchemaOf(("d", AllTypes.TextCodes));

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
        IArrowArray slice = ArrowArrays.Slice(Samples.Texts("x", "a", "b"), 1, 2);
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
        DictionaryType inner = AllTypes.TextCodes;
        Field code = new("code", inner, nullable: true);
        DictionaryType outer = new(Int16Type.Default, new ListType(code), ordered: false);
        MapType map = new(StringType.Default, inner);
        IArrowType[] types =
        [
            new ListType(code), new LargeListType(code), new ListViewType(code), new LargeListViewType(code), new FixedSizeListType(code, 2), new StructType([code, code]), map,
            new UnionType([code], [0], UnionMode.Dense), new UnionType([code], [0], UnionMode.Sparse), new RunEndEncodedType(Int32Type.Default, inner), outer,
        ];
        Schema schema = Batches.SchemaOf([.. types.Select((type, i) => ($"c{i}", type))]);
        RecordBatch[] batches = [.. Enumerable.Range(0, 5).Select(seed => new RecordBatch(schema, types.Select(type => new RandomArrays(seed, nulls: true).Make(type, 30)), 30).Slice(seed, 20))];
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
        RecordBatch[] many = [.. Enumerable.Range(0, 2).Select(part => Batches.Of("d", new DictionaryArray(
            narrow, Samples.Numbers<sbyte>(Int8Type.Default, 99), Batches.Longs(Enumerable.Range(part * 100, 100).Select(n => (long)n)))))];
        Assert.Equal(
            "column 'd': its dictionaries have 200 values together, more than int8 codes can count",
            Assert.Throws<InvalidOperationException>(() => Samples.Write(asFile: true, many[0].Schema, many, options)).Message);

        DictionaryType ordered = new(Int32Type.Default, StringType.Default, ordered: true);
        RecordBatch[] two = [.. ((string[])["a", "b"]).Select(text => Batches.Of(
            "d", new DictionaryArray(ordered, Samples.Numbers<int>(Int32Type.Default, 0), Samples.Texts(text))))];
        Assert.Equal(
            "column 'd': ordered dictionaries with different values can't be put together",
            Assert.Throws<InvalidOperationException>(() => Samples.Write(asFile: true, two[0].Schema, two, options)).Message);
    }

    [Fact]
    public void Columns_have_dictionaries_of_their_own()
    {
        RecordBatch batch = Batches.Of(
            ("x", Samples.Codes("p", "q")), ("n", Samples.Numbers<int>(Int32Type.Default, 1, 2)), ("y", Samples.Codes("q", null)));
        foreach (bool asFile in (bool[])[false, true])
        {
            Assert.Equal(Samples.Values(batch), Samples.Read(asFile, Samples.Write(asFile, batch.Schema, [batch])).Batches[0]);
        }
    }

    [Fact]
    public void A_code_outside_the_dictionary_is_an_error_unless_its_row_is_null()
    {
        RecordBatch good = Codes([0, 77, 1], nulls: 1, ArrowArrays.CopyOf<byte>([0b101]));
        Assert.Equal(["a", null, "b"], Samples.Read(asFile: false, Samples.Write(asFile: false, Schema, [good])).Batches[0]);

        byte[] bytes = Samples.Write(asFile: false, Schema, [Codes([0, 1, 1])]);
        Batches.Spoil(bytes, [0, 1, 1], [0, 77, 1]);
        ArrowFormatException error = Assert.Throws<ArrowFormatException>(() => Samples.Read(asFile: false, bytes));
        Assert.EndsWith(": column 'd': row 1 has the code 77, the dictionary has 2 values", error.Message, StringComparison.Ordinal);
        Assert.Equal(77, BitConverter.ToInt32(bytes, (int)error.Offset));

        static RecordBatch Codes(int[] codes, int nulls = 0, ArrowBuffer validity = default) =>
            Batches.Of("d", new DictionaryArray(AllTypes.TextCodes, ArrowArrays.Make(Int32Type.Default, 3, nulls, validity, ArrowArrays.CopyOf<int>(codes)), Samples.Texts("a", "b")));
    }

    private static RecordBatch Batch(string?[] dictionary, params int[] codes) => Batch(Samples.Texts(dictionary), codes);

    private static RecordBatch Batch(IArrowArray dictionary, params int[] codes) => Batches.Of("d", Batches.CodesOf(dictionary, codes));
}
