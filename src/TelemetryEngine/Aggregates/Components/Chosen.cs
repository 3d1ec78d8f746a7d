using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

// Which of the values that rows are chosen by is wanted. NaN is chosen only where there is nothing else.
internal interface IChoice
{
    static abstract string Name { get; }

    // Above 0 when the candidate is wanted rather than the one held, 0 when both are as good.
    static abstract int Compare(long candidate, long held);

    // As of integers.
    static abstract int Compare(double candidate, double held);

    // As of integers; texts by their bytes.
    static abstract int Compare(in Text candidate, in Text held);
}

// The largest.
internal readonly struct LargestChoice : IChoice
{
    public static string Name => "arg_max";

    public static int Compare(long candidate, long held) => candidate.CompareTo(held);

    // NaN stands before all numbers here
    public static int Compare(double candidate, double held) => candidate.CompareTo(held);

    public static int Compare(in Text candidate, in Text held) => Text.Compare(candidate, held);
}

// The smallest.
internal readonly struct SmallestChoice : IChoice
{
    public static string Name => "arg_min";

    public static int Compare(long candidate, long held) => held.CompareTo(candidate);

    public static int Compare(double candidate, double held) =>
        double.IsNaN(candidate) || double.IsNaN(held) ? double.IsNaN(held).CompareTo(double.IsNaN(candidate)) : held.CompareTo(candidate);

    public static int Compare(in Text candidate, in Text held) => Text.Compare(held, candidate);
}

// The value of the row whose other value is wanted most; of equal ones that of the first in the input. All that decides travels with the
// value, so partial states merge in any order.
internal struct Chosen<TValue, TValues, TBy, TBys, TChoice> : IAccumulator<Chosen<TValue, TValues, TBy, TBys, TChoice>>
    where TValues : struct, IValues<TValue>
    where TBys : struct, IValues<TBy>
    where TChoice : struct, IChoice
{
    private long _position;
    private TBy _by;

    // False when no row was added.
    public bool Any;

    // Means nothing when no row was added.
    public TValue Value;

    public static IReadOnlyList<ColumnType> Types { get; } = [new(ColumnKind.Int64), new(ColumnKind.Int64), TBys.Type, TValues.Type];

    public static void Add(Span<Chosen<TValue, TValues, TBy, TBys, TChoice>> states, in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<TValue> values = TValues.Read(rows);
        ReadOnlySpan<TBy> bys = TBys.Read(rows.OfSecond);
        ReadingOrder order = rows.Order;
        for (int row = 0; row < groups.Length; row++)
        {
            ref Chosen<TValue, TValues, TBy, TBys, TChoice> state = ref states[groups[row]];
            int better = state.Any ? TBys.Compare<TChoice>(bys[row], state._by) : 1;
            if (better >= 0)
            {
                state.Take(better, order.Position(row), bys[row], values[row]);
            }
        }
    }

    public void Merge(in Chosen<TValue, TValues, TBy, TBys, TChoice> right)
    {
        if (right.Any)
        {
            Take(Any ? TBys.Compare<TChoice>(right._by, _by) : 1, right._position, right._by, right.Value);
        }
    }

    public readonly void Save(int row, IReadOnlyList<ColumnVector> columns)
    {
        (columns[0].Int64s[row], columns[1].Int64s[row]) = (_position, Any ? 1 : 0);
        TBys.Save(_by, row, columns[2]);
        TValues.Save(Value, row, columns[3]);
    }

    public static Chosen<TValue, TValues, TBy, TBys, TChoice> Load(int row, IReadOnlyList<ColumnVector> columns) => new()
    {
        _position = columns[0].Int64s[row],
        Any = columns[1].Int64s[row] != 0,
        _by = TBys.Load(row, columns[2]),
        Value = TValues.Load(row, columns[3]),
    };

    // better: Above 0 = the row is wanted rather than the one held, 0 = the first of the two is.
    private void Take(int better, long position, TBy by, TValue value)
    {
        if (better > 0 || (better == 0 && position < _position))
        {
            (_position, Any, _by, Value) = (position, true, by, value);
        }
    }
}
