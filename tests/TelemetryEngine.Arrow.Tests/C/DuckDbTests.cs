using TelemetryEngine.Arrow.C;

namespace TelemetryEngine.Arrow.Tests.C;

/// <summary>Batches that DuckDB reads from this library, and this library from DuckDB, in one process.</summary>
public sealed unsafe class DuckDbTests
{
    private const string Variable = "TELEMETRY_LIBDUCKDB";

    [Fact]
    public void DuckDb_sums_an_exported_stream_and_releases_every_batch()
    {
        Schema schema = new([new Field("device", DictionaryType.Default), new Field("note", StringType.Default), new Field("value", DoubleType.Default)]);
        List<CountingOwner> owners = [];
        using DuckDb database = Open();
        CArrowArrayStream* stream = CArrowArrayStream.Create();
        CArrowArrayStreamExporter.ExportArrayStream(schema, Batches(), stream);
        database.Scan("readings", stream);
        List<RecordBatch> answer = database.Query(
            "SELECT device::VARCHAR AS device, count(*) AS n, sum(value) AS total, max(note) AS note FROM readings GROUP BY ALL ORDER BY ALL");
        RecordBatch rows = Assert.Single(answer);
        Assert.Equal(["a", "b"], Enumerable.Range(0, 2).Select(((BytesArray)rows.Column("device")).GetString));
        Assert.Equal([100L, 100L], ((Int64Array)rows.Column("n")).Values.ToArray());
        Assert.Equal([4950.0, 5050.0], ((DoubleArray)rows.Column("total")).Values.ToArray());
        Assert.Equal(["a note that is longer than twelve bytes", null], Enumerable.Range(0, 2).Select(((BytesArray)rows.Column("note")).GetString));
        rows.Dispose();
        CArrowArrayStream.Free(stream);
        Assert.Equal(50, owners.Count);
        Assert.All(owners, owner => Assert.Equal(1, owner.Disposals));

        IEnumerable<RecordBatch> Batches()
        {
            for (int i = 0; i < 50; i++)
            {
                DictionaryArray devices = new DictionaryArray.Builder().Append("skip").Append("a").Append("b").Append("b").Append("a").Build();
                StringArray notes = new StringArray.Builder().Append("skip").Append("a note that is longer than twelve bytes").AppendNull().AppendNull().Append("").Build();
                DoubleArray values = new DoubleArray.Builder().Append(-1).Append(i * 2).Append((i * 2) + 1).Append((i * 2) + 2).Append((i * 2) + 1).Build();
                owners.Add(new CountingOwner());
                ArrowArray[] columns = [devices.Slice(1, 4), notes.Slice(1, 4), values.Slice(1, 4)];
                yield return new RecordBatch(schema, columns, 4, owners[^1]);
            }
        }
    }

    [Fact]
    public void What_DuckDb_answers_is_read()
    {
        using DuckDb database = Open();
        List<RecordBatch> answer = database.Query(
            """
            SELECT i, i % 2 = 0 AS even, CASE WHEN i % 3 = 0 THEN NULL ELSE 'text number ' || i END AS t, [i, NULL] AS list, {'a': i, 'b': 'x'} AS pair,
                MAP {'k': i} AS map, i::DECIMAL(9, 2) AS dec, TIMESTAMP '2020-01-01' AS at, DATE '1970-01-02' AS day, INTERVAL 3 DAY AS span
            FROM range(5000) r(i)
            """);
        Assert.Equal(5000, answer.Sum(batch => batch.Length));
        Assert.True(answer.Count > 1);
        int row = 0;
        foreach (RecordBatch batch in answer)
        {
            for (int i = 0; i < batch.Length; i++, row++)
            {
                Assert.Equal(row, ((Int64Array)batch.Column("i")).Values[i]);
                Assert.Equal(row % 2 == 0, ((BooleanArray)batch.Column("even")).GetValue(i));
                Assert.Equal(row % 3 == 0 ? null : $"text number {row}", ((BytesArray)batch.Column("t")).GetString(i));
                Int64Array list = (Int64Array)((ListArray)batch.Column("list")).GetList(i)!;
                Assert.Equal((2, (long)row, true), (list.Length, list.Values[0], list.IsNull(1)));
                Assert.Equal(row, ((Int64Array)((StructArray)batch.Column("pair")).Fields[0]).Values[i]);
                StructArray entries = (StructArray)((MapArray)batch.Column("map")).GetList(i)!;
                Assert.Equal(row, ((Int64Array)entries.Fields[1]).Values[0]);
            }

            Assert.All(((TimestampArray)batch.Column("at")).Values.ToArray(), at => Assert.Equal(1577836800000000, at));
            Assert.All(((Date32Array)batch.Column("day")).Values.ToArray(), day => Assert.Equal(1, day));
            Assert.IsType<DecimalType>(batch.Column("dec").DataType, exactMatch: false);
            Assert.IsType<MonthDayNanosecondIntervalArray>(batch.Column("span"));
            batch.Dispose();
        }
    }

    [Fact]
    public void Nested_slices_go_through_DuckDb_and_back()
    {
        using DuckDb database = Open();
        Field number = new("item", Int32Type.Default);
        Field text = new("text", StringType.Default);
        StructType pair = new([number, text]);
        ArrowType[] types =
        [
            BooleanType.Default, UInt16Type.Default, Int64Type.Default, StringType.Default, StringViewType.Default, BinaryType.Default, LargeBinaryType.Default,
            pair, new StructType([new Field("inner", pair), new Field("flag", BooleanType.Default), new Field("three", new FixedSizeListType(number, 3))]),
            new ListType(text), new LargeListType(new Field("x", new ListType(number))), new ListType(new Field("pair", pair)), new FixedSizeListType(number, 3),
            new UnionType([number, text], null, UnionMode.Sparse), new RunEndEncodedType(Int32Type.Default, StringType.Default),
        ];
        foreach ((int index, ArrowType type) in types.Index())
        {
            // DuckDB gives every null of a union to its first field
            ArrowArray whole = new RandomArrays(index, nulls: type is not UnionType).Make(type, 70);
            Schema schema = new([new Field("x", type)]);
            foreach ((int offset, int length) in ((int, int)[])[(0, 70), (8, 16), (13, 20), (1, 68)])
            {
                ArrowArray slice = whole.Slice(offset / 2, 70 - (offset / 2)).Slice(offset - (offset / 2), length);
                CArrowArrayStream* stream = CArrowArrayStream.Create();
                CArrowArrayStreamExporter.ExportArrayStream(schema, [new RecordBatch(schema, [slice], length)], stream);
                string view = $"v{index}_{offset}";
                database.Scan(view, stream);
                using RecordBatch answer = Assert.Single(database.Query($"SELECT x FROM {view}"));
                Assert.Equal(PlainValues.Of(slice), PlainValues.Of(answer.Column(0)));
                CArrowArrayStream.Free(stream);
            }
        }
    }

    private static DuckDb Open()
    {
        string? path = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(path), $"{Variable} names no libduckdb: nothing was tried with DuckDB");
        return new DuckDb(path!);
    }
}
