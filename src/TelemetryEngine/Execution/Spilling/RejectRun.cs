using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Spilling;

// Rejected rows in a temporary file, in the order of the input.
// Pieces: Whole rows, one piece behind the other; never none.
// First: The place of the first row.
internal sealed record RejectRun(SpillFile File, IReadOnlyList<SpillSegment> Pieces, (int File, long Position) First)
{
    // Writes the rows of a block, which are in order.
    // throws RunException: The disk is full, or fails.
    public static RejectRun Write(SpillFile file, RejectBlock block)
    {
        PieceWriter pieces = new(file);
        for (int row = 0; row < block.Count; row++)
        {
            pieces.Add(block.BytesOf(row));
        }

        Reject first = RejectBlock.Read(block.BytesOf(0), out _);
        return new RejectRun(file, pieces.End().Pieces, (first.File, first.Position));
    }

    // The rows, a piece at a time in memory.
    // throws RunException: The disk fails.
    public IEnumerable<Reject> Rows()
    {
        byte[] bytes = [];
        foreach (SpillSegment piece in Pieces)
        {
            bytes = bytes.Length < piece.Length ? new byte[piece.Length] : bytes;
            File.Read(piece, bytes.AsSpan(0, piece.Length));
            for (int at = 0; at < piece.Length;)
            {
                yield return RejectBlock.Read(bytes.AsSpan(at), out int length);
                at += length;
            }
        }
    }
}
