using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

/// <summary>Finds the physical lines of rejected rows: once all is read, by counting line ends up to the last of them in each file.</summary>
internal static class LineResolver
{
    private const int BufferBytes = 256 * 1024;

    public static IReadOnlyList<Reject> Resolve(IReadOnlyList<Reject> rejects, IReadOnlyList<CsvInput> inputs)
    {
        Reject[] resolved = [.. rejects];
        int[] order = [.. Enumerable.Range(0, resolved.Length).Where(i => resolved[i].Line == 0).OrderBy(i => (resolved[i].File, resolved[i].Position))];
        for (int first = 0; first < order.Length;)
        {
            int file = resolved[order[first]].File;
            int end = first;
            while (end < order.Length && resolved[order[end]].File == file)
            {
                end++;
            }

            if (!inputs[file].IsPipe)
            {
                Count(inputs[file], resolved, order.AsSpan(first..end));
            }

            first = end;
        }

        return resolved;
    }

    /// <summary>Counts the lines of one file; the rejects are in the order of their positions.</summary>
    private static void Count(CsvInput input, Reject[] rejects, ReadOnlySpan<int> order)
    {
        using InputText text = input.OpenText();
        byte[] buffer = new byte[BufferBytes];
        LineCounter counter = new();
        long position = 0;
        foreach (int i in order)
        {
            while (position < rejects[i].Position)
            {
                int wanted = (int)Math.Min(buffer.Length, rejects[i].Position - position);
                int got = text.Read(buffer.AsSpan(0, wanted), CancellationToken.None);
                if (got == 0)
                {
                    return;
                }

                counter.Add(buffer.AsSpan(0, got));
                position += got;
            }

            rejects[i] = rejects[i] with { Line = counter.Lines + 1 };
        }
    }
}
