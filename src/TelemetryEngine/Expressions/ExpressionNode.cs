namespace TelemetryEngine.Expressions;

/// <summary>
/// An expression as it was written: not yet tied to columns or types. Equal when the same was meant, wherever it stood;
/// <see cref="object.ToString"/> gives text that parses to an equal node.
/// </summary>
internal abstract class ExpressionNode(SourceAt at) : IEquatable<ExpressionNode>
{
    /// <summary>More levels than this are refused: binding and evaluation recurse.</summary>
    public const int MaxDepth = 500;

    /// <summary>Where it stands.</summary>
    public SourceAt At { get; } = at;

    /// <summary>The levels below and including this node.</summary>
    public virtual int Depth => 1;

    public abstract bool Equals(ExpressionNode? other);

    public sealed override bool Equals(object? obj) => Equals(obj as ExpressionNode);

    public abstract override int GetHashCode();

    public sealed override string ToString() => ExpressionWriter.Write(this);
}

/// <summary>A column, by its name.</summary>
internal sealed class ColumnNode(string name, SourceAt at = default, bool quoted = false) : ExpressionNode(at)
{
    public string Name { get; } = name;

    /// <summary>True when it stood in double quotes: whoever meant text gets a hint.</summary>
    public bool Quoted { get; } = quoted;

    public override bool Equals(ExpressionNode? other) => other is ColumnNode column && column.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A value: long, double, string, bool, <see cref="WrittenTimestamp"/>, <see cref="WrittenInterval"/>, or null.</summary>
/// <param name="value">The value.</param>
/// <param name="at">Where it stands.</param>
/// <param name="digits">A number as it was written, where a double does not have all of its digits; else null.</param>
internal sealed class LiteralNode(object? value, SourceAt at = default, string? digits = null) : ExpressionNode(at)
{
    public object? Value { get; } = value;

    /// <summary>The number as it was written, where a double does not have all of its digits; else null.</summary>
    public string? Digits { get; } = digits;

    public override bool Equals(ExpressionNode? other) => other is LiteralNode literal && Equals(literal.Value, Value) && literal.Digits == Digits;

    public override int GetHashCode() => Value?.GetHashCode() ?? 0;
}

/// <summary>What stands behind the word timestamp.</summary>
internal sealed record WrittenTimestamp(string Text);

/// <summary>What stands behind the word interval.</summary>
internal sealed record WrittenInterval(string Text);

/// <summary>An operator or a function with its arguments.</summary>
internal sealed class CallNode(string name, IReadOnlyList<ExpressionNode> arguments, SourceAt at = default) : ExpressionNode(at)
{
    /// <summary>A name of <see cref="FunctionCatalog"/>, in lower case.</summary>
    public string Name { get; } = name;

    public IReadOnlyList<ExpressionNode> Arguments { get; } = arguments;

    public override int Depth { get; } = 1 + arguments.Select(argument => argument.Depth).DefaultIfEmpty().Max();

    public override bool Equals(ExpressionNode? other) =>
        other is CallNode call && call.Name == Name && call.Arguments.SequenceEqual(Arguments);

    public override int GetHashCode() => Arguments.Aggregate(Name.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}
