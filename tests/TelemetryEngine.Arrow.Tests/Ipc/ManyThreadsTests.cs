using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Tests.Memory;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>One reader of a file, used by several threads at a time.</summary>
[Collection(NativeMemoryCollection.Name)]
public sealed class ManyThreadsTests : IDisposable
{
    private const int Threads = 7;

    private static readonly Schema Coded = Batches.SchemaOf(("d", AllTypes.TextCodes), ("n", Int32Type.Default));

    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<FileDoor, CompressionType> Doors
    {
        get
        {
            TheoryData<FileDoor, CompressionType> doors = [];
            foreach (FileDoor door in Enum.GetValues<FileDoor>())
            {
                doors.Add(door, CompressionType.None);
                doors.Add(door, CompressionType.Lz4Frame);
                doors.Add(door, CompressionType.Zstd);
            }

            return doors;
        }
    }

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Doors))]
    public void Batches_in_any_order_are_those_that_were_written(FileDoor door, CompressionType compression)
    {
        RecordBatch whole = Samples.Batch(500, nulls: true);
        RecordBatch[] batches = [.. Enumerable.Range(0, 20).Select(i => whole.Slice(i * 20, i * 5 % 23))];
        using ArrowFileReader reader = door.Open(Samples.Write(asFile: true, whole.Schema, batches, new IpcOptions { Compression = compression }), _path);
        long native = AlignedMemory.LiveBytes;
        object?[][] expected = [.. batches.Select(Samples.Values)];
        Run(i =>
        {
            int index = i * 7 % batches.Length;
            Assert.Equal(batches[index].Length, reader.ReadRowCount(index));
            using RecordBatch batch = reader.ReadRecordBatch(index);
            Assert.Equal(expected[index], Samples.Values(batch));
        });
        reader.Dispose();
        Assert.InRange(AlignedMemory.LiveBytes, 0, native);
    }

    [Theory]
    [InlineData(FileDoor.Memory)]
    [InlineData(FileDoor.Path)]
    [InlineData(FileDoor.Stream)]
    public void Additions_to_dictionaries_hold_for_all_batches(FileDoor door)
    {
        RecordBatch[] batches = [.. Enumerable.Range(1, 9).Select(i => Codes(textCount: i, Enumerable.Range(0, i)))];
        using ArrowFileReader reader = door.Open(Samples.Write(asFile: true, Coded, batches, new IpcOptions { EmitDictionaryDeltas = true }), _path);
        Run(i =>
        {
            int index = (i * 5) % batches.Length;
            using RecordBatch batch = reader.ReadRecordBatch(index);
            Assert.Equal(9, ((DictionaryArray)batch.Column(0)).Dictionary.Length);
            Assert.Equal(Samples.Values(batches[index]), Samples.Values(batch));
        });
    }

    [Theory]
    [InlineData(FileDoor.Memory)]
    [InlineData(FileDoor.Path)]
    [InlineData(FileDoor.Stream)]
    public void A_damaged_batch_is_the_same_error_for_everyone_and_spoils_no_other(FileDoor door)
    {
        RecordBatch[] batches = [.. Enumerable.Range(0, 9).Select(i => Codes(textCount: 3, i == 4 ? [2, 2, 1] : [i % 3, 1]))];
        byte[] bytes = Samples.Write(asFile: true, Coded, batches);
        Batches.Spoil(bytes, [2, 2, 1], [2, 77, 1]);
        string expected = Assert.Throws<ArrowFormatException>(() => new ArrowFileReader(bytes).ReadRecordBatch(4)).Message;
        Assert.EndsWith("row 1 has the code 77, the dictionary has 3 values", expected, StringComparison.Ordinal);
        using ArrowFileReader reader = door.Open(bytes, _path);
        Run(i =>
        {
            int index = i % batches.Length;
            if (index == 4)
            {
                Assert.Equal(expected, Assert.Throws<ArrowFormatException>(() => reader.ReadRecordBatch(index)).Message);
                return;
            }

            using RecordBatch batch = reader.ReadRecordBatch(index);
            Assert.Equal(Samples.Values(batches[index]), Samples.Values(batch));
        });
    }

    [Fact]
    public void A_damaged_dictionary_is_the_same_error_for_every_batch()
    {
        byte[] bytes = Samples.Write(asFile: true, Coded, [Codes(3, [0, 1]), Codes(3, [2])]);
        bytes[bytes.AsSpan().IndexOf("text-1"u8)] = 0xFF;
        using ArrowFileReader reader = new(new MemoryStream(bytes));
        string[] messages = new string[200];
        Run(i => messages[i] = Assert.Throws<ArrowFormatException>(() => i % 2 == 0 ? reader.ReadRecordBatch(i / 2 % 2).Length : reader.ReadRowCount(1)).Message);
        Assert.EndsWith("dictionary 0: row 1 is not UTF-8", Assert.Single(messages.Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_counted_without_looking_at_the_body()
    {
        byte[] bytes = Samples.Write(asFile: true, Coded, [Codes(3, [0, 1]), Codes(3, [2, 1, 1])]);
        Batches.Spoil(bytes, [2, 1, 1], [77, 1, 1]);
        using ArrowFileReader reader = new(bytes);
        Assert.Equal([2, 3], Enumerable.Range(0, reader.RecordBatchCount).Select(reader.ReadRowCount));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadRowCount(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadRowCount(-1));
        Assert.EndsWith("row 0 has the code 77, the dictionary has 3 values", Assert.Throws<ArrowFormatException>(() => reader.ReadRecordBatch(1)).Message, StringComparison.Ordinal);
    }

    private static void Run(Action<int> read) => Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = Threads }, read);

    private static RecordBatch Codes(int textCount, IEnumerable<int> codes)
    {
        DictionaryArray column = Batches.CodesOf(Samples.Texts([.. Enumerable.Range(0, textCount).Select(i => $"text-{i}")]), [.. codes]);
        return new RecordBatch(Coded, [column, column.Indices], column.Length);
    }
}
