using TelemetryEngine.Sources;

namespace TelemetryEngine.Testing;

/// <summary>A row that came out of a source. <paramref name="Values"/> holds the columns that were asked for, as <see cref="BatchBuilder.Get"/> shows them.</summary>
internal sealed record SourceRow(int File, long Position, IReadOnlyList<object?> Values)
{
    public bool Equals(SourceRow? other) => other is not null && File == other.File && Position == other.Position && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(File, Position);

    public override string ToString() => $"{File}@{Position}: {string.Join(" | ", Values.Select(static value => value ?? "null"))}";
}

/// <summary>All that came out of a source.</summary>
internal sealed record SourceContents(
    IReadOnlyList<SourceRow> Rows, IReadOnlyList<Reject> Rejects, Reject? First, long RowsRead, long FieldsMadeNull, bool WasRedone)
{
    /// <summary>The values of one column.</summary>
    public IReadOnlyList<object?> Column(int column) => [.. Rows.Select(row => row.Values[column])];
}

/// <summary>How a source is read in a test. The defaults are one thread and all columns.</summary>
internal sealed record SourceSettings
{
    public ErrorPolicy Policy { get; init; }

    public int Threads { get; init; } = 1;

    public IReadOnlyList<string>? Columns { get; init; }

    public int BatchRows { get; init; } = 16 * 1024;

    public int MorselBytes { get; init; } = 8 << 20;

    public string? RequiredTime { get; init; }

    public bool ExactBorders { get; init; }
}

/// <summary>Drains a source with any number of threads, as an executor does, into rows in the order of the input.</summary>
internal static class SourceReader
{
    public static SourceContents Read(Source source, SourceSettings? settings = null)
    {
        settings ??= new SourceSettings();
        ListedRejects rejects = new();
        RejectLog log = new(settings.Policy, rejects);
        int[] columns = settings.Columns is null
            ? [.. Enumerable.Range(0, source.Schema.Count)]
            : [.. settings.Columns.Select(source.Schema.Find)];
        int time = settings.RequiredTime is null ? -1 : source.Schema.Find(settings.RequiredTime);
        ScanRequest request = new(columns, log, settings.BatchRows, settings.MorselBytes, time, settings.ExactBorders);
        SourceContents? contents = Drain(source, request, rejects, settings.Threads, wasRedone: false);
        if (contents is null)
        {
            log.Clear();
            contents = Drain(source, request with { ExactBorders = true }, rejects, settings.Threads, wasRedone: true);
        }

        return contents ?? throw new InvalidOperationException("a scan with exact borders asked to be redone");
    }

    /// <summary>Null when the scan must be redone.</summary>
    private static SourceContents? Drain(Source source, ScanRequest request, ListedRejects rejects, int threads, bool wasRedone)
    {
        using Scan scan = source.Open(request);
        BatchReader[] readers = [.. Enumerable.Range(0, threads).Select(_ => scan.CreateReader())];
        try
        {
            Task<List<SourceRow>>[] tasks = [.. readers.Select(reader => Task.Factory.StartNew(
                () => Drain(reader, request.Columns), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            List<SourceRow> rows = [.. tasks.SelectMany(static task => task.GetAwaiter().GetResult())];
            rows.Sort(static (a, b) => (a.File, a.Position).CompareTo((b.File, b.Position)));
            RejectLog log = request.Log;
            return scan.MustRedo
                ? null
                : new SourceContents(rows, [.. source.ResolveLines(rejects.InOrder())], log.First is { } first ? source.ResolveLines([first]).First() : null,
                    readers.Sum(static reader => reader.RowsRead), readers.Sum(static reader => reader.FieldsMadeNull), wasRedone);
        }
        finally
        {
            foreach (BatchReader reader in readers)
            {
                reader.Dispose();
            }
        }
    }

    private static List<SourceRow> Drain(BatchReader reader, IReadOnlyList<int> columns)
    {
        List<SourceRow> rows = [];
        while (reader.Read(CancellationToken.None) is { } batch)
        {
            for (int row = 0; row < batch.Rows; row++)
            {
                rows.Add(new SourceRow(batch.File, batch.Position(row), [.. columns.Select(column => BatchBuilder.Get(batch.Columns[column]!, row))]));
            }
        }

        return rows;
    }
}
