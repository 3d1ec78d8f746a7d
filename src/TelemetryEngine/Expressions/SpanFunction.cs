using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// A function of the program over columns: which it takes, and the operation that it becomes.
internal sealed record SpanFunction(IReadOnlyList<CustomValues> Takes, Func<SpanFunctionNode, BoundNode[], BoundNode> Make);

// A column that a function of the program computes of others.
// name: The computed column, for messages.
internal sealed class SpanFunctionNode(string name, SpanFunction function, IReadOnlyList<ExpressionNode> columns) : ExpressionNode(default)
{
    public override IReadOnlyList<ExpressionNode> Children => columns;

    public override bool Equals(ExpressionNode? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => name.GetHashCode(StringComparison.Ordinal);

    public override void WriteTo(ExpressionWriter writer)
    {
        writer.Append("a function of the program over ");
        writer.AppendAll(columns);
    }

    // throws PlanException: A column is of a type that the function does not take.
    public BoundNode Bind(BoundNode[] operands)
    {
        for (int i = 0; i < operands.Length; i++)
        {
            if (!function.Takes[i].Takes(operands[i].Type))
            {
                throw new PlanException(
                    $"derive {name}: the function takes {function.Takes[i].Wanted}, and '{columns[i]}' is {operands[i].Type}; name another column, or derive one of that type before");
            }
        }

        return function.Make(this, operands);
    }

    // The error of a run in which the function failed.
    public RunException Failed(Exception error) =>
        new($"derive {name}: {this} failed: {error.GetType().Name}: {error.Message}", error);
}

// Calls a function of the program with the rows that have a value in each column and were not left out before. The others are null.
// inputs: How each column is read, for this node alone.
internal abstract class SpanNode<TResult>(SpanFunctionNode function, CustomValues[] inputs, BoundNode[] operands)
    : TextMakingNode(CustomValues.Of<TResult>().Type, operands)
{
    private readonly CustomValues<TResult> _output = CustomValues.Of<TResult>();
    private readonly ColumnVector[] _columns = new ColumnVector[operands.Length];
    private readonly ColumnViews _views = new();
    private int[] _places = [];
    private TResult[] _results = [];

    public override long TextBytes => base.TextBytes + inputs.Sum(static input => input.TextBytes);

    public override void ForgetTexts()
    {
        base.ForgetTexts();
        Array.ForEach(inputs, static input => input.ForgetTexts());
    }

    protected override void Fill(EvaluationScope scope)
    {
        _views.Clear();
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i] = Operands[i].Evaluate(scope);
        }

        int rows = scope.Rows;
        ReadOnlySpan<int> places = Places(scope.Keep, rows);
        Span<TResult> values = _results.AsSpan(0, places.Length);
        values.Clear();
        if (!places.IsEmpty)
        {
            Call(rows, places, values);
        }

        Result.Reset(rows);
        Result.Bits.Clear();
        Result.Dictionary = Type.IsText ? Texts : null;
        _output.Write(values, places, rows, Result);
        MakeNull(rows);
    }

    // Computes the results of some rows.
    // places: The rows; all of them where there are as many.
    protected abstract void Compute(int rows, ReadOnlySpan<int> places, Span<TResult> values);

    // A column's values in some rows.
    protected ReadOnlySpan<T> Read<T>(int column, int rows, ReadOnlySpan<int> places)
    {
        var values = (CustomValues<T>)inputs[column];
        return places.Length == rows
            ? values.Read(_columns[column], _views, rows)
            : values.Read(_columns[column], _views, rows, places);
    }

    private void Call(int rows, ReadOnlySpan<int> places, Span<TResult> values)
    {
        try
        {
            Compute(rows, places, values);
        }
        catch (Exception error) when (error is not RunException)
        {
            throw function.Failed(error);
        }
    }

    private ReadOnlySpan<int> Places(byte[]? keep, int rows)
    {
        if (_places.Length < rows)
        {
            _places = new int[rows];
            _results = new TResult[rows];
        }

        int count = 0;
        for (int row = 0; row < rows; row++)
        {
            _places[count] = row;
            count += (keep is null || Nulls.IsSet(keep, row)) && !IsNull(row) ? 1 : 0;
        }

        return _places.AsSpan(0, count);
    }

    private bool IsNull(int row)
    {
        foreach (ColumnVector column in _columns)
        {
            if (column.IsNull(row))
            {
                return true;
            }
        }

        return false;
    }

    private void MakeNull(int rows)
    {
        foreach (ColumnVector column in _columns)
        {
            for (int row = 0; column.HasNulls && row < rows; row++)
            {
                if (column.IsNull(row))
                {
                    Result.SetNull(row, rows);
                }
            }
        }
    }
}

// A function of one column.
internal sealed class SpanNode<T, TResult>(
    SpanFunctionNode function, Action<ReadOnlySpan<T>, Span<TResult>> compute, BoundNode[] operands)
    : SpanNode<TResult>(function, [CustomValues.Of<T>()], operands)
{
    protected override void Compute(int rows, ReadOnlySpan<int> places, Span<TResult> values) =>
        compute(Read<T>(0, rows, places), values);
}

// A function of two columns.
internal sealed class SpanNode<T1, T2, TResult>(
    SpanFunctionNode function, Action<ReadOnlySpan<T1>, ReadOnlySpan<T2>, Span<TResult>> compute, BoundNode[] operands)
    : SpanNode<TResult>(function, [CustomValues.Of<T1>(), CustomValues.Of<T2>()], operands)
{
    protected override void Compute(int rows, ReadOnlySpan<int> places, Span<TResult> values) =>
        compute(Read<T1>(0, rows, places), Read<T2>(1, rows, places), values);
}

// A function of three columns.
internal sealed class SpanNode<T1, T2, T3, TResult>(
    SpanFunctionNode function, Action<ReadOnlySpan<T1>, ReadOnlySpan<T2>, ReadOnlySpan<T3>, Span<TResult>> compute, BoundNode[] operands)
    : SpanNode<TResult>(function, [CustomValues.Of<T1>(), CustomValues.Of<T2>(), CustomValues.Of<T3>()], operands)
{
    protected override void Compute(int rows, ReadOnlySpan<int> places, Span<TResult> values) =>
        compute(Read<T1>(0, rows, places), Read<T2>(1, rows, places), Read<T3>(2, rows, places), values);
}
