using System.Globalization;
using System.Text;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>Order and text of values, said once more in plain words.</summary>
internal static class LawValue
{
    /// <summary>The value as a result shows it.</summary>
    public static string Text(string type, object value) => type switch
    {
        "bool" => (bool)value ? "true" : "false",
        "float32" => ((float)(Rational.ToDouble(value) + 0.0)).ToString("R", CultureInfo.InvariantCulture),
        "float64" or "decimal(2)" => TableText.Value(Rational.ToDouble(value)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The smallest (sign −1) or largest (sign 1) value; NaN only if there is nothing else.</summary>
    public static object Extreme(string type, IReadOnlyList<LawRow> rows, int sign)
    {
        List<object> values = [.. rows.Select(r => r.Value!)];
        if (type is "float32" or "float64" or "decimal(2)")
        {
            List<double> numbers = [.. values.Select(Rational.ToDouble)];
            List<double> real = [.. numbers.Where(n => !double.IsNaN(n))];
            return real.Count == 0 ? double.NaN : sign < 0 ? real.Min() : real.Max();
        }

        Comparison<object> order = type == "utf8"
            ? (a, b) => Encoding.UTF8.GetBytes((string)a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes((string)b))
            : (a, b) => Convert.ToInt64(a, CultureInfo.InvariantCulture).CompareTo(Convert.ToInt64(b, CultureInfo.InvariantCulture));
        return values.Aggregate((a, b) => order(b, a) * sign > 0 ? b : a);
    }
}
