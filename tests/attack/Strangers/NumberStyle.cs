using System.Globalization;
using System.Text;

namespace TelemetryEngine.Attack.Strangers;

/// <summary>A way to write numbers. Code of its own, so that it shares no mistake with the engine's.</summary>
/// <param name="Comma">True writes 1,5.</param>
/// <param name="Thousands">What stands between groups of three digits, or an empty text.</param>
/// <param name="Before">What stands before each number, such as a currency sign.</param>
/// <param name="After">What stands behind each number, such as a unit.</param>
/// <param name="Places">How many digits each number has behind the point.</param>
/// <param name="Plus">True writes +5.</param>
/// <param name="Brackets">True writes (5) for −5.</param>
/// <param name="Missing">What stands for no value.</param>
internal sealed record NumberStyle(bool Comma, string Thousands, string Before, string After, int Places, bool Plus, bool Brackets, string Missing)
{
    private static readonly string[] Words = ["", "", "", "NaN", "null", "NULL", "N/A", "n/a", "-", "--", "unavailable", "unknown", "None", " "];

    public static NumberStyle Any(Random random)
    {
        bool comma = random.Next(3) == 0;
        string thousands = random.Next(4) != 0 ? "" : random.Next(3) switch { 0 => " ", 1 => "'", _ => comma ? "." : "," };
        string before = random.Next(12) == 0 ? "$" : "";
        string after = before.Length == 0 && random.Next(8) == 0 ? random.GetItems([" kWh", " W", "%", " °C"], 1)[0] : "";
        return new NumberStyle(comma, thousands, before, after, random.Next(4), random.Next(12) == 0, before.Length > 0 && random.Next(2) == 0, random.GetItems(Words, 1)[0]);
    }

    public string Write(decimal? value)
    {
        if (value is not { } number)
        {
            return Missing;
        }

        string[] parts = Math.Abs(number).ToString("F" + Places, CultureInfo.InvariantCulture).Split('.');
        StringBuilder digits = new(parts[0]);
        for (int at = digits.Length - 3; at > 0 && Thousands.Length > 0; at -= 3)
        {
            digits.Insert(at, Thousands);
        }

        string text = digits + (parts.Length == 1 ? "" : (Comma ? "," : ".") + parts[1]);
        return number < 0 && Brackets ? $"({Before}{text}{After})" : (number < 0 ? "-" : Plus ? "+" : "") + Before + text + After;
    }
}
