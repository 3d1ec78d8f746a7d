using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Sources;

/// <summary>Reads a source to its end with several readers and gives its rows in the order of the input.</summary>
internal static class SourceRows
{
    public static List<(int File, long Position, object?[] Values)> Read(Source source, int readers, ScanRequest request)
    {
        using Scan scan = source.Open(request);
        List<(int File, long Position, object?[] Values)>[] parts = new List<(int, long, object?[])>[readers];
        long rowsRead = 0;
        Parallel.For(0, readers, new ParallelOptions { MaxDegreeOfParallelism = readers }, worker =>
        {
            using BatchReader reader = scan.CreateReader();
            parts[worker] = [];
            while (reader.Read(CancellationToken.None) is { } batch)
            {
                Assert.InRange(batch.Rows, 1, request.BatchRows);
                for (int row = 0; row < batch.Rows; row++)
                {
                    int at = row;
                    parts[worker].Add((batch.File, batch.Position(row), [.. batch.Columns.Select(column => column is null ? null : BatchBuilder.Get(column, at))]));
                }
            }

            Interlocked.Add(ref rowsRead, reader.RowsRead);
        });
        List<(int File, long Position, object?[] Values)> rows = [.. parts.SelectMany(part => part).OrderBy(row => row.File).ThenBy(row => row.Position)];
        Assert.Equal(rowsRead, rows.Count + (request.Log.Policy == ErrorPolicy.Fail ? 0 : request.Log.Count));
        return rows;
    }

    public static ScanRequest All(Source source, int batchRows = 16 * 1024, int requiredTime = -1) =>
        new([.. Enumerable.Range(0, source.Schema.Count)], new RejectLog(ErrorPolicy.Skip), batchRows, RequiredTime: requiredTime);
}
