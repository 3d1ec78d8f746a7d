using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Arrays;

public sealed class RowCopierTests
{
    public static TheoryData<int, string> Types => AllTypes.Names();

    [Theory]
    [MemberData(nameof(Types))]
    public void Rows_of_any_type_and_of_any_slice_keep_type_and_value(int index, string name)
    {
        IArrowType type = AllTypes.All.ElementAt(index);
        Assert.Equal(name, ArrowNames.Of(type));
        Schema schema = new([new Field("x", type, true)], null);
        foreach (bool nulls in (bool[])[false, true])
        {
            IArrowArray whole = new RandomArrays(index, nulls).Make(type, 100);
            foreach ((int offset, int length) in ((int, int)[])[(0, 100), (0, 0), (13, 70), (64, 36)])
            {
                IArrowArray array = whole.Slice(offset, length);
                foreach (RowSelection rows in Selections(length))
                {
                    IArrowArray copy = new RowCopier().Copy(array, rows);
                    Assert.Equal(Samples.Text(schema), Samples.Text(new Schema([new Field("x", copy.Data.DataType, true)], null)));
                    Assert.Equal(0, copy.Offset);
                    object?[] expected = [.. Rows(rows).Select(row => PlainValues.At(array, row))];
                    Assert.Equal(expected, PlainValues.Of(copy));
                    byte[] bytes = Samples.Write(asFile: false, schema, [new RecordBatch(schema, [copy], rows.Length)]);
                    using ArrowStreamReader reader = new(bytes);
                    Assert.Equal(expected, PlainValues.Of(reader.ReadNextRecordBatch()!.Column(0)));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_copy_outlives_what_it_was_copied_from(int index, string name)
    {
        IArrowType type = AllTypes.All.ElementAt(index);
        Assert.Equal(name, ArrowNames.Of(type));
        Schema schema = new([new Field("x", type, true)], null);
        RecordBatch[] batches = [.. Enumerable.Range(0, 4).Select(seed => new RecordBatch(schema, [new RandomArrays(seed, nulls: true).Make(type, 50)], 50))];
        RowCopier copier = new();
        List<IArrowArray> copies = [];
        using (ArrowStreamReader reader = new(new MemoryStream(Samples.Write(asFile: false, schema, batches))))
        {
            while (reader.ReadNextRecordBatch() is { } batch)
            {
                using (batch)
                {
                    copies.Add(copier.Copy(batch.Column(0), RowSelection.All(50)));
                }
            }
        }

        Assert.Equal(batches.Select(batch => PlainValues.Of(batch.Column(0))), copies.Select(PlainValues.Of));
    }

    [Fact]
    public void Arrays_of_one_dictionary_share_its_copy()
    {
        DictionaryArray codes = Samples.Codes("a", "b", "a");
        RowCopier copier = new();
        DictionaryArray first = (DictionaryArray)copier.Copy(codes.Slice(0, 1), RowSelection.All(1));
        DictionaryArray second = (DictionaryArray)copier.Copy(codes, RowSelection.Where([0b110], 3));
        Assert.Same(first.Data.Dictionary, second.Data.Dictionary);
        Assert.NotSame(codes.Data.Dictionary, first.Data.Dictionary);
        Assert.Equal(["b", "a"], Samples.Values(second));
    }

    [Fact]
    public void What_many_rows_point_at_is_not_copied_for_each()
    {
        byte[] text = new byte[1000];
        Array.Fill(text, (byte)'x');
        BinaryView[] views = [.. Enumerable.Repeat(new BinaryView(text.Length, text.AsSpan(0, BinaryView.PrefixLength), 0, 0), 50)];
        IArrowArray texts = ArrowArrays.Make(StringViewType.Default, 50, 0, ArrowBuffer.Empty, ArrowArrays.CopyOf<BinaryView>(views), ArrowArrays.CopyOf<byte>(text));
        StringViewArray copy = (StringViewArray)new RowCopier().Copy(texts, RowSelection.All(50));
        Assert.Equal(PlainValues.Of(texts), PlainValues.Of(copy));
        Assert.Equal(1, copy.DataBufferCount);
        Assert.Equal(1000, copy.DataBuffer(0).Length);

        UnionType type = new([new Field("text", StringType.Default, true)], [0], UnionMode.Dense);
        DenseUnionArray union = new(type, 6, [Samples.Texts("a", "b")], ArrowArrays.CopyOf<sbyte>(new sbyte[6]), ArrowArrays.CopyOf<int>([1, 1, 0, 1, 0, 1]));
        UnionArray choices = (UnionArray)new RowCopier().Copy(union, RowSelection.All(6));
        Assert.Equal(PlainValues.Of(union), PlainValues.Of(choices));
        Assert.Equal(2, choices.Fields[0].Length);
    }

    [Fact]
    public void A_list_that_many_rows_show_is_not_copied_for_each()
    {
        IArrowArray values = Samples.Numbers(Int32Type.Default, [.. Enumerable.Range(0, 1000).Select(static x => (int?)x)]);
        ArrowBuffer starts = ArrowArrays.CopyOf<int>(new int[50]);
        ArrowBuffer sizes = ArrowArrays.CopyOf<int>(Enumerable.Repeat(1000, 50).ToArray());
        ListViewArray lists = new(new ListViewType(Int32Type.Default), 50, starts, sizes, values, ArrowBuffer.Empty);
        ListViewArray copy = (ListViewArray)new RowCopier().Copy(lists, RowSelection.All(50));
        Assert.Equal(PlainValues.Of(lists), PlainValues.Of(copy));
        Assert.Equal(1000, copy.Values.Length);
    }

    [Fact]
    public void Rows_that_are_left_of_a_run_stay_one_run()
    {
        RunEndEncodedArray all = new(Samples.Numbers<int>(Int32Type.Default, 6, 8, 20), Samples.Texts("a", "b", "c"));
        IArrowArray runs = all.Slice(2, 18);
        RunEndEncodedArray copy = (RunEndEncodedArray)new RowCopier().Copy(runs, RowSelection.Where([0b0000_1011, 0b0101_0101, 0b10], 18));
        Assert.Equal(2, copy.RunEnds.Length);
        Assert.Equal([3, 8], ((Int32Array)copy.RunEnds).Values.ToArray());
        Assert.Equal(["a", "c"], Samples.Values(copy.Values));
    }

    [Fact]
    public void Rows_beyond_the_end_are_refused()
    {
        IArrowArray array = Samples.Numbers<long>(Int64Type.Default, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowCopier().Copy(array, RowSelection.All(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSelection.All(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSelection.Where([1], 9));
        RowSelection rows = RowSelection.All(int.MaxValue);
        Assert.Throws<OverflowException>(() => rows.Add(0, 1));
    }

    private static IEnumerable<RowSelection> Selections(int rows)
    {
        yield return RowSelection.All(rows);
        yield return RowSelection.All(rows / 2);
        yield return RowSelection.Where(new byte[Bitmap.ByteCount(rows)], rows);
        byte[] bits = new byte[Bitmap.ByteCount(rows)];
        foreach (byte pattern in (byte[])[0b0101_0101, 0b0111_0011, 0xFF])
        {
            Array.Fill(bits, pattern);
            yield return RowSelection.Where(bits, rows);
        }

        new Random(rows).NextBytes(bits);
        yield return RowSelection.Where(bits, rows);
        RowSelection backwards = new();
        backwards.Add(rows / 2, rows - (rows / 2));
        backwards.Add(0, rows / 2);
        yield return backwards;
    }

    private static IEnumerable<int> Rows(RowSelection selection) =>
        selection.Ranges.ToArray().SelectMany(range => Enumerable.Range(range.Start, range.Length));
}
