using System.Diagnostics;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// What an evaluation runs on. One for each bound expression, reused.
internal sealed class EvaluationScope
{
    public Batch Batch { get; set; } = new();

    public int Rows => Batch.Rows;

    // One bit a row, 1 = it was not left out before; null where none was. What is computed for the others means nothing.
    public byte[]? Keep { get; set; }

    // Where errors go; a node that takes only some rows of an operand puts its own list here meanwhile.
    public ExpressionErrors Errors { get; set; } = new();

    // Counts evaluations, so that a shared node works once in each.
    public long Evaluation { get; set; }
}

// An operation tied to its operands' types, with the vector that it fills. The vector is valid until the next evaluation; at a null row its
// value is 0.
internal abstract class BoundNode(ColumnType type, params BoundNode[] operands) : IDisposable
{
    // The type of the result.
    public ColumnType Type { get; } = type;

    public BoundNode[] Operands { get; } = operands;

    public abstract ColumnVector Evaluate(EvaluationScope scope);

    public virtual void Dispose()
    {
        foreach (BoundNode operand in Operands)
        {
            operand.Dispose();
        }
    }
}

// A node that fills a vector of its own.
internal abstract class ComputedNode : BoundNode
{
    protected ComputedNode(ColumnType type, params BoundNode[] operands)
        : base(type, operands) => Result = new ColumnVector(type);

    protected ColumnVector Result { get; }

    public sealed override ColumnVector Evaluate(EvaluationScope scope)
    {
        Debug.Assert(scope.Rows >= 0, "a batch has rows");
        Fill(scope);
        return Result;
    }

    // Resets the result, fills its values and its validity.
    protected abstract void Fill(EvaluationScope scope);

    public override void Dispose()
    {
        Result.Dispose();
        base.Dispose();
    }
}

// A column of the batch: its own vector, untouched.
internal sealed class ColumnReference(ColumnType type, int ordinal) : BoundNode(type)
{
    public int Ordinal { get; } = ordinal;

    public override ColumnVector Evaluate(EvaluationScope scope) =>
        scope.Batch.Columns[Ordinal] ?? throw new InvalidOperationException($"column {Ordinal} is not in the batch");
}

// An operand that several operations read: evaluated once for a batch.
internal sealed class SharedNode(BoundNode operand) : BoundNode(operand.Type, operand)
{
    private long _evaluation = -1;
    private ColumnVector? _last;

    public override ColumnVector Evaluate(EvaluationScope scope)
    {
        if (_last is null || _evaluation != scope.Evaluation)
        {
            _last = Operands[0].Evaluate(scope);
            _evaluation = scope.Evaluation;
        }

        return _last;
    }
}
