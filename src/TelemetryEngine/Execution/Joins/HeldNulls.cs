using System.Runtime.InteropServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Joins;

// Which rows of a column that is held are null. Nothing is kept before the first null.
internal sealed class HeldNulls
{
    private readonly List<bool> _nulls = [];

    // Whether any row is null.
    public bool Any => _nulls.Count > 0;

    public long Bytes => _nulls.Capacity;

    public bool this[int row] => _nulls.Count > 0 && _nulls[row];

    // Adds the rows of a batch.
    // before: How many rows there are before them.
    public void Add(ColumnVector vector, int rows, int before)
    {
        if (!vector.HasNulls && _nulls.Count == 0)
        {
            return;
        }

        CollectionsMarshal.SetCount(_nulls, before);
        for (int row = 0; row < rows; row++)
        {
            _nulls.Add(vector.IsNull(row));
        }
    }
}
