using TelemetryEngine.Arrow.C;

namespace TelemetryEngine.Arrow.Tests.C;

/// <summary>Arrays and batches of every type through structs of the C data interface.</summary>
public sealed unsafe class CArrayTests
{
    public static TheoryData<int, string> Types => AllTypes.Names();

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_exported_is_imported_and_released_once(int index, string name)
    {
        ArrowType type = AllTypes.All.ElementAt(index);
        Assert.Equal(name, type.Name);
        foreach (bool nulls in (bool[])[false, true])
        {
            foreach (int rows in (int[])[0, 1, 9, 70])
            {
                AssertTravels(new RandomArrays(index + rows, nulls).Make(type, rows));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Slices_travel_with_their_rows_alone(int index, string name)
    {
        ArrowType type = AllTypes.All.ElementAt(index);
        Assert.Equal(name, type.Name);
        ArrowArray whole = new RandomArrays(index, nulls: true).Make(type, 70);
        foreach ((int offset, int length) in ((int, int)[])[(0, 0), (70, 0), (0, 13), (8, 16), (1, 68), (13, 20), (63, 7)])
        {
            AssertTravels(whole.Slice(offset, length));
            AssertTravels(whole.Slice(offset / 2, 70 - (offset / 2)).Slice(offset - (offset / 2), length));
        }
    }

    [Fact]
    public void Structs_whose_fields_begin_later_than_their_bits_travel()
    {
        RandomArrays random = new(7, nulls: true);
        StructType type = new([new Field("a", Int32Type.Default), new Field("b", new FixedSizeListType(new Field("item", Int8Type.Default), 2))]);
        ArrowArray[] fields = [.. type.Fields.Select(field => random.Make(field.DataType, 20))];
        ArrowBuffer validity = new(new byte[] { 0x5A, 0xC3, 0x99, 0x3C });
        foreach (int offset in (int[])[0, 3, 8, 11])
        {
            StructArray array = new(type, fields, validity, 20, -1, offset);
            AssertTravels(array);
            AssertTravels(array.Slice(5, 9));
            AssertTravels(array.Slice(9, 9));
            StructType outer = new([new Field("inner", type)]);
            AssertTravels(new StructArray(outer, [array], validity, 20, -1, 2));
            AssertTravels(new StructArray(outer, [array], validity, 20, -1, 2).Slice(7, 11));
        }
    }

    [Fact]
    public void Buffers_are_not_copied()
    {
        Int32Array values = new Int32Array.Builder().Append(1).AppendNull().Append(3).Build();
        StringArray texts = new StringArray.Builder().Append("a").AppendNull().Append("a text that is long").Build();
        Schema schema = new([new Field("v", values.DataType), new Field("t", texts.DataType)]);
        CArrowArray* target = CArrowArray.Create();
        CArrowArrayExporter.ExportRecordBatch(new RecordBatch(schema, [values, texts], 3).Slice(1, 2), target);
        Assert.Equal((2, 0, 0, 1, 2), (target->length, target->null_count, target->offset, target->n_buffers, target->n_children));
        Assert.True(target->buffers[0] == null);
        CArrowArray* child = target->children[0];
        Assert.Equal((2, 1, 1, 2), (child->length, child->null_count, child->offset, child->n_buffers));
        using RecordBatch batch = CArrowArrayImporter.ImportRecordBatch(target, schema);
        Int32Array imported = (Int32Array)batch.Column("v");
        StringArray importedTexts = (StringArray)batch.Column("t");
        Assert.Equal(Address(values.ValueBuffer), Address(imported.ValueBuffer));
        Assert.Equal(Address(values.ValidityBuffer), Address(imported.ValidityBuffer));
        Assert.Equal(Address(texts.OffsetBuffer), Address(importedTexts.OffsetBuffer));
        Assert.Equal(Address(texts.DataBuffer), Address(importedTexts.DataBuffer));
        Assert.Equal("a text that is long", importedTexts.GetString(1));
        CArrowArray.Free(target);
    }

    [Fact]
    public void Views_have_the_lengths_of_their_buffers_behind_them()
    {
        ArrowArray array = new RandomArrays(1, nulls: false).Make(StringViewType.Default, 50);
        StringViewArray views = (StringViewArray)array;
        CArrowArray* target = CArrowArray.Create();
        CArrowArrayExporter.ExportArray(array, target);
        Assert.Equal(views.DataBuffers.Count + 3, target->n_buffers);
        long* lengths = (long*)target->buffers[target->n_buffers - 1];
        Assert.Equal(views.DataBuffers.Select(buffer => (long)buffer.Length), [lengths[0], lengths[1]]);
        CArrowArray.Free(target);
    }

    [Fact]
    public void A_batch_is_disposed_when_its_last_part_is_released()
    {
        CountingOwner owner = new();
        ListArray lists = (ListArray)new RandomArrays(2, nulls: true).Make(new ListType(new Field("item", Int32Type.Default)), 9);
        Schema schema = new([new Field("x", lists.DataType), new Field("y", lists.DataType)]);
        CArrowArray* target = CArrowArray.Create();
        CArrowArrayExporter.ExportRecordBatch(new RecordBatch(schema, [lists, lists], 9, owner), target);
        CArrowArray moved = *target->children[1];
        target->children[1]->release = null;
        target->release(target);
        Assert.True(target->release == null);
        Assert.Equal(0, owner.Disposals);
        CArrowArray.Free(target);

        ImportedArray imported = CArrowArrayImporter.ImportArray(&moved, lists.DataType);
        Assert.True(moved.release == null);
        Assert.Equal(PlainValues.Of(lists), PlainValues.Of(imported.Array));
        imported.Dispose();
        imported.Dispose();
        Assert.Equal(1, owner.Disposals);
        Assert.Throws<ObjectDisposedException>(() => PlainValues.Of(imported.Array));
    }

    [Fact]
    public void A_failed_export_leaves_the_batch_to_its_owner()
    {
        AlignedMemory memory = new(8);
        CountingOwner owner = new();
        Schema schema = new([new Field("a", Int32Type.Default), new Field("b", Int64Type.Default)]);
        Int32Array first = new(ArrowBuffer.CopyOf<int>([5]), ArrowBuffer.Empty, 1, 0);
        RecordBatch batch = new(schema, [first, new Int64Array(new ArrowBuffer(memory.Memory), ArrowBuffer.Empty, 1, 0)], 1, owner);
        ((IDisposable)memory).Dispose();
        CArrowArray* target = CArrowArray.Create();
        Assert.Throws<ObjectDisposedException>(() => CArrowArrayExporter.ExportRecordBatch(batch, target));
        Assert.True(target->release == null);
        Assert.Equal(0, owner.Disposals);
        batch.Dispose();
        Assert.Equal(1, owner.Disposals);
        CArrowArray.Free(target);
    }

    private static void AssertTravels(ArrowArray array)
    {
        CountingOwner owner = new();
        CArrowArray* target = CArrowArray.Create();
        CArrowArrayExporter.ExportArray(array, target, owner);
        Assert.Equal(array.Length, target->length);
        using (ImportedArray imported = CArrowArrayImporter.ImportArray(target, array.DataType))
        {
            Assert.True(target->release == null);
            Assert.Equal(array.DataType, imported.Array.DataType);
            Assert.Equal(array.NullCount, imported.Array.NullCount);
            Assert.Equal(PlainValues.Of(array), PlainValues.Of(imported.Array));
            Assert.Equal(0, owner.Disposals);
        }

        Assert.Equal(1, owner.Disposals);
        CArrowArray.Free(target);
        Assert.Equal(1, owner.Disposals);
    }

    private static nint Address(ArrowBuffer buffer)
    {
        using System.Buffers.MemoryHandle pin = buffer.Memory.Pin();
        return (nint)pin.Pointer;
    }
}
