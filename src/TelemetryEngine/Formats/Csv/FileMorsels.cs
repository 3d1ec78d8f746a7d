namespace TelemetryEngine.Formats.Csv;

// Morsels of a file: the records that start in a byte range. Where a range ends, the border is the first line end at or after it, which is
// a guess: the line end may stand in quotes. A reader that stands inside of a quote at its morsel's end has proved the guess wrong. If no
// reader has, all were right: the first morsel starts right, and each that starts right and ends outside of quotes makes the next one start
// right.
internal sealed class FileMorsels(CsvInput input, int morselBytes, RecordBorders? borders) : MorselFeed
{
    private readonly Lock _lock = new();
    private FileBytes? _bytes;
    private long _next = input.DataStart;
    private long _range = input.DataStart;
    private int _count;

    public override Morsel Claim(ReaderBuffers buffers, CancellationToken cancellation)
    {
        long start;
        long end;
        int number;
        lock (_lock)
        {
            start = _next;
            if (start >= input.LengthBytes)
            {
                Dispose();
                return default;
            }

            _bytes ??= new FileBytes(input.File, new byte[borders is null ? 4 * 1024 : 256 * 1024]);
            _range += (start - _range) / morselBytes * morselBytes + morselBytes;
            end = borders is null ? Guess(_range) : Follow(start, _range, cancellation);
            _next = end;
            number = _count++;
        }

        buffers.File.Reset(input.File, start, end);
        return new Morsel(buffers.File, end == input.LengthBytes, start, number);
    }

    // Gives back what it read borders with. Thousands of inputs that were read hold nothing.
    public override void Dispose()
    {
        _bytes?.Dispose();
        _bytes = null;
    }

    // Behind the first line end whose last byte stands at or behind the byte before the border.
    private long Guess(long border)
    {
        for (long at = border - 1; at < input.LengthBytes;)
        {
            ReadOnlySpan<byte> text = _bytes!.At(at);
            bool atEnd = at + text.Length == input.LengthBytes;
            int next = LineEnds.NextLine(text, 0, atEnd);
            if (next >= 0)
            {
                return at + next;
            }

            // A \r that ends the buffer is looked at again, together with what follows.
            at += atEnd || text[^1] != CsvDialect.CarriageReturn ? text.Length : text.Length - 1;
        }

        return input.LengthBytes;
    }

    // Follows the records from where the last morsel ended. The first record end at or behind the border.
    private long Follow(long start, long border, CancellationToken cancellation)
    {
        long at = start;
        while (at < input.LengthBytes)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> text = _bytes!.At(at);
            if (at + text.Length < border)
            {
                borders!.Pass(text);
                at += text.Length;
                continue;
            }

            int before = (int)Math.Max(0, border - 1 - at);
            borders!.Pass(text[..before]);
            int found = borders.Find(text[before..]);
            if (found >= 0)
            {
                return at + before + found;
            }

            at += text.Length;
        }

        return input.LengthBytes;
    }
}
