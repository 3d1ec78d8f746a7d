using TelemetryEngine.Kernels.Compare;

namespace TelemetryEngine.Expressions;

// All operators and functions, a line for each.
internal static class FunctionCatalog
{
    private const int Any = int.MaxValue;

    public static IReadOnlyList<Function> All { get; } =
    [
        new("or", "a or b", "true when one is; null when that is not known", LogicFunctions.Or, 2, 2, IsOperator: true),
        new("and", "a and b", "true when both are; null when that is not known", LogicFunctions.And, 2, 2, IsOperator: true),
        new("not", "not a", "true for false, null for null", LogicFunctions.Not, IsOperator: true),
        new("=", "a = b, a == b", "equal; a NaN is equal to nothing", call => Comparisons.Bind(call, Comparison.Equal), 2, 2,
            IsOperator: true),
        new("<>", "a <> b, a != b", "less or greater; false beside a NaN", call => Comparisons.Bind(call, Comparison.NotEqual), 2, 2,
            IsOperator: true),
        new("<", "a < b", "less; text by its UTF-8 bytes, false before true", call => Comparisons.Bind(call, Comparison.Less), 2, 2,
            IsOperator: true),
        new("<=", "a <= b", "less or equal", call => Comparisons.Bind(call, Comparison.LessOrEqual), 2, 2, IsOperator: true),
        new(">", "a > b", "greater", call => Comparisons.Bind(call, Comparison.Greater), 2, 2, IsOperator: true),
        new(">=", "a >= b", "greater or equal", call => Comparisons.Bind(call, Comparison.GreaterOrEqual), 2, 2, IsOperator: true),
        new("is null", "a is [not] null", "whether there is no value; never null", LogicFunctions.IsNull, IsOperator: true),
        new("between", "a [not] between b and c", "b <= a and a <= c", LogicFunctions.Between, 3, 3, IsOperator: true),
        new("in", "a [not] in (b, ...)", "a = b or ...", LogicFunctions.In, 2, Any, IsOperator: true),
        new("like", "a [not] like 'pattern'", "text that fits: % is any characters, _ is one", TextFunctions.Like, 2, 2, IsOperator: true),
        new("+", "a + b", "sum; a time plus an interval", ArithmeticFunctions.Add, 2, 2, IsOperator: true),
        new("-", "a - b", "difference; a time minus an interval; seconds between two times", ArithmeticFunctions.Subtract, 2, 2,
            IsOperator: true),
        new("*", "a * b", "product; integer overflow is a row error", ArithmeticFunctions.Multiply, 2, 2, IsOperator: true),
        new("/", "a / b", "quotient, always float64; by 0 it is infinite or NaN", ArithmeticFunctions.Divide, 2, 2, IsOperator: true),
        new("%", "a % b", "rest, with the sign of a; an integer % 0 is a row error", ArithmeticFunctions.Modulo, 2, 2, IsOperator: true),
        new("negate", "-a", "the value with its sign turned", ArithmeticFunctions.Negate, IsOperator: true),
        new("case", "case [x] when a then b ... [else c] end", "the first b whose a is true (or equals x)", ChoiceFunctions.Case, 2, Any,
            IsOperator: true),
        new("if", "if(a, b[, c])", "b where a is true, c elsewhere", ChoiceFunctions.Case, 2, 3),
        new("coalesce", "coalesce(a, ...)", "the first value that is not null", ChoiceFunctions.Coalesce, 1, Any),
        new("nullif", "nullif(a, b)", "a, but null where a = b", ChoiceFunctions.NullIf, 2, 2),
        new("least", "least(a, ...)", "the smallest number or time; nulls and NaNs are passed over", ChoiceFunctions.Extremum<Least>, 1,
            Any),
        new("greatest", "greatest(a, ...)", "the greatest number or time; nulls and NaNs are passed over",
            ChoiceFunctions.Extremum<Greatest>, 1, Any),
        new("abs", "abs(x)", "the value without its sign", ArithmeticFunctions.Abs),
        new("round", "round(x[, n])", "x to n digits (0 to 15, else 0), halves away from zero", ArithmeticFunctions.Round, 1, 2),
        new("floor", "floor(x)", "the greatest whole number that is not above x", ArithmeticFunctions.Floor),
        new("ceil", "ceil(x)", "the smallest whole number that is not below x", ArithmeticFunctions.Ceiling),
        new("is_nan", "is_nan(x)", "whether x is NaN", ArithmeticFunctions.IsNaN),
        new("int64", "int64(x), cast(x as int64)", "x as an integer, halves to even; a row error when it has none",
            ArithmeticFunctions.Int64),
        new("float64", "float64(x), cast(x as float64)", "x as a float64; a row error for text that is no number",
            ArithmeticFunctions.Float64),
        new("lower", "lower(text)", "the text in lower case", TextFunctions.Lower),
        new("upper", "upper(text)", "the text in upper case", TextFunctions.Upper),
        new("length", "length(text)", "its number of characters", TextFunctions.Length),
    ];

    private static readonly Dictionary<string, Function> ByName = All.ToDictionary(function => function.Name, StringComparer.Ordinal);

    // The names that are called with brackets.
    public static IEnumerable<string> FunctionNames =>
        [.. All.Where(function => !function.IsOperator).Select(function => function.Name), "cast"];

    // The function of a lower-case name, or null.
    public static Function? Find(string name) => ByName.GetValueOrDefault(name);
}
