using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Expressions;

// Ties an expression's names to columns and its operators to types.
internal sealed class Binder(NamedColumns columns)
{
    private readonly SortedSet<int> _ordinals = [];

    // The ordinals of the columns met so far, ascending.
    public IReadOnlyCollection<int> Ordinals => _ordinals;

    public BoundNode Bind(ExpressionNode node) => node switch
    {
        ColumnNode column => BindColumn(column),
        LiteralNode literal => BindLiteral(literal),
        CallNode call => BindCall(call),
        SpanFunctionNode function => function.Bind([.. function.Children.Select(Bind)]),
        TableNode table => new TableConstant(table.Table),
        _ => throw new ArgumentException("not a node of an expression", nameof(node)),
    };

    private ColumnReference BindColumn(ColumnNode node)
    {
        int ordinal = columns.Find(node.Name);
        if (ordinal >= 0)
        {
            _ordinals.Add(ordinal);
            return new ColumnReference(columns[ordinal].Type, ordinal);
        }

        string hint = NearestName.Find(node.Name, columns.Names) is { } near
            ? $"; did you mean '{near}'?"
            : node.Quoted ? "; text is written in single quotes" : "";
        string said = $"unknown column '{node.Name}'{hint}";
        PlanException error = node.At.Error(said);
        throw new PlanException(error.Text) { Unknown = (node.Name, said) };
    }

    private static BoundNode BindLiteral(LiteralNode node) => node.Value switch
    {
        bool => new ConstantNode(ResultTypes.Bool, node.Value),
        long => new ConstantNode(ResultTypes.Int64, node.Value),
        double number => BindNumber(node, number),
        string => new ConstantNode(ResultTypes.Text, node.Value, node.At),
        _ => new PendingLiteral(node),
    };

    // what is written with digits is a decimal, unless it has too many, or its point is too far away
    private static ConstantNode BindNumber(LiteralNode node, double number)
    {
        ExactDecimal exact = (node.Digits is { } digits ? ExactDecimal.Of(digits) : ExactDecimal.Of(number)).Stripped();
        ColumnType type =
            exact.Scale <= DecimalText.MaxScale && exact.TryNarrow(Math.Max(exact.Scale, 0), out _)
                ? DecimalNode.TypeOf(Math.Max(exact.Scale, 0)) : ResultTypes.Float64;
        return new ConstantNode(type, number) { Digits = node.Digits };
    }

    private BoundNode BindCall(CallNode node)
    {
        Function function = FunctionCatalog.Find(node.Name) ?? throw new ArgumentException($"no function '{node.Name}'", nameof(node));
        BoundNode[] arguments = new BoundNode[node.Arguments.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Bind(node.Arguments[i]);
        }

        return function.Bind(new Call(node, arguments));
    }
}

// A literal whose type depends on what it meets: null, a timestamp, an interval. It is replaced before anything is evaluated.
internal sealed class PendingLiteral(LiteralNode node) : BoundNode(ResultTypes.Bool)
{
    public object? Value { get; } = node.Value;

    public SourceAt At { get; } = node.At;

    public override ColumnVector Evaluate(EvaluationScope scope) =>
        throw new InvalidOperationException("a literal without a type can't be evaluated");
}

// An operator or function about to be bound.
internal sealed record Call(CallNode Node, BoundNode[] Arguments)
{
    public BoundNode this[int index] => Arguments[index];

    // An error at the operator that names the types of all operands.
    public PlanException Error(string rule)
    {
        string types = string.Join(" and ", Arguments.Select(Coercion.Name).Distinct());
        return Node.At.Error($"{rule}, not {types}, in '{Node}'");
    }

    // What is made for the call; what is wrong with it is said with its place.
    public T Placed<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (PlanException error)
        {
            throw Node.At.Error($"{error.Message}, in '{Node}'");
        }
    }

    // The message for rows that have no result.
    public string RowError(string what) => $"{what} in '{Node}'";
}
