namespace TelemetryEngine.Expressions;

// A function or operator of expressions, for help texts.
// Name: The name as it is written; operators have theirs.
// Description: What it gives, in one line.
internal sealed record ExpressionFunction(string Name, string Signature, string Description)
{
    // Everything that expressions know, operators first, in the order of the documentation.
    public static IReadOnlyList<ExpressionFunction> All { get; } =
        [.. FunctionCatalog.All.Select(function => new ExpressionFunction(function.Name, function.Signature, function.Description))];
}

// A line of FunctionCatalog.
internal sealed record Function(
    string Name,
    string Signature,
    string Description,
    Func<Call, BoundNode> Bind,
    int MinArguments = 1,
    int MaxArguments = 1,
    bool IsOperator = false);
