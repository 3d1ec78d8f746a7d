using System.Globalization;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Quoting;

/// <summary>
/// A message for people, written as an interpolated string: its own words stand as they are, a <see cref="Fix"/> stays one, and what else is put in (names, values, files, expressions) is made
/// visible by <see cref="VisibleText"/>. Exceptions and notes take their text in this form, so nothing of a stranger can get by, or pass for a fix.
/// </summary>
[InterpolatedStringHandler]
internal ref struct Message(int literalLength, int formattedCount)
{
    private DefaultInterpolatedStringHandler _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);
    private List<Fix>? _fixes;

    /// <summary>The message as text.</summary>
    public static MessageText Of(Message message) => message.ToText();

    /// <summary>The message as text; it is used up by that.</summary>
    public MessageText ToText() => new(_text.ToStringAndClear(), [.. _fixes ?? []]);

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted(string? text) => _text.AppendLiteral(VisibleText.Of(text ?? ""));

    public void AppendFormatted(Fix fix)
    {
        _text.AppendFormatted(MessageText.Hole);
        (_fixes ??= []).Add(fix);
    }

    /// <summary>A text of ours, which may have several lines and was made visible already.</summary>
    public void AppendFormatted(MessageText? text)
    {
        if (text is not null)
        {
            _text.AppendLiteral(text.Words);
            (_fixes ??= []).AddRange(text.Fixes);
        }
    }

    /// <summary>The message of an error of ours.</summary>
    public void AppendFormatted(PlanException error) => AppendFormatted(error.Text);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    public void AppendFormatted<T>(T value, string? format) =>
        AppendFormatted(value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());
}
