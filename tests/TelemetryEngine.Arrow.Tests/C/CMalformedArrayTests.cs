using TelemetryEngine.Arrow.C;

namespace TelemetryEngine.Arrow.Tests.C;

/// <summary>Structs that lie: refused with the reason, and released.</summary>
public sealed unsafe class CMalformedArrayTests
{
    private static readonly StringArray Texts = new StringArray.Builder().Append("ab").Append("c").AppendNull().Build();

    private delegate void Fault(CArrowArray* array);

    [Fact]
    public void Null_and_released_structs_are_left_alone()
    {
        Assert.Contains("is null", Assert.Throws<ArgumentException>(() => CArrowArrayImporter.ImportArray(null, Int8Type.Default)).Message, StringComparison.Ordinal);
        CArrowArray* array = CArrowArray.Create();
        Assert.Contains("already released", Assert.Throws<ArgumentException>(() => CArrowArrayImporter.ImportArray(array, Int8Type.Default)).Message, StringComparison.Ordinal);
        CArrowArray.Free(array);
        Assert.Throws<ArgumentNullException>(() => CArrowArrayExporter.ExportArray(Texts, null));
    }

    [Fact]
    public void Counts_are_checked()
    {
        Refused<ArgumentException>("-1 rows from 0 on", array => array->length = -1);
        Refused<ArgumentException>("3 rows from -1 on", array => array->offset = -1);
        Refused<ArgumentException>("3 rows from 9223372036854775807 on", array => array->offset = long.MaxValue);
        Refused<ArgumentException>("-2 null rows of 3", array => array->null_count = -2);
        Refused<ArgumentException>("4 null rows of 3", array => array->null_count = 4);
        Refused<ArgumentException>("2 buffers, where utf8 has 3", array => array->n_buffers = 2);
        Refused<ArgumentException>("a dictionary, where utf8 has none", array => array->dictionary = CArrowArray.Create());
    }

    [Fact]
    public void Buffers_are_checked()
    {
        Refused<ArgumentException>("1 rows are null, but there is no validity buffer", array => array->buffers[0] = null);
        Refused<ArgumentException>("buffer 1 is null where 16 bytes are needed", array => array->buffers[1] = null);
        Refused<ArgumentException>("buffer 2 is null where 3 bytes are needed", array => array->buffers[2] = null);
        int* offsets = stackalloc int[4] { 0, 2, 3, -3 };
        nint start = (nint)offsets;
        Refused<ArgumentException>("buffer 2 would hold -3 bytes", array => array->buffers[1] = (void*)start);
        int* falling = stackalloc int[4] { 0, 2, 1, 3 };
        nint fallingStart = (nint)falling;
        Refused<ArrowFormatException>("byte 8: the array: text offset 1 after 2", array => array->buffers[1] = (void*)fallingStart);
        long* large = stackalloc long[2] { 0, 1L << 31 };
        nint largeStart = (nint)large;
        LargeStringArray one = new(ArrowBuffer.CopyOf<long>([0, 1]), new ArrowBuffer("x"u8.ToArray()), ArrowBuffer.Empty, 1, 0);
        Refused<ArgumentException>(one, one.DataType, "buffer 2 would hold 2147483648 bytes", array => array->buffers[1] = (void*)largeStart);
    }

    [Fact]
    public void Values_are_checked()
    {
        StringArray bad = new(ArrowBuffer.CopyOf<int>([0, 1]), new ArrowBuffer(new byte[] { 0xFF }), ArrowBuffer.Empty, 1, 0);
        Refused<ArrowFormatException>(bad, bad.DataType, "row 0 is not UTF-8");
        DictionaryType type = new(Int8Type.Default, StringType.Default, false);
        DictionaryArray codes = new(type, new Int8Array(ArrowBuffer.CopyOf<sbyte>([0, 3]), ArrowBuffer.Empty, 2, 0), Texts);
        Refused<ArrowFormatException>(codes, type, "row 1 has the code 3, the dictionary has 3 values");
        Refused<ArgumentException>(codes, type, "the array, dictionary: the struct is already released", array => array->dictionary->release(array->dictionary));
        UnionType union = new([new Field("a", Int8Type.Default)], [4], UnionMode.Dense);
        ArrowArray[] fields = [new Int8Array(new ArrowBuffer(new byte[1]), ArrowBuffer.Empty, 1, 0)];
        UnionArray choice = new(union, ArrowBuffer.CopyOf<sbyte>([4]), ArrowBuffer.CopyOf<int>([1]), fields, 1);
        Refused<ArrowFormatException>(choice, union, "row 0 is value 1 of a child of 1");
    }

    [Fact]
    public void Another_type_or_null_rows_of_a_batch_are_refused()
    {
        Refused<ArgumentException>(Texts, Int8Type.Default, "3 buffers, where int8 has 2");
        ListType list = new(new Field("item", Int8Type.Default));
        Refused<ArgumentException>(Texts, list, "3 buffers");
        StructType type = new([new Field("x", StringType.Default)]);
        Refused<ArgumentException>(EmptyArray.Of(type), new StructType([]), "1 children, where struct<> has 0");
        Refused<ArgumentException>(EmptyArray.Of(new StructType([])), type, "0 children, where struct<x: utf8> has 1");
        StructArray rows = new(type, [Texts], new ArrowBuffer(new byte[] { 5 }), 3, 1);
        CountingOwner owner = new();
        CArrowArray* target = CArrowArray.Create();
        CArrowArrayExporter.ExportArray(rows, target, owner);
        string message = Assert.Throws<ArgumentException>(() => CArrowArrayImporter.ImportRecordBatch(target, new Schema(type.Fields))).Message;
        Assert.Contains("1 rows that are null themselves", message, StringComparison.Ordinal);
        Assert.Equal(1, owner.Disposals);
        CArrowArrayExporter.ExportArray(rows, target, owner);
        target->children[0]->length = 2;
        message = Assert.Throws<ArgumentException>(() => CArrowArrayImporter.ImportArray(target, type)).Message;
        Assert.Contains("'x' is 2 rows", message, StringComparison.Ordinal);
        Assert.Equal(2, owner.Disposals);
        CArrowArray.Free(target);
    }

    private static void Refused<TError>(string text, Fault fault)
        where TError : Exception => Refused<TError>(Texts, Texts.DataType, text, fault);

    private static void Refused<TError>(ArrowArray array, ArrowType type, string text, Fault? fault = null)
        where TError : Exception
    {
        CountingOwner owner = new();
        CArrowArray* target = CArrowArray.Create();
        CArrowArrayExporter.ExportArray(array, target, owner);
        fault?.Invoke(target);
        Assert.Contains(text, Assert.Throws<TError>(() => CArrowArrayImporter.ImportArray(target, type)).Message, StringComparison.Ordinal);
        Assert.True(target->release == null);
        Assert.Equal(1, owner.Disposals);
        CArrowArray.Free(target);
    }
}
