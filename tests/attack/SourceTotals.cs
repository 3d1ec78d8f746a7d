using TelemetryEngine.Sources;
using TelemetryEngine.Testing;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Attack;

/// <summary>Drains a source with any number of threads and adds up what came.</summary>
internal static class SourceTotals
{
    public static TableTotals Read(Source source, SourceSettings settings)
    {
        RejectLog log = new(ErrorPolicy.Skip);
        ScanRequest request = new([.. Enumerable.Range(0, source.Schema.Count)], log, settings.BatchRows, settings.MorselBytes, -1, settings.ExactBorders);
        TableTotals? totals = Drain(source, request, settings.Threads);
        if (totals is null)
        {
            log.Clear();
            totals = Drain(source, request with { ExactBorders = true }, settings.Threads);
        }

        totals = totals ?? throw new InvalidOperationException("a scan with exact borders asked to be redone");
        totals.Rejects = log.Count;
        return totals;
    }

    /// <summary>Null when the scan must be redone.</summary>
    private static TableTotals? Drain(Source source, ScanRequest request, int threads)
    {
        int columns = source.Schema.Count;
        TableTotals totals = new(new Int128[columns], new long[columns]);
        using Scan scan = source.Open(request);
        BatchReader[] readers = [.. Enumerable.Range(0, threads).Select(_ => scan.CreateReader())];
        try
        {
            Task[] tasks = [.. readers.Select(reader => Task.Factory.StartNew(() => Drain(reader, totals), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            foreach (Task task in tasks)
            {
                task.GetAwaiter().GetResult();
            }

            return scan.MustRedo ? null : totals;
        }
        finally
        {
            foreach (BatchReader reader in readers)
            {
                reader.Dispose();
            }
        }
    }

    private static void Drain(BatchReader reader, TableTotals totals)
    {
        while (reader.Read(CancellationToken.None) is { } batch)
        {
            lock (totals)
            {
                totals.Rows += batch.Rows;
                for (int column = 0; column < totals.Counts.Length; column++)
                {
                    Add(batch.Columns[column]!, batch.Rows, column, totals);
                }
            }
        }
    }

    private static void Add(ColumnVector vector, int rows, int column, TableTotals totals)
    {
        bool isNumber = TableShape.IsNumber(column);
        ReadOnlySpan<long> numbers = isNumber ? vector.Int64s : default;
        (long count, Int128 sum) = (0, 0);
        for (int row = 0; row < rows; row++)
        {
            if (!vector.IsNull(row))
            {
                count++;
                sum += isNumber ? numbers[row] : 0;
            }
        }

        totals.Counts[column] += count;
        totals.Sums[column] += sum;
    }
}
