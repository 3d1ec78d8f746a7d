using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Joins;

namespace TelemetryEngine.Execution.Flows;

// The other input of a join that allows several rows for one, read until two are found that are equal in the keys. Where none are, each row
// finds one at most, and the join is done in the pass that reads the rows. What was read is held, and handed out before the rest.
internal sealed class RowsAhead : IDisposable
{
    // The most of what a run may hold that is read ahead.
    private const int Part = 8;

    private readonly JoinInput _input;
    private readonly Queue<RecordBatch> _batches = [];
    private readonly IEnumerator<RecordBatch>? _rest;
    private long _heldBytes;

    public RowsAhead(JoinInput input, IReadOnlyList<JoinKey> on, CancellationToken cancellation)
    {
        _input = input;
        NamedColumns columns = new(input.Columns);
        int[] keys = [.. on.Select(key => columns.Find(key.Other ?? key.Column))];
        if (keys.Length == 0 || System.Array.Exists(keys, key => key < 0 || !IsExact(columns[key].Type)))
        {
            return;
        }

        _rest = input.Read(cancellation).GetEnumerator();
        using RowKeys numbers = new([.. keys.Select(key => columns[key])], keys);
        HasUniqueKeys = ReadToEnd(keys, numbers);
    }

    // True when all rows were read, and no two of them are equal in the keys.
    public bool HasUniqueKeys { get; }

    // The same input; to be read once.
    public JoinInput Input => _rest is null ? _input : _input with { Read = _ => Read() };

    public void Dispose()
    {
        _rest?.Dispose();
        foreach (RecordBatch batch in _batches)
        {
            batch.Dispose();
        }

        _batches.Clear();
        _input.Budget.Reserve(ref _heldBytes, 0);
    }

    // decimals are held as float64s, where two of them may be one
    private static bool IsExact(ColumnType type) =>
        type.Layout != VectorLayout.Scaled && type.Kind is not (ColumnKind.Other or ColumnKind.Bytes);

    private bool ReadToEnd(int[] keys, RowKeys numbers)
    {
        HashSet<int> seen = [];
        while (_heldBytes < _input.Budget.LimitBytes / Part)
        {
            if (!_rest!.MoveNext())
            {
                return true;
            }

            RecordBatch batch = _rest.Current;
            _batches.Enqueue(batch);
            _input.Budget.Reserve(ref _heldBytes, _heldBytes + HeldBytes.Of(batch), $"the rows of {_input.Name}", HeldBytes.FewerRows);
            ReadOnlySpan<int> rows = numbers.Encode(batch);
            for (int row = 0; row < rows.Length; row++)
            {
                if (!HasNull(batch, keys, row) && !seen.Add(rows[row]))
                {
                    return false;
                }
            }
        }

        return false;
    }

    // a null is equal to nothing
    private static bool HasNull(RecordBatch batch, int[] keys, int row)
    {
        foreach (int key in keys)
        {
            if (batch.Column(key).IsNull(row))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<RecordBatch> Read()
    {
        while (_batches.TryDequeue(out RecordBatch? batch))
        {
            _input.Budget.Reserve(ref _heldBytes, _heldBytes - HeldBytes.Of(batch));
            yield return batch;
        }

        while (_rest!.MoveNext())
        {
            yield return _rest.Current;
        }
    }
}
