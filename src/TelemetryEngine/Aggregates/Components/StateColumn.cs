using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>A state of fixed size that takes one value at a time, never a null.</summary>
/// <typeparam name="TSelf">The state.</typeparam>
/// <typeparam name="TValue">int64, float64 or text.</typeparam>
internal interface IAccumulator<TSelf, TValue>
    where TSelf : struct, IAccumulator<TSelf, TValue>
{
    /// <summary>The state of no values.</summary>
    static abstract TSelf Empty { get; }

    /// <summary>The columns that hold the state when it travels.</summary>
    static abstract IReadOnlyList<ColumnType> StateTypes { get; }

    static abstract void Add(ref TSelf state, TValue value);

    static abstract void Merge(ref TSelf state, in TSelf right);

    static abstract void Save(in TSelf state, int row, IReadOnlyList<Vector> columns);

    static abstract TSelf Load(int row, IReadOnlyList<Vector> columns);
}

/// <summary>Says in which form a loop reads its column.</summary>
internal interface IColumnReader<TValue>
{
    static abstract ReadOnlySpan<TValue> Read(in RowInput rows);
}

/// <summary>Reads int64.</summary>
internal readonly struct LongReader : IColumnReader<long>
{
    public static ReadOnlySpan<long> Read(in RowInput rows) => rows.Longs;
}

/// <summary>Reads float64.</summary>
internal readonly struct DoubleReader : IColumnReader<double>
{
    public static ReadOnlySpan<double> Read(in RowInput rows) => rows.Doubles;
}

/// <summary>Reads text.</summary>
internal readonly struct TextReader : IColumnReader<Text>
{
    public static ReadOnlySpan<Text> Read(in RowInput rows) => rows.Texts;
}

/// <summary>The loops, growth and merge of every <see cref="IAccumulator{TSelf, TValue}"/>. The JIT makes one body for each.</summary>
internal sealed class StateColumn<TState, TValue, TReader> : Component
    where TState : struct, IAccumulator<TState, TValue>
    where TReader : struct, IColumnReader<TValue>
{
    private readonly GroupStates<TState> _states = new(TState.Empty);

    public override long Bytes => _states.Bytes;

    public override IReadOnlyList<ColumnType> StateTypes => TState.StateTypes;

    public TState this[int group] => _states[group];

    public override void Reserve(int groups) => _states.Reserve(groups);

    public override int Foresee(int groups) => _states.Foresee(groups);

    public override bool TryRestart(int groups)
    {
        _states.Restart(groups);
        return true;
    }

    public override void Add(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<TValue> values = TReader.Read(rows)[..groups.Length];
        Span<TState> states = _states.All;
        for (int row = 0; row < groups.Length; row++)
        {
            TState.Add(ref states[groups[row]], values[row]);
        }
    }

    public override void Release() => _states.Release();

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        var other = (StateColumn<TState, TValue, TReader>)right;
        for (int i = 0; i < groups.Length; i++)
        {
            TState.Merge(ref _states[into[i]], other._states[groups[i]]);
        }
    }

    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<Vector> columns)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            TState.Save(_states[groups[row]], row, columns);
        }
    }

    public override void Load(IReadOnlyList<Vector> columns, ReadOnlySpan<int> groups)
    {
        for (int row = 0; row < groups.Length; row++)
        {
            TState.Merge(ref _states[groups[row]], TState.Load(row, columns));
        }
    }
}
