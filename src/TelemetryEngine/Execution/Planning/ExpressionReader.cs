using TelemetryEngine.Expressions;

namespace TelemetryEngine.Execution.Planning;

// Reads the expressions of a plan, and puts into them what they do not say themselves: the files of functions, and the zone of texts that
// are made times.
// zone: The zone of texts without an offset; null = UTC.
internal sealed class ExpressionReader(SideFiles files, string? zone)
{
    // throws PlanException: The text is none, or a file is no table that its function can use.
    // throws InputException: A file can't be read.
    public ExpressionNode Parse(string text) => Whole(Expression.Parse(text));

    private ExpressionNode Whole(ExpressionNode node)
    {
        if (node is not CallNode call)
        {
            return node;
        }

        ExpressionNode[] arguments = [.. call.Arguments.Select(Whole)];
        if (FileFunctions.IsOne(call.Name))
        {
            arguments[1] = new TableNode(arguments[1], files.Table(call));
        }
        else if (call.Name == Casts.TimestampName && zone is not null && arguments.Length < Casts.TimestampArguments)
        {
            ExpressionNode unit = arguments.Length > 1 ? arguments[1] : new LiteralNode(Casts.UsualUnit, call.At);
            arguments = [arguments[0], unit, new LiteralNode(zone, call.At)];
        }
        else if (arguments.SequenceEqual(call.Arguments, ReferenceEqualityComparer.Instance))
        {
            return call;
        }

        return new CallNode(call.Name, arguments, call.At);
    }
}
