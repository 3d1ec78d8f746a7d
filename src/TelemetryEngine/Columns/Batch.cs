using Apache.Arrow;

namespace TelemetryEngine.Columns;

/// <summary>
/// Rows in columns, on their way from a source to the kernel. A source hands out the same batch again and again: what a consumer
/// wants to keep it copies before it asks for the next one.
/// </summary>
internal sealed class Batch : IDisposable
{
    /// <summary>One vector for each column of the schema that the scan asked for, at the ordinal of the schema; null elsewhere.
    /// Derived columns follow behind.</summary>
    public List<Vector?> Columns { get; } = [];

    /// <summary>The source's arrays that are handed on as they came, at the ordinal of the schema; null elsewhere, empty where the scan asked for none.</summary>
    public IArrowArray?[] Passed { get; set; } = [];

    /// <summary>The number of rows.</summary>
    public int Rows { get; set; }

    /// <summary>Which input the rows come from, in argument order.</summary>
    public int File { get; set; }

    /// <summary>The position that <see cref="PositionOffsets"/> count from.</summary>
    public long PositionBase { get; set; }

    /// <summary>Each row's distance from <see cref="PositionBase"/>; empty where the row number is the distance.</summary>
    public int[] PositionOffsets { get; set; } = [];

    /// <summary>True when <see cref="PositionOffsets"/> are in use; they are empty where the scan was not asked for positions.</summary>
    public bool HasPositionOffsets { get; set; }

    /// <summary>Where the row stands in its input: the byte offset of its record in text (decompressed, where it is compressed), the row number elsewhere.</summary>
    public long Position(int row) => PositionBase + (HasPositionOffsets ? PositionOffsets[row] : row);

    /// <summary>The array of a column that is handed on, of this batch's rows, or null.</summary>
    public IArrowArray? PassedAt(int ordinal) => ordinal < Passed.Length ? Passed[ordinal] : null;

    public void Dispose()
    {
        foreach (Vector? column in Columns)
        {
            column?.Dispose();
        }
    }
}
