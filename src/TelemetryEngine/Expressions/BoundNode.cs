using System.Diagnostics;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

/// <summary>What an evaluation runs on. One for each bound expression, reused.</summary>
internal sealed class EvaluationScope
{
    public Batch Batch { get; set; } = new();

    public int Rows => Batch.Rows;

    /// <summary>Where errors go; a node that takes only some rows of an operand puts its own list here meanwhile.</summary>
    public ExpressionErrors Errors { get; set; } = new();

    /// <summary>Counts evaluations, so that a shared node works once in each.</summary>
    public long Evaluation { get; set; }
}

/// <summary>
/// An operation tied to its operands' types, with the vector that it fills. The vector is valid until the next evaluation; at a null row its value is 0.
/// </summary>
internal abstract class BoundNode(ColumnType type, params BoundNode[] operands) : IDisposable
{
    /// <summary>The type of the result.</summary>
    public ColumnType Type { get; } = type;

    public BoundNode[] Operands { get; } = operands;

    public abstract Vector Evaluate(EvaluationScope scope);

    public virtual void Dispose()
    {
        foreach (BoundNode operand in Operands)
        {
            operand.Dispose();
        }
    }
}

/// <summary>A node that fills a vector of its own.</summary>
internal abstract class ComputedNode : BoundNode
{
    protected ComputedNode(ColumnType type, params BoundNode[] operands)
        : base(type, operands) => Result = new Vector(type);

    protected Vector Result { get; }

    public sealed override Vector Evaluate(EvaluationScope scope)
    {
        Debug.Assert(scope.Rows >= 0, "a batch has rows");
        Fill(scope);
        return Result;
    }

    /// <summary>Resets the result, fills its values and its validity.</summary>
    protected abstract void Fill(EvaluationScope scope);

    public override void Dispose()
    {
        Result.Dispose();
        base.Dispose();
    }
}

/// <summary>A column of the batch: its own vector, untouched.</summary>
internal sealed class ColumnReference(ColumnType type, int ordinal) : BoundNode(type)
{
    public int Ordinal { get; } = ordinal;

    public override Vector Evaluate(EvaluationScope scope) =>
        scope.Batch.Columns[Ordinal] ?? throw new InvalidOperationException($"column {Ordinal} is not in the batch");
}

/// <summary>An operand that several operations read: evaluated once for a batch.</summary>
internal sealed class SharedNode(BoundNode operand) : BoundNode(operand.Type, operand)
{
    private long _evaluation = -1;
    private Vector? _last;

    public override Vector Evaluate(EvaluationScope scope)
    {
        if (_last is null || _evaluation != scope.Evaluation)
        {
            _last = Operands[0].Evaluate(scope);
            _evaluation = scope.Evaluation;
        }

        return _last;
    }
}
