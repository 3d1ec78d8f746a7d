using System.IO.Compression;

namespace TelemetryEngine.Formats.Inputs;

// What is packed by gzip, in one member or several. The framework's decompressor stops without a word at what is no further member; here
// that is an error. Whether it has used all bytes that it got shows in whether it asks for more: it does not while some are left.
internal sealed class GzipText : ReadOnlyStream
{
    private readonly Feed _feed;
    private readonly GZipStream _text;

    public GzipText(Stream packed)
    {
        _feed = new Feed(packed, this);
        _text = new GZipStream(_feed, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        int got = _text.Read(buffer);
        if (got == 0 && !buffer.IsEmpty && !_feed.IsAtEnd)
        {
            throw Trailing();
        }

        return got;
    }

    // Hands the decompressor all of a piece at once, where reading hands it 8 KiB.
    public override void CopyTo(Stream destination, int bufferSize) => _text.CopyTo(destination, bufferSize);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _text.Dispose();
        }

        base.Dispose(disposing);
    }

    // True when the decompressor has used up what it got.
    private bool WantsMore() => _feed.IsAskedFor(() => _text.Read([]));

    // Where the packed data ends: exactly, where it can be read a second time, else where the piece begins in which that was seen.
    private InvalidDataException Trailing()
    {
        const string Remedy = "unpack it with gzip -dc, which warns and drops that, or pack it again";
        return Unpacking.Trailing("gzip", _feed.FindEnd(), Remedy);
    }

    // The packed bytes on their way to the decompressor.
    private sealed class Feed(Stream packed, GzipText? owner, long careful = long.MaxValue) : ReadOnlyStream
    {
        private const int CopiedBytes = 256 * 1024;

        private long _given;
        private long _pieceStart;
        private bool _isProbed;
        private bool _wasAsked;

        // True when the decompressor asked for more than there is.
        public bool IsAtEnd { get; private set; }

        // True when something asks for bytes. It gets none.
        public bool IsAskedFor(Func<int> something)
        {
            (_isProbed, _wasAsked) = (true, false);
            something();
            _isProbed = false;
            return _wasAsked;
        }

        public override int Read(Span<byte> buffer)
        {
            _wasAsked = true;
            if (_isProbed)
            {
                return 0;
            }

            // from the careful place on byte by byte
            int most = (int)Math.Clamp(careful - _given, 1, buffer.Length);
            int got = packed.Read(buffer[..most]);
            IsAtEnd = got == 0;
            _pieceStart = _given;
            _given += got;
            return got;
        }

        public override void CopyTo(Stream destination, int bufferSize)
        {
            byte[] piece = new byte[CopiedBytes];
            while (Read(piece) is > 0 and int got)
            {
                destination.Write(piece, 0, got);
                if (!owner!.WantsMore())
                {
                    throw owner.Trailing();
                }
            }
        }

        // Unpacks everything again to see where it ends, if that can be done.
        public long FindEnd()
        {
            if (!packed.CanSeek)
            {
                return _pieceStart;
            }

            packed.Position = 0;
            Feed again = new(packed, null, _pieceStart);
            using GZipStream text = new(again, CompressionMode.Decompress);
            byte[] passed = new byte[1 << 16];
            try
            {
                while (text.Read(passed) > 0)
                {
                }

                return again._given - 1;
            }
            catch (InvalidDataException)
            {
                // the first byte behind the end looked like another member's, and the second did not
                return again._given - 2;
            }
        }
    }
}
