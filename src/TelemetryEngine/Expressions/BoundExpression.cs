using System.Diagnostics;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;

namespace TelemetryEngine.Expressions;

// An expression tied to columns, with the memory it works in. For one thread at a time.
internal sealed class BoundExpression(BoundNode root, IReadOnlyList<int> columns) : IDisposable
{
    private readonly EvaluationScope _scope = new();
    private readonly List<TextMakingNode> _textMakers = TextMakers(root);

    // The type of the result. A bare column keeps its own; everything computed is bool, int64, float64, a decimal, a timestamp or utf8, but
    // for conversions to other types.
    public ColumnType Type => root.Type;

    // The ordinals of the columns that are read, ascending.
    public IReadOnlyList<int> Columns { get; } = columns;

    // Bytes held by texts that the expression has made.
    public long TextBytes
    {
        get
        {
            long bytes = 0;
            foreach (TextMakingNode node in _textMakers)
            {
                bytes += node.TextBytes;
            }

            return bytes;
        }
    }

    // Computes the expression for every row of a batch. Nothing is allocated once the batches have reached their size.
    // errors: Gets the rows that have no result; what the vector holds there means nothing.
    // keep: One bit a row, 1 = it was not left out before; null where none was. Functions of the program are called with no others.
    // returns: A vector that belongs to this expression and is filled again by the next call; for a bare column the batch's own. It may be
    // longer than the batch has rows.
    public ColumnVector Evaluate(Batch batch, ExpressionErrors errors, byte[]? keep = null)
    {
        _scope.Batch = batch;
        _scope.Keep = keep;
        _scope.Errors = errors;
        _scope.Evaluation++;
        return root.Evaluate(_scope);
    }

    // Begins new dictionaries of the texts that the expression makes with the next batch.
    public void ForgetTexts()
    {
        foreach (TextMakingNode node in _textMakers)
        {
            node.ForgetTexts();
        }
    }

    // Frees the memory of all results.
    public void Dispose() => root.Dispose();

    // an operand that is shared is met more than once
    private static List<TextMakingNode> TextMakers(BoundNode root)
    {
        List<TextMakingNode> makers = [];
        HashSet<BoundNode> met = [];
        Stack<BoundNode> open = new([root]);
        while (open.TryPop(out BoundNode? node))
        {
            if (!met.Add(node))
            {
                continue;
            }

            if (node is TextMakingNode maker)
            {
                makers.Add(maker);
            }

            foreach (BoundNode operand in node.Operands)
            {
                open.Push(operand);
            }
        }

        return makers;
    }
}

// A condition on rows.
internal sealed class BoundFilter : IDisposable
{
    private readonly BoundExpression _condition;
    private byte[] _keep = [];

    // Ties a condition to columns.
    // throws PlanException: The expression is not a bool, or can't be bound.
    public BoundFilter(ExpressionNode node, IReadOnlyList<Column> columns)
    {
        _condition = Expression.Bind(node, columns);
        if (_condition.Type.Kind != ColumnKind.Bool)
        {
            string type = _condition.Type.ToString();
            _condition.Dispose();
            throw node.At.Error($"a filter has to be a condition (bool), and '{node}' is {type},");
        }
    }

    // The ordinals of the columns that are read, ascending.
    public IReadOnlyList<int> Columns => _condition.Columns;

    // One bit for each row of the batch, least significant first: 1 where the condition is true, 0 where it is false or null. Bits behind
    // the last row are 0. Valid until the next call. Rows with errors have to be dropped by the caller.
    public Span<byte> Evaluate(Batch batch, ExpressionErrors errors)
    {
        int bytes = Bitmaps.ByteCount(batch.Rows);
        if (_keep.Length < bytes)
        {
            _keep = new byte[bytes];
        }

        Span<byte> keep = _keep.AsSpan(0, bytes);
        Keep(_condition.Evaluate(batch, errors), batch.Rows, keep);
        return keep;
    }

    // Turns a bool vector into the rows to keep: true is kept, false and null are not. Bits behind the last row come out 0.
    public static void Keep(ColumnVector condition, int rows, Span<byte> keep)
    {
        Debug.Assert(condition.Layout == VectorLayout.Bits, "a condition is a bool");
        int bytes = Bitmaps.ByteCount(rows);
        keep = keep[..bytes];
        condition.Bits[..bytes].CopyTo(keep);
        if (condition.HasNulls)
        {
            Bitmaps.And(keep, condition.Validity[..bytes], keep);
        }

        if ((rows & 7) != 0)
        {
            keep[^1] &= (byte)((1 << (rows & 7)) - 1);
        }
    }

    // Frees the memory of all results.
    public void Dispose() => _condition.Dispose();
}
