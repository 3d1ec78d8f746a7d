namespace TelemetryEngine.Formats.Csv;

/// <summary>
/// Morsels of a stream: chunks of whole records. Readers take turns as the producer: whoever claims a chunk fills it, decompressing as it goes, while
/// the others parse theirs. So there is one chunk a reader and no queue, and nothing waits for a reader that has stopped.
/// </summary>
internal sealed class StreamMorsels(CsvInput input, int chunkBytes, RecordBorders borders, int maxRecordBytes) : MorselFeed
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly int _chunkBytes = Math.Min(chunkBytes, 1 << 20);
    private InputText? _text;
    private byte[] _rest = [];
    private int _restLength;
    private int _restBorder;
    private long _position;
    private long _lines = input.LinesBeforeData;
    private long _bytesRead;

    public override long BytesRead => Interlocked.Read(ref _bytesRead);

    public override Morsel Claim(ReaderBuffers buffers, CancellationToken cancellation)
    {
        _turn.Wait(cancellation);
        try
        {
            if (_text is null)
            {
                _text = input.OpenText();
                PassHeader(cancellation);
            }

            bool filled = Fill(buffers.Chunk, cancellation);
            Interlocked.Exchange(ref _bytesRead, _text.BytesRead);
            return filled ? new Morsel(buffers.Chunk, IsLast: true, buffers.Chunk.Position) : default;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _text?.Dispose();
        _turn.Dispose();
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

    /// <summary>Reads until the chunk is large enough and a record ends in it, and leaves the beginning of the next record for the next chunk.</summary>
    private bool Fill(ChunkBlocks chunk, CancellationToken cancellation)
    {
        chunk.Grow(Math.Max(_chunkBytes, _restLength));
        _rest.AsSpan(0, _restLength).CopyTo(chunk.Buffer);
        int filled = _restLength;
        int border = _restBorder;
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
            int found = borders.Pass(room[..got]);
            border = found >= 0 ? filled + found : border;
            filled += got;
        }

        if (_text.IsAtEnd)
        {
            border = filled;
        }

        KeepRest(chunk.Buffer[border..filled], 0);
        chunk.Set(border, _position, _lines, LongRecord.None);
        _lines += LineEnds.Count(chunk.Block);
        _position += border;
        return border > 0;
    }

    /// <summary>Passes over the rest of a record that is too long. Only its beginning is handed out, to be shown in the error.</summary>
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

    /// <summary>Keeps what belongs to the next chunk; the last record in it that is whole ends at <paramref name="border"/>.</summary>
    private void KeepRest(ReadOnlySpan<byte> rest, int border)
    {
        _restBorder = border;
        if (_rest.Length < rest.Length)
        {
            _rest = new byte[rest.Length * 2];
        }

        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }
}
