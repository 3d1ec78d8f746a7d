using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Sources;

public sealed class BatchSourceTests
{
    [Theory]
    [InlineData(1, 16384, false)]
    [InlineData(1, 1, true)]
    [InlineData(2, 64, false)]
    [InlineData(2, 13, true)]
    [InlineData(7, 1, false)]
    [InlineData(7, 100, true)]
    public void AnyReadersAndBatchesGiveTheSameRows(int readers, int batchRows, bool nulls)
    {
        List<RecordBatch> batches = ArrowRows.Make(nulls, 0, 100, 1, 0, 333, 64);
        using BatchSource source = new BatchSource(batches);
        var rows = SourceRows.Read(source, readers, SourceRows.All(source, batchRows));
        Assert.Equal(Enumerable.Range(0, 498).Select(n => (long)n), rows.Select(row => row.Position));
        Assert.Equal(ArrowRows.Rows(batches), rows.Select(row => row.Values));
    }

    [Fact]
    public void TheSchemaIsThatOfTheBatches()
    {
        using BatchSource source = new BatchSource(ArrowRows.Make(nulls: false, 1));
        Assert.Equal(
            ["at: timestamp[ms, Europe/Berlin]", "on: bool", "small: int32", "large: int64", "single: float32", "value: float64", "note: utf8", "device: dictionary"],
            source.Schema.Columns.Select(column => $"{column.Name}: {column.Type}"));
        Assert.False(source.OnlyOnce);
        Assert.True(new BatchSource(BatchStream.Of(Enumerable.Repeat(0, 1).Select(_ => ArrowRows.Make(false, 1)[0]))).OnlyOnce);
    }

    [Fact]
    public void OnlyTheColumnsThatAreAskedForAreShown()
    {
        using BatchSource source = new BatchSource(ArrowRows.Make(nulls: false, 10));
        var rows = SourceRows.Read(source, 1, new ScanRequest([3], new RejectLog(ErrorPolicy.Fail)));
        Assert.All(rows, row => Assert.Equal([null, null, null, row.Position * 10_000_000_000L, null, null, null, null], row.Values));
    }

    [Theory]
    [InlineData(1, 16384)]
    [InlineData(7, 10)]
    public void RowsWithoutATimeAreRejected(int readers, int batchRows)
    {
        List<RecordBatch> batches = ArrowRows.Make(nulls: true, 100, 200);
        using BatchSource source = new BatchSource(batches);
        ListedRejects rejects = new();
        ScanRequest request = SourceRows.All(source, batchRows, requiredTime: 0) with { Log = new RejectLog(ErrorPolicy.Skip, rejects) };
        var rows = SourceRows.Read(source, readers, request);
        var expected = ArrowRows.Rows(batches).Select((values, position) => (Position: (long)position, Values: values)).ToList();
        Assert.Equal(expected.Where(row => row.Values[0] is not null).Select(row => row.Position), rows.Select(row => row.Position));
        Assert.Equal(expected.Where(row => row.Values[0] is not null).Select(row => row.Values), rows.Select(row => row.Values));
        Assert.Equal(
            expected.Where(row => row.Values[0] is null).Select(row => new Reject(0, row.Position, "at", Reject.MissingTime, "")),
            rejects.InOrder());
    }

    [Fact]
    public void UnderFailTheFirstRowWithoutATimeIsKnown()
    {
        using BatchSource source = new BatchSource(ArrowRows.Make(nulls: true, 100));
        RejectLog log = new(ErrorPolicy.Fail);
        SourceRowsFailing(source, new ScanRequest([0], log, 8, RequiredTime: 0));
        Assert.Equal(new Reject(0, 0, "at", Reject.MissingTime, ""), log.First);
    }

    [Fact]
    public void WholeNumbersOf64BitsAreShownWhereTheyLie()
    {
        List<RecordBatch> batches = ArrowRows.Make(nulls: false, 100);
        using BatchSource source = new BatchSource(batches);
        using Scan scan = source.Open(new ScanRequest([3, 5], new RejectLog(ErrorPolicy.Fail), 60));
        using BatchReader reader = scan.CreateReader();
        Batch batch = reader.Read(CancellationToken.None)!;
        Assert.True(batch.Columns[3]!.Int64s.Overlaps(((Int64Array)batches[0].Column(3)).Values));
        Assert.True(batch.Columns[5]!.Doubles.Overlaps(((DoubleArray)batches[0].Column(5)).Values));
        Assert.Equal(60, batch.Columns[3]!.Int64s.Length);
    }

