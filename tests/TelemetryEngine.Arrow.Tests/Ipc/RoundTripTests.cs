using Apache.Arrow;
using Apache.Arrow.Types;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Arrow.Ipc;

namespace TelemetryEngine.Arrow.Tests.Ipc;

public sealed class RoundTripTests
{
    public static TheoryData<bool, bool, bool, int, int> Shapes()
    {
        TheoryData<bool, bool, bool, int, int> data = [];
        foreach (bool asFile in (bool[])[false, true])
        {
            foreach (bool asStream in (bool[])[false, true])
            {
                foreach (bool nulls in (bool[])[false, true])
                {
                    foreach (int rows in (int[])[0, 1, 7, 8, 9, 64, 1000])
                    {
                        foreach (int batches in (int[])[0, 1, 3])
                        {
                            data.Add(asFile, asStream, nulls, rows, batches);
                        }
                    }
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_is_written_is_read(bool asFile, bool asStream, bool nulls, int rows, int batches)
    {
        RecordBatch[] written = [.. Enumerable.Range(0, batches).Select(_ => Samples.Batch(rows, nulls))];
        byte[] bytes = Samples.Write(asFile, Samples.Schema, written);
        (Schema schema, List<object?[]> read) = Samples.Read(asFile, bytes, asStream);
        Assert.Equal(Samples.Text(Samples.Schema), Samples.Text(schema));
        Assert.Equal(written.Select(Samples.Values), read);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_slice_is_written_as_the_same_bytes_as_its_rows(bool asFile)
    {
        RecordBatch whole = Samples.Batch(96, nulls: true);
        for (int offset = 0; offset < 20; offset++)
        {
            foreach (int length in (int[])[0, 1, 5, 8, 63, 72, 96 - offset])
            {
                RecordBatch slice = whole.Slice(offset, length);
                object?[] expected = [.. whole.Arrays.SelectMany(column => Samples.Values(column).Skip(offset).Take(length))];
                Assert.Equal(expected, Samples.Values(slice));
                byte[] bytes = Samples.Write(asFile, Samples.Schema, [slice]);
                Assert.Equal(expected, Assert.Single(Samples.Read(asFile, bytes).Batches));
                using RecordBatch read = Open(asFile, bytes);
                Assert.Equal(bytes, Samples.Write(asFile, Samples.Schema, [read]));
            }
        }
    }

    [Fact]
    public void Slices_of_slices_count_their_nulls()
    {
        RecordBatch slice = Samples.Batch(300, nulls: true).Slice(13, 250).Slice(5, 100);
        using RecordBatch read = Open(asFile: true, Samples.Write(asFile: true, Samples.Schema, [slice]));
        Assert.All(slice.Arrays.Concat(read.Arrays), column =>
        {
            Assert.Equal(Samples.Values(column).Count(value => value is null), column.NullCount);
            Assert.Equal(column.NullCount, Enumerable.Range(0, column.Length).Count(column.IsNull));
        });
    }

    [Fact]
    public void Any_columns_come_back()
    {
        Gen<(bool, long, double, string?)[]> rows = Gen.ArrayOf(
            from flag in Gen.Elements(true, false)
            from number in ArbMap.Default.GeneratorFor<long>()
            from real in ArbMap.Default.GeneratorFor<double>()
            from text in Gen.Frequency((1, Gen.Constant<string?>(null)), (4, ArbMap.Default.GeneratorFor<UnicodeString>().Select(x => (string?)WithoutLoneSurrogates(x.Get))))
            select (flag, number, real, text));
        Prop.ForAll(rows.ToArbitrary(), table =>
        {
            RecordBatch batch = Build(table);
            object?[] expected = Samples.Values(batch);
            foreach (bool asFile in (bool[])[false, true])
            {
                byte[] bytes = Samples.Write(asFile, batch.Schema, [batch, batch.Slice(table.Length / 3, table.Length / 2)]);
                List<object?[]> read = Samples.Read(asFile, bytes, asStream: table.Length % 2 == 0).Batches;
                Assert.Equal(expected, read[0]);
                Assert.Equal(table.Skip(table.Length / 3).Take(table.Length / 2).Select(row => row.Item4), read[1].TakeLast(table.Length / 2));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Batches_can_be_read_in_any_order()
    {
        RecordBatch whole = Samples.Batch(5, nulls: true);
        byte[] bytes = Samples.Write(asFile: true, Samples.Schema, Enumerable.Range(1, 5).Select(rows => whole.Slice(0, rows)));
        using ArrowFileReader reader = new(bytes);
        Assert.Equal(5, reader.RecordBatchCount);
        Assert.All((int[])[4, 0, 2, 2, 1, 3], index => Assert.Equal(index + 1, reader.ReadRecordBatch(index).Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadRecordBatch(5));
    }

    [Fact]
    public void Memory_on_odd_addresses_is_read_too()
    {
        RecordBatch batch = Samples.Batch(50, nulls: true);
        foreach (bool asFile in (bool[])[false, true])
        {
            byte[] bytes = Samples.Write(asFile, Samples.Schema, [batch]);
            byte[] shifted = [1, 2, 3, .. bytes];
            using RecordBatch read = Open(asFile, shifted.AsMemory(3));
            Assert.Equal(Samples.Values(batch), Samples.Values(read));
        }
    }

    private static RecordBatch Open(bool asFile, ReadOnlyMemory<byte> bytes) =>
        asFile ? new ArrowFileReader(bytes).ReadRecordBatch(0) : new ArrowStreamReader(bytes).ReadNextRecordBatch()!;

    private static string WithoutLoneSurrogates(string text) => string.Concat(text.EnumerateRunes());

    private static RecordBatch Build((bool Flag, long Number, double Real, string? Text)[] table)
    {
        string?[] texts = [.. table.Select(row => row.Text)];
        return Batches.Of(
            ("flag", Samples.Bools([.. table.Select(row => row.Flag ? row.Number > 0 : (bool?)null)])),
            ("number", Samples.Numbers(Int64Type.Default, [.. table.Select(row => row.Flag ? row.Number : (long?)null)])),
            ("real", Samples.Numbers<double>(DoubleType.Default, [.. table.Select(row => row.Real)])),
            ("text", Samples.Texts(texts)),
            ("code", Samples.Codes(texts)));
    }
}
