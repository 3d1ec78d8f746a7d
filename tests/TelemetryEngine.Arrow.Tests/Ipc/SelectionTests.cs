using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Arrow.Tests.Memory;

namespace TelemetryEngine.Arrow.Tests.Ipc;

/// <summary>Readers that give some of the columns: what those hold is what all of them hold, and nobody looks at the others.</summary>
[Collection(NativeMemoryCollection.Name)]
public sealed class SelectionTests : IDisposable
{
    private const int Rows = 37;

    private static readonly IArrowType[] Types = [.. AllTypes.All];
    private static readonly Schema All = new(Types.Select((type, i) => new Field($"c{i}", type, nullable: true)), new Dictionary<string, string> { ["made"] = "here" });

    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<FileDoor, CompressionType> Doors => new MatrixTheoryData<FileDoor, CompressionType>(Enum.GetValues<FileDoor>(), [CompressionType.None, CompressionType.Lz4Frame]);

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Doors))]
    public void Columns_of_a_file_are_those_that_all_of_them_hold(FileDoor door, CompressionType compression)
    {
        RecordBatch all = Batch(seed: 1, 3 * Rows);
        RecordBatch[] batches = [.. Enumerable.Range(0, 3).Select(i => all.Slice(i * Rows, Rows))];
        byte[] bytes = Samples.Write(asFile: true, All, batches, new IpcOptions { Compression = compression });
        foreach (int[] fields in Choices())
        {
            using ArrowFileReader reader = door.Open(bytes, _path);
            reader.Select([.. fields.Reverse()]);
            Assert.Equal(Samples.Text(All), Samples.Text(reader.Schema));
            Assert.Equal(Rows, reader.ReadRowCount(1));
            AssertRest(batches, fields, reader.ReadNextRecordBatch);
        }
    }

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Zstd)]
    public void Columns_of_a_stream_are_those_that_all_of_them_hold(CompressionType compression)
    {
        RecordBatch[] batches = [Batch(seed: 4), Batch(seed: 5)];
        byte[] bytes = Samples.Write(asFile: false, All, batches, new IpcOptions { Compression = compression });
        foreach (int[] fields in Choices())
        {
            foreach (bool fromMemory in (bool[])[false, true])
            {
                using ArrowStreamReader reader = fromMemory ? new(bytes) : new(new TrickleStream(bytes));
                reader.Select(fields);
                AssertRest(batches, fields, reader.ReadNextRecordBatch);
            }
        }
    }

    [Theory]
    [InlineData(FileDoor.Memory)]
    [InlineData(FileDoor.Path)]
    [InlineData(FileDoor.Stream)]
    public void What_is_wrong_with_other_columns_and_their_dictionaries_does_not_matter(FileDoor door)
    {
        DictionaryArray codes = Batches.CodesOf(Samples.Texts("north", "south"), 1, 0);
        RecordBatch written = Batches.Of(("text", Samples.Texts("left", "right")), ("code", codes), ("number", codes.Indices));
        byte[] bytes = Samples.Write(asFile: true, written.Schema, [written]);
        bytes[bytes.AsSpan().IndexOf("north"u8)] = 0xFF;
        bytes[bytes.AsSpan().IndexOf("left"u8)] = 0xFF;
        foreach (int spoilt in (int[])[0, 1])
        {
            using ArrowFileReader refusing = door.Open(bytes, _path);
            refusing.Select(spoilt);
            Assert.EndsWith("row 0 is not UTF-8", Assert.Throws<ArrowFormatException>(() => refusing.ReadRecordBatch(0)).Message, StringComparison.Ordinal);
        }

        using ArrowFileReader reader = door.Open(bytes, _path);
        reader.Select(2);
        using RecordBatch batch = reader.ReadRecordBatch(0);
        Assert.Equal([1, 0], ((Int32Array)batch.Column("number")).Values.ToArray());
    }

    [Fact]
    public void A_column_that_is_not_there_is_refused_and_so_is_a_choice_that_comes_too_late()
    {
        byte[] file = Samples.Write(asFile: true, All, [Batch(seed: 6)]);
        using ArrowFileReader reader = new(file);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Select(Types.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Select(-1));
        reader.Select(0);
        reader.ReadRecordBatch(0).Dispose();
        Assert.Throws<InvalidOperationException>(() => reader.Select(1));

        using ArrowStreamReader stream = new(Samples.Write(asFile: false, All, [Batch(seed: 6)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Select(Types.Length));
        stream.Select(0);
        stream.ReadNextRecordBatch()!.Dispose();
        Assert.Throws<InvalidOperationException>(() => stream.Select(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    [InlineData(int.MaxValue)]
    public void Only_the_parts_that_are_wanted_are_read_from_a_file(int brief)
    {
        byte[] bytes = [.. Enumerable.Range(0, 50_000).Select(static i => (byte)((i % 250) + 1))];
        File.WriteAllBytes(_path, bytes);
        using FileInput input = FileInput.Open(_path, IpcReadOptions.Default);
        const int length = 40_000;
        (ReadOnlyMemory<byte> whole, IDisposable? owner) = input.At(0, brief).ReadLeased(length);
        Assert.True(whole.Span.SequenceEqual(bytes.AsSpan(0, length)));
        owner!.Dispose();

        // the same memory once more, for what stands ten bytes further on
        ByteRanges wanted = new(length);
        wanted.Add(100, 50);
        wanted.Add(20_000, 10_000);
        Input other = input.At(10, brief);
        (ReadOnlyMemory<byte> parts, owner) = other.ReadLeased(length, wanted);
        Assert.Equal(length + 10, other.Position);
        byte[] expected = bytes[..length];
        bytes.AsSpan(110, 50).CopyTo(expected.AsSpan(100));
        bytes.AsSpan(20_010, 10_000).CopyTo(expected.AsSpan(20_000));
        Assert.True(parts.Span.SequenceEqual(expected));
        owner!.Dispose();
    }

    [Fact]
    public void Parts_are_joined_where_little_lies_between_them_and_are_never_more_than_the_body()
    {
        Assert.Equal([], Parts(100_000, (-8, 20), (0, 0), (100_000, 8), (5, -1)));
        Assert.Equal([(0, 3000), (90_000, 10_000)], Parts(100_000, (0, 1000), (2000, 1000), (90_000, long.MaxValue)));
        Assert.Equal([(50_000, 10), (0, 10), (8000, 8)], Parts(100_000, (50_000, 10), (0, 10), (8000, 8)));
        Assert.Equal([.. Enumerable.Range(0, 40).Select(static i => (i * 10_000, 1))], Parts(400_000, [.. Enumerable.Range(0, 40).Select(static i => (i * 10_000L, 1L))]));
        Assert.Equal([(0, 100_000)], Parts(100_000, (0, 60_000), (0, 60_000)));
    }

    private static (int Start, int Length)[] Parts(int length, params (long Start, long Bytes)[] wanted)
    {
        ByteRanges ranges = new(length);
        foreach ((long start, long bytes) in wanted)
        {
            ranges.Add(start, bytes);
        }

        return [.. Enumerable.Range(0, ranges.Count).Select(i => (ranges.StartOf(i), ranges.LengthOf(i)))];
    }

    /// <summary>Each column for itself, none, all, and some by chance.</summary>
    private static IEnumerable<int[]> Choices()
    {
        Random random = new(7);
        IEnumerable<int> all = Enumerable.Range(0, Types.Length);
        return all.Select(static i => new[] { i }).Concat([[], [.. all]]).Concat(Enumerable.Range(0, 20).Select(_ => all.Where(_ => random.Next(4) == 0).ToArray()));
    }

    private static RecordBatch Batch(int seed, int rows = Rows)
    {
        RandomArrays arrays = new(seed, nulls: seed % 2 == 1);
        return new RecordBatch(All, Types.Select(type => arrays.Make(type, rows)), rows);
    }

    /// <summary>The next batches hold those columns of these, and behind them are none.</summary>
    private static void AssertRest(IReadOnlyList<RecordBatch> batches, int[] fields, Func<RecordBatch?> next)
    {
        foreach (RecordBatch whole in batches)
        {
            using RecordBatch? batch = next();
            AssertSame(whole, fields, batch!);
        }

        Assert.Null(next());
    }

    private static void AssertSame(RecordBatch whole, int[] fields, RecordBatch batch)
    {
        Assert.Equal(Rows, batch.Length);
        Assert.Equal(Samples.Text(new Schema(fields.Select(i => All.FieldsList[i]), All.Metadata)), Samples.Text(batch.Schema));
        for (int i = 0; i < fields.Length; i++)
        {
            Assert.Equal(PlainValues.Of(whole.Column(fields[i])), PlainValues.Of(batch.Column(i)));
        }
    }
}
