using System.Globalization;

namespace TelemetryEngine.Aggregates;

// An argument of an aggregate: a column or an expression, unless it is one of what the other members say. Which columns there are is not
// known yet, and one may have a number's name.
internal readonly record struct Argument(string Written)
{
    // What a number is.
    public double? Number { get; private init; }

    // The name of an option, as in name => 'text' or name => word.
    public string? Option { get; private init; }

    // What an option is set to, or a text is: 'a''b' is a'b.
    public string? Text { get; private init; }

    // A number.
    public static Argument Of(double number) => new(number.ToString("R", CultureInfo.InvariantCulture)) { Number = number };

    // What a text says.
    public static Argument Of(string written)
    {
        int arrow = written.IndexOf("=>", StringComparison.Ordinal);
        string name = arrow < 1 ? "" : written[..arrow].Trim();
        if (name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            string value = written[(arrow + 2)..].Trim();
            return new Argument(written) { Option = name.ToLowerInvariant(), Text = Unquoted(value) ?? value };
        }

        string? text = Unquoted(written);
        bool isNumber = double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        return new Argument(written) { Text = text, Number = text is null && isNumber ? number : null };
    }

    private static string? Unquoted(string written) =>
        written.Length >= 2 && written[0] == '\'' && written[^1] == '\'' && !written[1..^1].Replace("''", "").Contains('\'')
            ? written[1..^1].Replace("''", "'") : null;
}
