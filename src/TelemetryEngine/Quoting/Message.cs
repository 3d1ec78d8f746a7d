using System.Globalization;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Quoting;

/// <summary>
/// A message for people, written as an interpolated string: its own words stand as they are, and what is put in (names, values, files, expressions) is made visible by
/// <see cref="VisibleText"/>. Exceptions and notes take their text in this form, so nothing of a stranger can get by.
/// </summary>
[InterpolatedStringHandler]
internal ref struct Message(int literalLength, int formattedCount)
{
    private DefaultInterpolatedStringHandler _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    /// <summary>The message as text.</summary>
    public static string Of(Message message) => message.ToText();

    /// <summary>The message as text; it is used up by that.</summary>
    public string ToText() => _text.ToStringAndClear();

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted(string? text) => _text.AppendLiteral(VisibleText.Of(text ?? ""));

    /// <summary>The message of an error of ours, which may have several lines and was made visible already.</summary>
    public void AppendFormatted(PlanException error) => _text.AppendLiteral(error.Message);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    public void AppendFormatted<T>(T value, string? format) =>
        AppendFormatted(value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());
}
