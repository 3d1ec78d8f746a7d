using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Spilling;

/// <summary>Rejected rows in a temporary file, in the order of the input.</summary>
/// <param name="File">The file.</param>
/// <param name="Pieces">Whole rows, one piece behind the other; never none.</param>
/// <param name="First">The place of the first row.</param>
internal sealed record RejectRun(SpillFile File, IReadOnlyList<SpillSegment> Pieces, (int File, long Position) First)
{
    /// <summary>Writes the rows of a block, which are in order.</summary>
    /// <exception cref="RunException">The disk is full, or fails.</exception>
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

    /// <summary>The rows, a piece at a time in memory.</summary>
    /// <exception cref="RunException">The disk fails.</exception>
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
