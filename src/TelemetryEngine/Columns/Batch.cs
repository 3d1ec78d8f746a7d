using Apache.Arrow;

namespace TelemetryEngine.Columns;

// Rows in columns, on their way from a source to the kernel. A source hands out the same batch again and again: what a consumer wants to
// keep it copies before it asks for the next one.
internal sealed class Batch : IDisposable
{
    // One vector for each column of the schema that the scan asked for, at the ordinal of the schema; null elsewhere. Derived columns
    // follow behind.
    public List<ColumnVector?> Columns { get; } = [];

    // The source's arrays that are handed on as they came, at the ordinal of the schema; null elsewhere, empty where the scan asked for
    // none.
    public IArrowArray?[] Passed { get; set; } = [];

    // The number of rows.
    public int Rows { get; set; }

    // Which input the rows come from, in argument order.
    public int File { get; set; }

    // The position that PositionOffsets count from.
    public long PositionBase { get; set; }

    // Each row's distance from PositionBase; empty where the row number is the distance.
    public int[] PositionOffsets { get; set; } = [];

    // True when PositionOffsets are in use; they are empty where the scan was not asked for positions.
    public bool HasPositionOffsets { get; set; }

    // Where the row stands in its input: the byte offset of its record in text (decompressed, where it is compressed), the row number
    // elsewhere.
    public long Position(int row) => PositionBase + (HasPositionOffsets ? PositionOffsets[row] : row);

    // The array of a column that is handed on, of this batch's rows, or null.
    public IArrowArray? PassedAt(int ordinal) => ordinal < Passed.Length ? Passed[ordinal] : null;

    public void Dispose()
    {
        foreach (ColumnVector? column in Columns)
        {
            column?.Dispose();
        }
    }
}
