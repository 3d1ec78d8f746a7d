using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution.Flows;

// Numbers for the combinations of some columns' values, below Count; not every number is given.
// columns: The columns.
// ordinals: Where they are in the batches.
internal sealed class RowKeys(IReadOnlyList<Column> columns, int[] ordinals) : IDisposable
{
    private readonly KeyTable _table = new([.. columns.Select(static column => column.Type)]);
    private readonly ArrowVectors[] _views = [.. columns.Select(static column => new ArrowVectors(column))];
    private readonly ColumnVector[] _vectors = new ColumnVector[columns.Count];
    private readonly ColumnViews _doubles = new();
    private int[] _numbers = [];

    // More than any number.
    public int Count => _table.Count;

    // What is held for them.
    public long Bytes => _table.Bytes + _views.Sum(static view => view.TextBytes);

    // The number of each row of a batch; valid until the next call.
    public ReadOnlySpan<int> Encode(RecordBatch batch)
    {
        if (_numbers.Length < batch.Length)
        {
            _numbers = new int[batch.Length];
        }

        for (int i = 0; i < _views.Length; i++)
        {
            _views[i].Show(batch.Column(ordinals[i]), copy: false);
            _vectors[i] = _views[i].Vector;
        }

        _doubles.Clear();
        Span<int> numbers = _numbers.AsSpan(0, batch.Length);
        _table.Encode(_vectors, _doubles, numbers);
        return numbers;
    }

    public void Dispose()
    {
        foreach (ArrowVectors view in _views)
        {
            view.Dispose();
        }
    }
}
