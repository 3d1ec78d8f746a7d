namespace TelemetryEngine.Expressions;

/// <summary>A function or operator of expressions, for help texts.</summary>
/// <param name="Name">The name as it is written; operators have theirs.</param>
/// <param name="Signature">How it is called.</param>
/// <param name="Description">What it gives, in one line.</param>
internal sealed record ExpressionFunction(string Name, string Signature, string Description)
{
    /// <summary>Everything that expressions know, operators first, in the order of the documentation.</summary>
    public static IReadOnlyList<ExpressionFunction> All { get; } =
        [.. FunctionCatalog.All.Select(function => new ExpressionFunction(function.Name, function.Signature, function.Description))];
}

/// <summary>A line of <see cref="FunctionCatalog"/>.</summary>
internal sealed record Function(
    string Name,
    string Signature,
    string Description,
    Func<Call, BoundNode> Bind,
    int MinArguments = 1,
    int MaxArguments = 1,
    bool IsOperator = false);
