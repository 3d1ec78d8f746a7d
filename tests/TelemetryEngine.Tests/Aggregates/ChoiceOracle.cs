using System.Globalization;
using System.Text;

namespace TelemetryEngine.Tests.Aggregates;

/// <summary>The value of the row in which another is largest or smallest, by sorting them all.</summary>
internal static class ChoiceOracle
{
    /// <summary>Another type for each, so that all forms of values meet.</summary>
    public static string By(string type) => type switch
    {
        "bool" => "timestamp[us]",
        "int32" => "float64",
        "int64" => "utf8",
        "float32" => "bool",
        "float64" => "int32",
        "timestamp[us]" => "float32",
        "utf8" => "decimal(2)",
        _ => "decimal(2)",
    };

    /// <summary>The result's text.</summary>
    /// <param name="type">The type of the values.</param>
    /// <param name="rows">The rows whose value is not null.</param>
    /// <param name="sign">1 for the largest, −1 for the smallest.</param>
    public static string Define(string type, IReadOnlyList<LawRow> rows, int sign)
    {
        IComparer<object> order = Comparer<object>.Create((a, b) => Compare(By(type), b, a) * sign);
        List<LawRow> whole = [.. rows.Where(r => r.Second is not null)];
        List<LawRow> real = [.. whole.Where(r => !IsNaN(By(type), r.Second!))];
        List<LawRow> chosen = real.Count > 0 ? [.. real.OrderBy(r => r.Second!, order)] : whole;
        return chosen.Count == 0 ? "∅" : LawValue.Text(type, chosen[0].Value!);
    }

    private static bool IsNumber(string type) => type is "float32" or "float64" or "decimal(2)";

    private static bool IsNaN(string type, object value) => IsNumber(type) && double.IsNaN(Rational.ToDouble(value));

    private static int Compare(string type, object a, object b)
    {
        if (IsNumber(type))
        {
            return Rational.ToDouble(a).CompareTo(Rational.ToDouble(b));
        }

        return type == "utf8"
            ? Encoding.UTF8.GetBytes((string)a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes((string)b))
            : Convert.ToInt64(a, CultureInfo.InvariantCulture).CompareTo(Convert.ToInt64(b, CultureInfo.InvariantCulture));
    }
}
