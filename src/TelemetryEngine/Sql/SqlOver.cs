using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// OVER (PARTITION BY … ORDER BY … frame).
internal sealed record SqlOver(SourceAt At, SqlList<ExpressionNode> PartitionBy, SqlList<SqlOrder> OrderBy, SqlFrame? Frame) : SqlNode(At);

// ROWS or RANGE, from a bound to another. Without an end it ends at the current row.
internal sealed record SqlFrame(SourceAt At, bool IsRange, SqlFrameBound Start, SqlFrameBound? End) : SqlNode(At);

// A bound of a frame.
// Value: The rows, or the span of RANGE, before or behind the current row; else null.
internal sealed record SqlFrameBound(SourceAt At, SqlFrameBoundKind Kind, ExpressionNode? Value) : SqlNode(At);

internal enum SqlFrameBoundKind
{
    UnboundedPreceding,
    Preceding,
    CurrentRow,
    Following,
    UnboundedFollowing,
}
