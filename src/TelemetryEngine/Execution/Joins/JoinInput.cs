using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Joins;

// The other input of a join.
// Name: What errors call it.
// Read: Its rows, once.
// Budget: What it may hold.
internal sealed record JoinInput(string Name, Schema Schema, Func<CancellationToken, IEnumerable<RecordBatch>> Read, MemoryBudget Budget)
{
    public IReadOnlyList<Column> Columns { get; } = ArrowTypes.ToColumns(Schema).Columns;
}

// What happens to a row by whether there is one for it.
internal enum JoinKind
{
    // It stays if there is one, and gets its columns.
    Inner,

    // It stays, and gets the columns of that one, or nulls.
    Left,

    // It stays if there is one.
    Semi,

    // It stays if there is none.
    Anti,
}

// Which of the rows that are equal in the keys counts.
internal enum JoinOrder
{
    // The only one, or all.
    None,

    // The last one at or before the time.
    Before,

    // The first one at or behind the time.
    After,

    // The one that is closest to the time; of two the one before.
    Nearest,

    // The one whose start ≤ time < its end.
    Valid,
}

// What a join is, with names resolved.
// Keys: The ordinals of the keys in the other input, and the types that they have in the rows.
// Added: The ordinals of the other input's columns that rows get.
// Many: Whether a row comes once for each row of the other input that is equal in the keys.
internal sealed record JoinLayout(
    JoinKind Kind, IReadOnlyList<(int Ordinal, ColumnType Type)> Keys, IReadOnlyList<int> Added, bool Many = false)
{
    // Whether rows of the other input that are equal in the keys are no error; where a row comes once, the first of them counts.
    public bool AllowsEqualKeys { get; init; }

    // Whether rows without one stay.
    public bool KeepsUnmatched => Kind is JoinKind.Left or JoinKind.Anti;

    // Whether rows with one stay.
    public bool KeepsMatched => Kind != JoinKind.Anti;

    public JoinOrder Order { get; init; }

    // The unit of the rows' times.
    public TimeUnit Unit { get; init; }

    // The ordinal of the other input's time, or of its start.
    public int Time { get; init; } = -1;

    // The ordinal of the other input's end, or −1.
    public int End { get; init; } = -1;

    // How far apart the times may be; null = any.
    public Windows.Duration? Tolerance { get; init; }
}
