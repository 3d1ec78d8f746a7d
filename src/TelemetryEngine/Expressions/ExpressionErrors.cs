using System.Runtime.InteropServices;

namespace TelemetryEngine.Expressions;

// Why an expression has no value in a row.
// Row: The row in the batch.
// Message: The reason, which names the operation.
internal sealed record ExpressionError(int Row, string Message);

// The rows of a batch in which an expression has no value, such as an integer overflow. What the result holds in such a row means nothing.
// Reused from batch to batch by Clear.
internal sealed class ExpressionErrors
{
    private readonly List<Entry> _entries = [];
    private readonly List<ExpressionError> _ordered = [];

    // True when there is none.
    public bool IsEmpty => _entries.Count == 0;

    public void Add(int row, string message) => _entries.Add(new Entry(row, _entries.Count, message));

    public void Clear() => _entries.Clear();

    // The errors, lowest row first, one for each row: the one that was found first, which is the innermost and leftmost. Valid until the
    // next call of any member.
    public ReadOnlySpan<ExpressionError> InOrder()
    {
        _entries.Sort();
        _ordered.Clear();
        foreach (Entry entry in _entries)
        {
            if (_ordered.Count == 0 || _ordered[^1].Row != entry.Row)
            {
                _ordered.Add(new ExpressionError(entry.Row, entry.Message));
            }
        }

        return CollectionsMarshal.AsSpan(_ordered);
    }

    // Passes on the errors of rows that the mask has set.
    public void CopyTo(ExpressionErrors other, ReadOnlySpan<byte> mask)
    {
        foreach (Entry entry in _entries)
        {
            if ((mask[entry.Row >> 3] & (1 << (entry.Row & 7))) != 0)
            {
                other.Add(entry.Row, entry.Message);
            }
        }
    }

    private sealed record Entry(int Row, int Sequence, string Message) : IComparable<Entry>
    {
        public int CompareTo(Entry? other) => (Row, Sequence).CompareTo((other!.Row, other.Sequence));
    }
}
