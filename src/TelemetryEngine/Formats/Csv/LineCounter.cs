namespace TelemetryEngine.Formats.Csv;

// Counts line ends of a text that comes in pieces, which may be cut inside of \r\n.
internal struct LineCounter
{
    private bool _returnSeen;

    public long Lines { get; private set; }

    public void Add(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        Lines += LineEnds.Count(piece) - (_returnSeen && piece[0] == CsvDialect.LineFeed ? 1 : 0);
        _returnSeen = piece[^1] == CsvDialect.CarriageReturn;
    }
}
