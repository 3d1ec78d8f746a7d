using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

// Morsels of a stream: chunks of whole records. A reader that wants one while no other reader fills any becomes the producer: it
// decompresses chunk after chunk for the others, a few of them ahead, and takes the oldest for itself when more than that lie there. So
// decompression, which can't be shared, hardly ever waits, and each reader's chunks follow each other as they do in the input. A reader
// that is alone reads nothing ahead.
internal sealed class StreamMorsels(CsvInput input, int chunkBytes, RecordBorders borders, int maxRecordBytes) : MorselFeed
{
    // Chunks that may lie ready. Readers give an empty one for each they take.
    private const int ChunksAhead = 6;

    // A shorter text is not worth a thread of its own and the memory between the two.
    private const int ThreadFromBytes = 8 << 20;

    private readonly object _gate = new();
    private readonly Queue<(ChunkBlocks Chunk, Morsel Morsel)> _ready = [];
    private readonly Stack<ChunkBlocks> _spare = [];
    private readonly HashSet<ReaderBuffers> _readers = [];
    private readonly int _chunkBytes = Math.Min(chunkBytes, 1 << 20);
    private bool _isProducing;
    private InputText? _text;
    private byte[] _rest = [];
    private int _restLength;
    private int _restBorder;
    private bool _isRestPlain = true;
    private long _position;
    private long _lines = input.LinesBeforeData;
    private long _bytesRead;
    private int _count;

    public override long BytesRead => Interlocked.Read(ref _bytesRead);

