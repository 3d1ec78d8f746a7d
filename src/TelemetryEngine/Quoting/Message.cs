using System.Globalization;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Quoting;

// A message for people, written as an interpolated string: its own words stand as they are, a Fix stays one, and what else is put in
// (names, values, files, expressions) is made visible by VisibleText. Exceptions and notes take their text in this form, so nothing of a
// stranger can get by, or pass for a fix.
[InterpolatedStringHandler]
internal ref struct Message(int literalLength, int formattedCount)
{
    private DefaultInterpolatedStringHandler _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);
    private List<Fix>? _fixes;

    // The message as text.
    public static MessageText Of(Message message) => message.ToText();

    // The message as text; it is used up by that.
    public MessageText ToText() => new(_text.ToStringAndClear(), [.. _fixes ?? []]);

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted(string? text) => _text.AppendLiteral(VisibleText.Of(text ?? ""));

    public void AppendFormatted(Fix fix)
    {
        _text.AppendFormatted(MessageText.Hole);
        (_fixes ??= []).Add(fix);
    }

    // A text of ours, which may have several lines and was made visible already.
    public void AppendFormatted(MessageText? text)
    {
        if (text is not null)
        {
            _text.AppendLiteral(text.Words);
            (_fixes ??= []).AddRange(text.Fixes);
        }
    }

    // The message of an error of ours.
    public void AppendFormatted(PlanException error) => AppendFormatted(error.Text);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    public void AppendFormatted<T>(T value, string? format) =>
        AppendFormatted(value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());
}
