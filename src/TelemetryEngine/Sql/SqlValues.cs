using System.Globalization;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Sql;

// The values that a statement's parameters get.
// values: By name; those of question marks by their number. Null = there are none.
internal sealed class SqlValues(IReadOnlyDictionary<string, object?>? values)
{
    private readonly IReadOnlyDictionary<string, object?> _values = values ?? new Dictionary<string, object?>();

    // A parameter's value as text of an expression.
    // throws PlanException: It has none, or one of a type that no expression has.
    public string Text(ParameterNode parameter)
    {
        object? value = Of(parameter);
        return value switch
        {
            null => "null",
            bool isTrue => isTrue ? "true" : "false",
            string text => ExpressionWriter.Quote(text),
            sbyte or byte or short or ushort or int or uint or long => Number(Convert.ToString(value, CultureInfo.InvariantCulture)!),
            double number => Number(number.ToString("R", CultureInfo.InvariantCulture)),
            float number => Number(((double)number).ToString("R", CultureInfo.InvariantCulture)),
            decimal number => Number(number.ToString(CultureInfo.InvariantCulture)),
            DateTimeOffset time => Time(time),
            DateTime { Kind: not DateTimeKind.Unspecified } time => Time(time),
            _ => throw parameter.At.Error(
                $"a parameter is {value.GetType().Name}; there is text, numbers, booleans and times with their offset"),
        };
    }

    // A parameter's value as a whole number.
    public long? Whole(ParameterNode parameter) => Of(parameter) switch
    {
        int number => number,
        long number => number,
        string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) => number,
        _ => null,
    };

    private static string Number(string text) => text.StartsWith('-') ? $"({text})"
        : text is "NaN" or "Infinity" ? throw new PlanException($"a parameter is {text}, which no expression has")
        : text;

    private static string Time(DateTimeOffset time) => $"timestamp '{Pipeline.Iso(time)}'";

    // A parameter's value.
    // throws PlanException: It has none.
    public object? Of(ParameterNode parameter)
    {
        string name = parameter.Name ?? parameter.Ordinal.ToString(CultureInfo.InvariantCulture);
        return _values.TryGetValue(name, out object? value) ? value
            : throw parameter.At.Error(parameter.Name is null
                ? $"parameter {name} has no value"
                : $"the parameter ${name} has no value; {NearestName.Hint(name, _values.Keys, "give it one")}");
    }
}