    public override Morsel Claim(ReaderBuffers buffers, CancellationToken cancellation)
    {
        if (TryTake(buffers, cancellation, out Morsel ready))
        {
            return ready;
        }

        try
        {
            return Produce(buffers, cancellation);
        }
        finally
        {
            lock (_gate)
            {
                _isProducing = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    public override void Dispose()
    {
        Release();
        while (_ready.TryDequeue(out (ChunkBlocks Chunk, Morsel Morsel) ready))
        {
            ready.Chunk.Dispose();
        }
    }

    // Gives back what is of no use behind the text's end. Thousands of inputs that were read hold nothing.
    private void Release()
    {
        _text?.Dispose();
        _rest = [];
        _restLength = 0;
        while (_spare.TryPop(out ChunkBlocks? chunk))
        {
            chunk.Dispose();
        }
    }

    // Waits for a chunk; false when the caller is to be the producer, as long as no other reader is and not enough chunks lie ready. The
    // producer ends when the run is cancelled, and so does the wait.
    private bool TryTake(ReaderBuffers buffers, CancellationToken cancellation, out Morsel morsel)
    {
        lock (_gate)
        {
            _readers.Add(buffers);
            while (_isProducing && _ready.Count == 0)
            {
                Monitor.Wait(_gate);
            }

            cancellation.ThrowIfCancellationRequested();
            morsel = default;
            if ((_isProducing || _ready.Count > ChunksAhead) && TryDequeue(buffers, out morsel))
            {
                return true;
            }

            _isProducing = true;
            return false;
        }
    }

    private bool TryDequeue(ReaderBuffers buffers, out Morsel morsel)
    {
        morsel = default;
        if (!_ready.TryDequeue(out (ChunkBlocks Chunk, Morsel Morsel) ready))
        {
            return false;
        }

        _spare.Push(buffers.Chunk);
        (buffers.Chunk, morsel) = ready;
        return true;
    }

    private Morsel Produce(ReaderBuffers buffers, CancellationToken cancellation)
    {
        if (_text is null)
        {
            _text = input.OpenText();
            PassHeader(cancellation);
        }

        while (true)
        {
            bool isFilled = Fill(buffers.Chunk, cancellation);
            Interlocked.Exchange(ref _bytesRead, _text.BytesRead);
            lock (_gate)
            {
                if (!isFilled)
                {
                    TryDequeue(buffers, out Morsel last);
                    Release();
                    return last;
                }

                Morsel morsel = new(buffers.Chunk, IsLast: true, buffers.Chunk.Position, _count++);
                if (_readers.Count == 1)
                {
                    return morsel;
                }

                ChunkBlocks empty = _spare.TryPop(out ChunkBlocks? spare) ? spare : new ChunkBlocks();
                _ready.Enqueue((buffers.Chunk, morsel));
                buffers.Chunk = empty;
                if (_ready.Count > ChunksAhead && TryDequeue(buffers, out Morsel oldest))
                {
                    return oldest;
                }

                Monitor.Pulse(_gate);
            }

            if (_position >= ThreadFromBytes)
            {
                _text.ReadAhead();
            }
        }
    }

    private void PassHeader(CancellationToken cancellation)
    {
        byte[] passed = new byte[4096];
        while (_position < input.DataStart)
        {
            int got = _text!.Read(passed.AsSpan(0, (int)Math.Min(passed.Length, input.DataStart - _position)), cancellation);
            if (got == 0)
            {
                return;
            }

            _position += got;
        }
    }

    // Reads until the chunk is large enough and a record ends in it, and leaves the beginning of the next record for the next chunk.
    private bool Fill(ChunkBlocks chunk, CancellationToken cancellation)
    {
        chunk.Grow(Math.Max(_chunkBytes, _restLength));
        _rest.AsSpan(0, _restLength).CopyTo(chunk.Buffer);
        int filled = _restLength;
        int border = _restBorder;
        bool isPlain = _isRestPlain;
        long lines = 0;
        while (!_text!.IsAtEnd && (filled < _chunkBytes || border == 0))
        {
            if (filled == chunk.Buffer.Length)
            {
                if (filled >= maxRecordBytes)
                {
                    return CutShort(chunk, filled, cancellation);
                }

                chunk.Grow(Math.Min(filled * 2, maxRecordBytes));
            }

            Span<byte> room = chunk.Buffer[filled..];
            int got = _text.Read(room, cancellation);
            // what is plain is looked through once: decompression waits for this
            int lineFeeds = PlainLines.Count(room[..got]);
            isPlain &= lineFeeds >= 0;
            lines += lineFeeds;
            int found = borders.Pass(room[..got], hasQuotes: lineFeeds < 0);
            border = found >= 0 ? filled + found : border;
            filled += got;
        }

        if (_text.IsAtEnd)
        {
            border = filled;
        }

        KeepRest(chunk.Buffer[border..filled], 0);
        chunk.Set(border, _position, _lines, LongRecord.None);
        _lines += isPlain ? lines : LineEnds.Count(chunk.Block);
        _position += border;
        return border > 0;
    }

    // Passes over the rest of a record that is too long. Only its beginning is handed out, to be shown in the error.
    private bool CutShort(ChunkBlocks chunk, int filled, CancellationToken cancellation)
    {
        long start = _position;
        long lines = _lines;
        Span<byte> room = chunk.Buffer[(filled / 2)..];
        LineCounter counter = new();
        counter.Add(chunk.Buffer[..filled]);
        long passed = filled;
        int border = -1;
        int got = 0;
        while (border < 0 && !_text!.IsAtEnd)
        {
            got = _text.Read(room, cancellation);
            border = borders.Find(room[..got]);
            counter.Add(room[..(border < 0 ? got : border)]);
            passed += border < 0 ? got : border;
        }

        chunk.Set(filled / 2, start, lines, borders.InQuote ? LongRecord.Unclosed : LongRecord.Closed);
        _position = start + passed;
        _lines = lines + counter.Lines;
        ReadOnlySpan<byte> rest = border < 0 ? [] : room[border..got];
        KeepRest(rest, Math.Max(0, borders.Pass(rest)));
        return true;
    }

    // Keeps what belongs to the next chunk; the last record in it that is whole ends at border.
    private void KeepRest(ReadOnlySpan<byte> rest, int border)
    {
        _restBorder = border;
        if (_rest.Length < rest.Length)
        {
            _rest = new byte[rest.Length * 2];
        }

        rest.CopyTo(_rest);
        _restLength = rest.Length;
        _isRestPlain = PlainLines.Count(rest) == 0;
    }
}
