using TelemetryEngine.Expressions;

namespace TelemetryEngine;

// A column that a function of the program computes of others. It is no data, so no plan that is stored holds it.
// Node: The function over Columns.
internal sealed record SpanStep(string Name, IReadOnlyList<string> Columns, ExpressionNode Node) : PlanStep;
