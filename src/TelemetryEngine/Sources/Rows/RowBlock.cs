using Apache.Arrow;

namespace TelemetryEngine.Sources.Rows;

/// <summary>Some thousand rows, of which columns are made by whoever reads them.</summary>
/// <param name="rows">The number of rows.</param>
internal abstract class RowBlock(int rows)
{
    /// <summary>The most rows of a block.</summary>
    public const int MostRows = 16 * 1024;

    public int Rows => rows;

    /// <summary>Makes a column.</summary>
    /// <exception cref="InputException">A row can't be read.</exception>
    public abstract IArrowArray Read(int column);
}
