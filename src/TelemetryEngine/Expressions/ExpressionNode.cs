namespace TelemetryEngine.Expressions;

// An expression as it was written: not yet tied to columns or types. Equal when the same was meant, wherever it stood; object.ToString
// gives text that parses to an equal node.
internal abstract class ExpressionNode(SourceAt at) : IEquatable<ExpressionNode>
{
    // More levels than this are refused: binding and evaluation recurse.
    public const int MaxDepth = 500;

    // Where it stands.
    public SourceAt At { get; } = at;

    // The levels below and including this node.
    public virtual int Depth => 1;

    // What it is made of, in the order of the text.
    public virtual IReadOnlyList<ExpressionNode> Children => [];

    public abstract bool Equals(ExpressionNode? other);

    public sealed override bool Equals(object? obj) => Equals(obj as ExpressionNode);

    public abstract override int GetHashCode();

    public sealed override string ToString() => ExpressionWriter.Write(this);

    // Writes a node that only another language has.
    public virtual void WriteTo(ExpressionWriter writer) => throw new InvalidOperationException("no node of expressions");
}

// A column, by its name.
internal sealed class ColumnNode(string name, SourceAt at = default, bool quoted = false) : ExpressionNode(at)
{
    public string Name { get; } = name;

    // True when it stood in double quotes: one who meant text gets a hint.
    public bool Quoted { get; } = quoted;

    public override bool Equals(ExpressionNode? other) => other is ColumnNode column && column.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

// A value: long, double, string, bool, WrittenTimestamp, WrittenInterval, or null.
// digits: A number as it was written, where a double does not have all of its digits; else null.
internal sealed class LiteralNode(object? value, SourceAt at = default, string? digits = null) : ExpressionNode(at)
{
    public object? Value { get; } = value;

    // The number as it was written, where a double does not have all of its digits; else null.
    public string? Digits { get; } = digits;

    public override bool Equals(ExpressionNode? other) =>
        other is LiteralNode literal && Equals(literal.Value, Value) && literal.Digits == Digits;

    public override int GetHashCode() => Value?.GetHashCode() ?? 0;
}

// What stands behind the word timestamp.
internal sealed record WrittenTimestamp(string Text);

// What stands behind the word interval.
internal sealed record WrittenInterval(string Text);

// An operator or a function with its arguments.
internal sealed class CallNode(string name, IReadOnlyList<ExpressionNode> arguments, SourceAt at = default) : ExpressionNode(at)
{
    // A name of FunctionCatalog, in lower case.
    public string Name { get; } = name;

    public IReadOnlyList<ExpressionNode> Arguments { get; } = arguments;

    public override IReadOnlyList<ExpressionNode> Children => Arguments;

    public override int Depth { get; } = 1 + arguments.Select(argument => argument.Depth).DefaultIfEmpty().Max();

    public override bool Equals(ExpressionNode? other) =>
        other is CallNode call && call.Name == Name && call.Arguments.SequenceEqual(Arguments);

    public override int GetHashCode() => Arguments.Aggregate(Name.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}