    [Fact]
    public void CodesAreShownWhereTheyLieWhileTheirTextsKeepThem()
    {
        // the second dictionary gives the same texts other codes, and one text two
        RecordBatch[] batches = [Coded(["a", "b", "c"], [2, 0, 1, 2]), Coded(["c", "a", "a"], [0, 1, 2, 0])];
        using BatchSource source = new BatchSource(batches);
        Assert.Equal(["c", "a", "b", "c", "c", "a", "a", "c"], SourceRows.Read(source, 1, SourceRows.All(source, 3)).Select(row => row.Values[0]));
        using Scan scan = source.Open(SourceRows.All(source));
        using BatchReader reader = scan.CreateReader();
        Assert.True(reader.Read(CancellationToken.None)!.Columns[0]!.Codes.Overlaps(((Int32Array)((DictionaryArray)batches[0].Column(0)).Indices).Values));
        Assert.Equal([2, 0, 0, 2], reader.Read(CancellationToken.None)!.Columns[0]!.Codes[..4].ToArray());
    }

    [Fact]
    public void AtANullRowTheValueIsZeroWhateverLaysThere()
    {
        Int64Array values = new(ArrowArrays.CopyOf<long>([5, 6]), ArrowArrays.CopyOf<byte>([0b10]), 2, 1, 0);
        using BatchSource source = new BatchSource([new RecordBatch(new Schema([new Field("x", values.DataType, nullable: true)], null), [values], 2)]);
        using Scan scan = source.Open(SourceRows.All(source));
        using BatchReader reader = scan.CreateReader();
        ColumnVector vector = reader.Read(CancellationToken.None)!.Columns[0]!;
        Assert.Equal([0L, 6L], vector.Int64s[..2].ToArray());
        Assert.True(vector.IsNull(0));
    }

    [Fact]
    public void ADictionaryMayHoldANull()
    {
        StringArray dictionary = new StringArray.Builder().Append("a").AppendNull().Build();
        DictionaryArray codes = new(VectorArrays.CodedText, new Int32Array.Builder().AppendRange([1, 0, 1]).Build(), dictionary);
        using BatchSource source = new BatchSource([new RecordBatch(new Schema([new Field("x", codes.DataType, nullable: true)], null), [codes], 3)]);
        Assert.Equal([null, "a", null], SourceRows.Read(source, 1, SourceRows.All(source)).Select(row => row.Values[0]));
    }

    [Fact]
    public void ACodeOutsideItsDictionaryIsBadInput()
    {
        DictionaryArray codes = new(VectorArrays.CodedText, new Int32Array.Builder().AppendRange([0, 7]).Build(), new StringArray.Builder().Append("a").Build());
        using BatchSource source = new BatchSource([new RecordBatch(new Schema([new Field("x", codes.DataType, nullable: true)], null), [codes], 2)]);
        InputException error = Assert.Throws<InputException>(() => SourceRowsFailing(source, SourceRows.All(source)));
        Assert.Equal("column 'x': code 7 lies outside its dictionary of 1 texts", error.Message);
    }

    [Fact]
    public void BatchesMustAgree()
    {
        RecordBatch other = new(new Schema([new Field("x", Int64Type.Default, nullable: true)], null), [new Int64Array.Builder().Build()], 0);
        using BatchSource source = new BatchSource([.. ArrowRows.Make(nulls: false, 1), other]);
        InputException error = Assert.Throws<InputException>(() => SourceRowsFailing(source, SourceRows.All(source)));
        Assert.Equal("batch 1 differs from batch 0: column 1 is called 'x', not 'at'", error.Message);
        Assert.Throws<PlanException>(() => new BatchSource((List<RecordBatch>)[]));
    }

    [Fact]
    public void ANameUsedTwiceIsBadInput()
    {
        Schema schema = new([new Field("x", Int64Type.Default, nullable: true), new Field("x", Int64Type.Default, nullable: true)], null);
        Int64Array x = new Int64Array.Builder().Build();
        Assert.Equal("column 'x' is there twice; rename one of them", Assert.Throws<InputException>(() => new BatchSource([new RecordBatch(schema, [x, x], 0)])).Message);
    }

    private static void SourceRowsFailing(Source source, ScanRequest request)
    {
        using Scan scan = source.Open(request);
        using BatchReader reader = scan.CreateReader();
        while (reader.Read(CancellationToken.None) is not null)
        {
        }
    }

    private static RecordBatch Coded(string[] texts, int[] codes)
    {
        DictionaryArray array = new(VectorArrays.CodedText, new Int32Array.Builder().AppendRange(codes).Build(), new StringArray.Builder().AppendRange(texts).Build());
        return new RecordBatch(new Schema([new Field("x", array.DataType, nullable: true)], null), [array], codes.Length);
    }
}
