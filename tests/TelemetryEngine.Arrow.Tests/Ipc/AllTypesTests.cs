using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>Every type, written and read as a file and a stream, whole and cut, with and without nulls, in none to several batches.</summary>
public sealed class AllTypesTests
{
    public static TheoryData<int, string> Types => AllTypes.Names();

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_written_is_read(int index, string name)
    {
        IArrowType type = TypeAt(index, name);
        Schema schema = Batches.SchemaOf(("x", type));
        foreach (bool nulls in (bool[])[false, true])
        {
            foreach (int rows in (int[])[0, 1, 9, 200])
            {
                IArrowArray array = new RandomArrays(index + rows, nulls).Make(type, rows);
                RecordBatch batch = new(schema, [array], rows);
                foreach (int batches in (int[])[0, 1, 3])
                {
                    foreach (bool asFile in (bool[])[false, true])
                    {
                        byte[] bytes = Samples.Write(asFile, schema, Enumerable.Repeat(batch, batches));
                        (Schema read, List<IArrowArray> columns) = Read(asFile, bytes);
                        Assert.Equal(Samples.Text(schema), Samples.Text(read));
                        Assert.Equal(batches, columns.Count);
                        Assert.All(columns, column => AssertSame(array, column));
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Compressed_bodies_of_any_type_are_read(int index, string name)
    {
        IArrowType type = TypeAt(index, name);
        Schema schema = Batches.SchemaOf(("x", type));
        IArrowArray array = new RandomArrays(index, nulls: true).Make(type, 100);
        RecordBatch batch = new(schema, [array], 100);
        foreach (CompressionType compression in (CompressionType[])[CompressionType.Lz4Frame, CompressionType.Zstd])
        {
            byte[] bytes = Samples.Write(asFile: true, schema, [batch, batch.Slice(3, 50)], new IpcOptions { Compression = compression, Alignment = 8 });
            List<IArrowArray> columns = Read(asFile: true, bytes).Columns;
            AssertSame(array, columns[0]);
            AssertSame(array.Slice(3, 50), columns[1]);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Slices_hold_and_write_their_rows_alone(int index, string name)
    {
        IArrowType type = TypeAt(index, name);
        Schema schema = Batches.SchemaOf(("x", type));
        IArrowArray whole = new RandomArrays(index, nulls: true).Make(type, 70);
        object?[] values = PlainValues.Of(whole);
        RecordBatch wholeBatch = new(schema, [whole], 70);
        int wholeBytes = Samples.Write(asFile: false, schema, [wholeBatch]).Length;
        foreach ((int offset, int length) in ((int, int)[])[(0, 70), (0, 0), (70, 0), (0, 13), (8, 16), (1, 68), (13, 20), (63, 7)])
        {
            IArrowArray slice = whole.Slice(offset, length);
            Assert.Equal(values[offset..(offset + length)], PlainValues.Of(slice));
            IArrowArray again = whole.Slice(offset / 2, 70 - (offset / 2)).Slice(offset - (offset / 2), length);
            AssertSame(slice, again);
            foreach (bool asFile in (bool[])[false, true])
            {
                byte[] bytes = Samples.Write(asFile, schema, [new RecordBatch(schema, [again], length)]);
                IArrowArray column = Assert.Single(Read(asFile, bytes).Columns);
                AssertSame(slice, column);
                Assert.Equal(bytes, Samples.Write(asFile, schema, [new RecordBatch(schema, [column], length)]));
                Assert.True(asFile || bytes.Length <= wholeBytes, $"{bytes.Length} bytes for {length} of 70 rows, {wholeBytes} for all");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_changed_byte_gives_values_or_an_error(int index, string name)
    {
        IArrowType type = TypeAt(index, name);
        Schema schema = Batches.SchemaOf(("x", type));
        RecordBatch batch = new(schema, [new RandomArrays(index, nulls: true).Make(type, 9)], 9);
        byte[] bytes = Samples.Write(asFile: false, schema, [batch]);
        int errors = 0;
        foreach (byte mask in (byte[])[1, 0x80, 0xFF])
        {
            for (int position = 0; position < bytes.Length; position++)
            {
                bytes[position] ^= mask;
                errors += IsReadable(bytes) ? 0 : 1;
                bytes[position] ^= mask;
            }
        }

        Assert.InRange(errors, 50, bytes.Length * 3);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Dictionaries_of_any_type_grow_and_are_replaced(int index, string name)
    {
        IArrowType valueType = TypeAt(index, name);
        if (valueType is DictionaryType)
        {
            Schema twice = Batches.SchemaOf(("x", new DictionaryType(Int8Type.Default, valueType, ordered: false)));
            Assert.Throws<NotSupportedException>(() => Samples.Write(asFile: false, twice, []));
            return;
        }

        DictionaryType type = new(Int16Type.Default, valueType, ordered: false);
        Schema schema = Batches.SchemaOf(("x", type));
        RandomArrays random = new(index, nulls: true);
        IArrowArray values = random.Make(valueType, 30);
        IArrowArray other = random.Make(valueType, 12);
        RecordBatch[] growing = [.. ((int[])[3, 8, 8, 21, 30]).Select(count => Batch(values.Slice(0, count)))];
        RecordBatch[] replaced = [.. growing, Batch(other), Batch(values)];
        foreach (bool deltas in (bool[])[false, true])
        {
            IpcOptions options = new() { EmitDictionaryDeltas = deltas };
            AssertAll(replaced, Read(asFile: false, Samples.Write(asFile: false, schema, replaced, options)).Columns);
            AssertAll(growing, Read(asFile: true, Samples.Write(asFile: true, schema, growing, options)).Columns);
        }

        AssertAll(replaced, Read(asFile: true, Samples.Write(asFile: true, schema, replaced, new IpcOptions { UnifyDictionaries = true })).Columns);

        RecordBatch Batch(IArrowArray dictionary) => new(schema, [random.Coded(type, dictionary, 20)], 20);

        static void AssertAll(RecordBatch[] expected, List<IArrowArray> columns)
        {
            Assert.Equal(expected.Length, columns.Count);
            Assert.All(expected.Zip(columns), pair => AssertSame(pair.First.Column(0), pair.Second));
        }
    }

    [Fact]
    public void All_types_fit_into_one_batch_beside_each_other()
    {
        IArrowType[] types = [.. AllTypes.All];
        Schema schema = new(types.Select((type, i) => new Field($"c{i}", type, nullable: true, new Dictionary<string, string> { ["n"] = $"{i}" })), null);
        RecordBatch batch = new(schema, types.Select(type => new RandomArrays(3, nulls: true).Make(type, 40)), 40);
        foreach (bool asFile in (bool[])[false, true])
        {
            byte[] bytes = Samples.Write(asFile, schema, [batch, batch.Slice(7, 9)]);
            using ArrowFileReader? file = asFile ? new ArrowFileReader(bytes) : null;
            using ArrowStreamReader? stream = asFile ? null : new ArrowStreamReader(bytes);
            Assert.Equal(Samples.Text(schema), Samples.Text(file?.Schema ?? stream!.Schema));
            using RecordBatch first = file?.ReadNextRecordBatch() ?? stream!.ReadNextRecordBatch()!;
            using RecordBatch second = file?.ReadNextRecordBatch() ?? stream!.ReadNextRecordBatch()!;
            Assert.All(first.Arrays.Zip(batch.Arrays), pair => AssertSame(pair.Second, pair.First));
            Assert.All(second.Arrays.Zip(batch.Arrays), pair => AssertSame(pair.Second.Slice(7, 9), pair.First));
        }
    }

    private static IArrowType TypeAt(int index, string name)
    {
        IArrowType type = AllTypes.All.ElementAt(index);
        Assert.Equal(name, ArrowNames.Of(type));
        return type;
    }

    private static void AssertSame(IArrowArray expected, IArrowArray actual)
    {
        Assert.Equal(Text(expected), Text(actual));
        Assert.Equal(expected.NullCount, actual.NullCount);
        Assert.Equal(PlainValues.Of(expected), PlainValues.Of(actual));

        static string Text(IArrowArray array) => Samples.Text(new Field("x", array.Data.DataType, nullable: true));
    }

    private static bool IsReadable(byte[] bytes)
    {
        try
        {
            foreach (IArrowArray column in Read(asFile: false, bytes).Columns)
            {
                // a run or a list of nothing may claim any number of rows without a byte for each
                _ = PlainValues.Of(column.Slice(0, Math.Min(column.Length, 1000)));
            }

            return true;
        }
        catch (ArrowFormatException error)
        {
            Assert.InRange(error.Offset, 0, bytes.Length);
            return false;
        }
    }

    private static (Schema Schema, List<IArrowArray> Columns) Read(bool asFile, byte[] bytes)
    {
        using ArrowFileReader? file = asFile ? new ArrowFileReader(bytes) : null;
        using ArrowStreamReader? stream = asFile ? null : new ArrowStreamReader(bytes);
        List<IArrowArray> columns = [];
        while ((file is null ? stream!.ReadNextRecordBatch() : file.ReadNextRecordBatch()) is { } batch)
        {
            columns.AddRange(batch.Arrays);
        }

        return (file?.Schema ?? stream!.Schema, columns);
    }
}
