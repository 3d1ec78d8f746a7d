using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Aggregates.Components;

// The states of a function of the program that merge. They travel as their bytes.
// empty: The state of no values.
// said: The function and its columns, for messages.
internal abstract class CustomColumn<TSelf, TResult>(TSelf empty, string said) : GroupColumn<TSelf>([empty])
    where TSelf : struct, IAggregateFunction<TSelf, TResult>
{
    public override IReadOnlyList<ColumnType> StateTypes { get; } = [new(ColumnKind.Bytes)];

    public override void Add(in RowInput rows)
    {
        try
        {
            AddRows(rows);
        }
        catch (Exception error) when (error is not RunException)
        {
            throw CustomAggregate.Failed(said, "Add", error);
        }
    }

    public override void Merge(Component right, ReadOnlySpan<int> groups, ReadOnlySpan<int> into)
    {
        ReadOnlySpan<TSelf> from = ((CustomColumn<TSelf, TResult>)right).States;
        Span<TSelf> states = States;
        try
        {
            for (int i = 0; i < groups.Length; i++)
            {
                states[into[i]].Merge(in from[groups[i]]);
            }
        }
        catch (Exception error) when (error is not RunException)
        {
            throw CustomAggregate.Failed(said, "Merge", error);
        }
    }

    // throws RunException: A state refers to objects.
    public override void Save(ReadOnlySpan<int> groups, IReadOnlyList<ColumnVector> columns)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TSelf>())
        {
            throw new RunException(
                $"the groups do not fit the memory, and the states of {said} can't be written to a temporary file, as they refer to objects; make {typeof(TSelf).Name} a struct of numbers alone, or allow more with {Fix.Memory}");
        }

        for (int row = 0; row < groups.Length; row++)
        {
            MemoryMarshal.Write(columns[0].AddBytes(row, Unsafe.SizeOf<TSelf>()), in States[groups[row]]);
        }
    }

    // throws FormatException: A state has another length.
    public override void Load(IReadOnlyList<ColumnVector> columns, ReadOnlySpan<int> groups)
    {
        TSelf[] loaded = new TSelf[groups.Length];
        for (int row = 0; row < groups.Length; row++)
        {
            ReadOnlySpan<byte> bytes = columns[0].BytesOf(row);
            loaded[row] = bytes.Length == Unsafe.SizeOf<TSelf>()
                ? MemoryMarshal.Read<TSelf>(bytes)
                : throw new FormatException($"a state has {bytes.Length} bytes where it takes {Unsafe.SizeOf<TSelf>()}");
        }

        try
        {
            for (int row = 0; row < groups.Length; row++)
            {
                States[groups[row]].Merge(in loaded[row]);
            }
        }
        catch (Exception error) when (error is not RunException)
        {
            throw CustomAggregate.Failed(said, "Merge", error);
        }
    }

    // Writes the results of some groups.
    public void Finish(ReadOnlySpan<int> groups, ColumnVector result)
    {
        CustomResults<TResult> results = new(groups.Length, said);
        for (int row = 0; row < groups.Length; row++)
        {
            // a copy: other threads may read the state
            TSelf state = States[groups[row]];
            results.Add(ref state);
        }

        results.Write(result);
    }

    protected abstract void AddRows(in RowInput rows);

    // The end of the rows from one on that are of its group.
    protected static int EndOfRun(ReadOnlySpan<int> groups, int row)
    {
        int group = groups[row++];
        while (row < groups.Length && groups[row] == group)
        {
            row++;
        }

        return row;
    }
}

// The states of a function of one column.
internal sealed class CustomColumn<TSelf, TValue, TResult>(TSelf empty, string said) : CustomColumn<TSelf, TResult>(empty, said)
    where TSelf : struct, IAggregateFunction<TSelf, TValue, TResult>
{
    private readonly CustomValues<TValue> _values = CustomValues.Of<TValue>();

    public override long Bytes => base.Bytes + _values.TextBytes;

    protected override void AddRows(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<TValue> values = _values.Read(rows.Column, rows.Views, groups.Length);
        Span<TSelf> states = States;
        for (int row = 0; row < groups.Length;)
        {
            int end = rows.SingleGroup >= 0 ? groups.Length : EndOfRun(groups, row);
            if (groups[row] != 0)
            {
                states[groups[row]].Add(values[row..end]);
            }

            row = end;
        }
    }
}

// The states of a function of two columns.
internal sealed class CustomColumn<TSelf, TFirst, TSecond, TResult>(TSelf empty, string said) : CustomColumn<TSelf, TResult>(empty, said)
    where TSelf : struct, IAggregateFunction<TSelf, TFirst, TSecond, TResult>
{
    private readonly CustomValues<TFirst> _first = CustomValues.Of<TFirst>();
    private readonly CustomValues<TSecond> _second = CustomValues.Of<TSecond>();

    public override long Bytes => base.Bytes + _first.TextBytes + _second.TextBytes;

    protected override void AddRows(in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<TFirst> first = _first.Read(rows.Column, rows.Views, groups.Length);
        ReadOnlySpan<TSecond> second = _second.Read(rows.Second, rows.Views, groups.Length);
        Span<TSelf> states = States;
        for (int row = 0; row < groups.Length;)
        {
            int end = rows.SingleGroup >= 0 ? groups.Length : EndOfRun(groups, row);
            if (groups[row] != 0)
            {
                states[groups[row]].Add(first[row..end], second[row..end]);
            }

            row = end;
        }
    }
}

// Results of functions of the program, on their way to a column.
internal sealed class CustomResults<TResult>(int rows, string said)
{
    private readonly TResult[] _results = new TResult[rows];
    private readonly int[] _places = new int[rows];
    private readonly List<int> _nulls = [];
    private int _count;

    // Adds the result of the next row.
    public void Add<TSelf>(ref TSelf state)
        where TSelf : struct, IAggregateState<TResult>
    {
        try
        {
            int row = _count + _nulls.Count;
            if (state.TryFinish(out TResult? result))
            {
                _results[_count] = result;
                _places[_count++] = row;
            }
            else
            {
                _nulls.Add(row);
            }
        }
        catch (Exception error) when (error is not RunException)
        {
            throw CustomAggregate.Failed(said, "TryFinish", error);
        }
    }

    // Writes them to a column that was made ready for as many rows.
    public void Write(ColumnVector column)
    {
        CustomValues.Of<TResult>().Write(_results.AsSpan(0, _count), _places.AsSpan(0, _count), rows, column);
        foreach (int row in _nulls)
        {
            column.SetNull(row, rows);
        }
    }
}
