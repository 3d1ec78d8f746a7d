using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

// Finds the physical lines of rejected rows: once all is read, by counting line ends up to the last of them in each file.
internal static class LineResolver
{
    // Fills lines in, one row after the other.
    // rejects: Rows in the order of the input.
    // inputs: What they were read from.
    public static IEnumerable<Reject> Resolve(IEnumerable<Reject> rejects, IReadOnlyList<CsvInput> inputs)
    {
        LinesOfFile? lines = null;
        try
        {
            foreach (Reject reject in rejects)
            {
                if (reject.Line != 0 || inputs[reject.File].IsPipe)
                {
                    yield return reject;
                    continue;
                }

                if (lines?.File != reject.File)
                {
                    lines?.Dispose();
                    lines = new LinesOfFile(reject.File, inputs[reject.File].OpenText());
                }

                yield return reject with { Line = lines.At(reject.Position) };
            }
        }
        finally
        {
            lines?.Dispose();
        }
    }

    // One file on the way from its start to its end.
    private sealed class LinesOfFile(int file, InputText text) : IDisposable
    {
        private const int BufferBytes = 256 * 1024;

        private readonly byte[] _buffer = new byte[BufferBytes];
        private LineCounter _counter;
        private long _position;

        public int File => file;

        // The line of a place, which is not before the last one; 0 when the file ends before it.
        public long At(long position)
        {
            while (_position < position)
            {
                int wanted = (int)Math.Min(_buffer.Length, position - _position);
                int got = text.Read(_buffer.AsSpan(0, wanted), CancellationToken.None);
                if (got == 0)
                {
                    return 0;
                }

                _counter.Add(_buffer.AsSpan(0, got));
                _position += got;
            }

            return _counter.Lines + 1;
        }

        public void Dispose() => text.Dispose();
    }
}
