using Apache.Arrow.Types;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Panes;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Sources;

namespace TelemetryEngine;

/// <summary>
/// The kernel for code that already holds columns as spans: instants, integer keys and float64 values. Rows may come in any order and any
/// number of calls; the columns of the result are <c>window_start</c>, <c>key</c> and the aggregates over the column named <c>value</c>.
/// For one thread at a time.
/// </summary>
public sealed class SpanAggregator : IDisposable
{
    private const int ChunkRows = 16 * 1024;

    private readonly BoundPlan _plan;
    private readonly RowStage _stage;
    private readonly Aggregator _aggregator;
    private readonly RejectLog _log = new(ErrorPolicy.Fail);
    private readonly Batch _batch = new();
    private long _rows;

    /// <summary>Prepares an aggregation.</summary>
    /// <param name="window">The window; null = all rows are in one.</param>
    /// <param name="unit">The unit of the instants, counted from 1970-01-01T00:00Z.</param>
    /// <param name="aggregates">What to compute of <c>value</c>, such as <c>Aggregate.Avg("value")</c>.</param>
    /// <exception cref="PlanException">An aggregate or the window does not fit.</exception>
    public SpanAggregator(WindowPlan? window, TimeUnit unit, params AggregatePlan[] aggregates)
    {
        Column[] columns =
        [
            new("time", new ColumnType(ColumnKind.Timestamp, unit)),
            new("key", new ColumnType(ColumnKind.Int32)),
            new("value", new ColumnType(ColumnKind.Float64)),
        ];
        ScanPlan plan = new()
        {
            Source = new SourcePlan { Format = "memory" },
            Time = new TimePlan { Column = "time" },
            Aggregation = new AggregateStep { Window = window, GroupBy = ["key"], Aggregates = aggregates },
        };
        _plan = PlanBinder.Bind(plan, new ColumnSchema(columns));
        _stage = new RowStage(_plan, _log);
        _aggregator = new Aggregator(_plan.Scan);
        _batch.Columns.AddRange(columns.Select(c => new ColumnVector(c.Type)));
    }

    /// <summary>Adds rows: the spans are columns, so all three have a row's parts at the same index. Nothing is kept of them.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="InputException">A filter of an aggregate can't be computed in a row.</exception>
    public void Add(ReadOnlySpan<long> times, ReadOnlySpan<int> keys, ReadOnlySpan<double> values)
    {
        if (times.Length != keys.Length || times.Length != values.Length)
        {
            throw new ArgumentException(
                $"the columns have {times.Length}, {keys.Length} and {values.Length} rows; they must have equally many");
        }

        for (int start = 0; start < times.Length; start += ChunkRows)
        {
            int rows = Math.Min(ChunkRows, times.Length - start);
            AddChunk(times.Slice(start, rows), keys.Slice(start, rows), values.Slice(start, rows));
        }
    }

    /// <summary>The result of the rows so far; more may be added afterwards.</summary>
    /// <exception cref="RunException">A result does not fit its type.</exception>
    public Table ToTable()
    {
        HeldResult result = new(_plan, [_aggregator.Flush()], new RunOptions { Threads = 1 }, PaneRows.Of);
        RunSummary summary = new() { RowsRead = _rows, RowsAccepted = _rows, ResultRows = result.Rows };
        return new Table(_plan.ResultSchema, result.ToBatches(CancellationToken.None), summary);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _stage.Dispose();
        _batch.Dispose();
    }

    private void AddChunk(ReadOnlySpan<long> times, ReadOnlySpan<int> keys, ReadOnlySpan<double> values)
    {
        foreach (ColumnVector? column in _batch.Columns)
        {
            column!.Reset(times.Length);
        }

        times.CopyTo(_batch.Columns[0]!.Int64s);
        Span<long> widened = _batch.Columns[1]!.Int64s;
        for (int row = 0; row < keys.Length; row++)
        {
            widened[row] = keys[row];
        }

        values.CopyTo(_batch.Columns[2]!.Doubles);
        _batch.Rows = times.Length;
        _batch.PositionBase = _rows;
        _rows += times.Length;
        _stage.Run(_batch);
        if (_log.First is { } reject)
        {
            throw new InputException($"row {reject.Position}: {reject.Error}");
        }

        _aggregator.Add(_batch, _stage);
    }
}
