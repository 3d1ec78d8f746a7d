using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

// Where one reader's rejects go, with their line when it can be known at once: for text that is only seen once.
internal sealed class RowRejects(RejectLog log)
{
    private int _file;
    private ChunkBlocks? _chunk;
    private int _counted;
    private long _lines;

    public ErrorPolicy Policy => log.Policy;

    // Begins with a morsel.
    public void Begin(int file, BlockReader blocks)
    {
        _file = file;
        _chunk = blocks as ChunkBlocks;
        _counted = 0;
        _lines = _chunk is null ? -1 : _chunk.LinesBefore;
    }

    // False when rows are only counted: then what is wrong need not be found out with them.
    public bool AsksForRows => log.AsksForRows;

    // Logs the record at position. Where rows are only counted, what it says does not matter.
    public void Add(long position, string column, MessageText error, ReadOnlySpan<byte> text)
    {
        if (log.AsksForRows)
        {
            log.Add(new Reject(_file, position, column, error, FieldText.Cut(text), LineAt(position)));
        }
        else
        {
            log.AddUnseen();
        }
    }

    public bool IsBehindFailure(long position) => log.IsBehindFailure(_file, position);

    // Most rejects come in order, so that the lines before the last one need not be counted again.
    private long LineAt(long position)
    {
        if (_chunk is null)
        {
            return 0;
        }

        int at = (int)(position - _chunk.Position);
        if (at < _counted)
        {
            _counted = 0;
            _lines = _chunk.LinesBefore;
        }

        _lines += LineEnds.Count(_chunk.Block[_counted..at]);
        _counted = at;
        return _lines + 1;
    }
}
