using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace TelemetryEngine.Tests.Execution.Results;

/// <summary>A result's schema and those of its batches are one object: the writers of Apache.Arrow find a dictionary by its field.</summary>
public sealed class ResultSchemaTests
{
    private const int Rows = 60_000;

    public static TheoryData<string> Asks => ["aggregated", "spilled", "filled", "limited", "rows", "rows at a limit", "rows with a zone"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Asks))]
    public async Task ItIsThatOfItsBatches(string ask)
    {
        using TemporaryFile input = new(Csv());
        Pipeline pipeline = Ask(ask, input.Path);

        using Table table = pipeline.ToTable(Token);
        Assert.NotEmpty(table.Batches);
        Assert.All(table.Batches, batch => Assert.Same(table.Schema, batch.Schema));
        Assert.Equal(ask == "spilled", table.Summary.SpilledBytes > 0);

        using IArrowArrayStream stream = pipeline.ToArrowStream(Token);
        Schema schema = stream.Schema;
        while (await stream.ReadNextRecordBatchAsync(Token) is { } batch)
        {
            using (batch)
            {
                Assert.Same(schema, batch.Schema);
            }
        }
    }

    [Fact]
    public void ItIsThatOfTheBatchesOfSpans()
    {
        using SpanAggregator spans = new(window: null, TimeUnit.Second, Aggregate.Sum("value"));
        spans.Add([0, 1], [7, 8], [1.5, 2.5]);
        using Table table = spans.ToTable();
        Assert.Same(table.Schema, Assert.Single(table.Batches).Schema);
    }

    [Theory]
    [InlineData("aggregated")]
    [InlineData("spilled")]
    [InlineData("filled")]
    public async Task ApacheArrowWritesTextsWithTheTablesSchema(string ask)
    {
        using TemporaryFile input = new(Csv());
        using Table table = Ask(ask, input.Path).ToTable(Token);
        Assert.Contains(table.Schema.FieldsList, static field => field.DataType is DictionaryType);

        foreach (bool asFile in new[] { true, false })
        {
            using MemoryStream bytes = new();
            using (ArrowStreamWriter writer = asFile ? new ArrowFileWriter(bytes, table.Schema, leaveOpen: true) : new ArrowStreamWriter(bytes, table.Schema, leaveOpen: true))
            {
                foreach (RecordBatch batch in table.Batches)
                {
                    await writer.WriteRecordBatchAsync(batch, Token);
                }

                await writer.WriteEndAsync(Token);
            }

            bytes.Position = 0;
            Assert.Equal(TableText.Rows(table), await Read(bytes, asFile));
        }
    }

    private static async Task<List<string>> Read(Stream bytes, bool asFile)
    {
        using ArrowStreamReader reader = asFile ? new ArrowFileReader(bytes, leaveOpen: true) : new ArrowStreamReader(bytes, leaveOpen: true);
        List<string> rows = [];
        while (await reader.ReadNextRecordBatchAsync(Token) is { } batch)
        {
            using (batch)
            {
                rows.AddRange(TableText.Rows(batch));
            }
        }

        return rows;
    }

    private static Pipeline Ask(string name, string path)
    {
        Pipeline rows = Telemetry.ReadCsv(path).Schema(("meter", "dictionary"));
        Pipeline aggregated = rows.Window(new WindowPlan { Every = "1h" }).GroupBy("meter").Aggregate(Aggregate.Sum("v"), Aggregate.Max("meter"));
        return name switch
        {
            "aggregated" => aggregated.With(new RunOptions { ResultBatchRows = 900 }),
            "spilled" => aggregated.With(new RunOptions { ResultBatchRows = 900, MemoryBytes = 1, Threads = 2 }),
            "filled" => aggregated.Fill().With(new RunOptions { ResultBatchRows = 900 }),
            "limited" => aggregated.Limit(5),
            "rows" => rows,
            "rows at a limit" => rows.Limit(Rows - 3),
            _ => rows.Time(new TimePlan { Column = "time", Zone = "Europe/Berlin" }),
        };
    }

    private static string Csv() =>
        "time,meter,v\n" + string.Concat(Enumerable.Range(0, Rows).Select(static i => $"{DateTime.UnixEpoch.AddMinutes(i):yyyy-MM-dd'T'HH:mm:ss'Z'},m{i % 3},{i}\n"));
}
