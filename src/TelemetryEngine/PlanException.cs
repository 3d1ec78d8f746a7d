using TelemetryEngine.Quoting;

namespace TelemetryEngine;

/// <summary>
/// A plan that can't be run as it is: an unknown column, an aggregate of the wrong type, a name used twice. The message suggests what was
/// meant.
/// </summary>
public sealed class PlanException : Exception
{
    /// <summary>
    /// Makes the exception. Hidden characters in the message, line ends too, are written out (<see cref="VisibleText"/>).
    /// </summary>
    public PlanException(string message, IReadOnlyList<MessageText>? notes = null)
        : this(new MessageText(message), notes)
    {
    }

    internal PlanException(Message message, IReadOnlyList<MessageText>? notes = null)
        : this(message.ToText(), notes)
    {
    }

    internal PlanException(MessageText text, IReadOnlyList<MessageText>? notes = null)
        : base(text.ToString())
    {
        Text = text;
        Notes = notes ?? [];
    }

    /// <summary>The message, with the options that help as <see cref="MessageText.Fixes"/>.</summary>
    public MessageText Text { get; }

    // The column that is not there, and what is said of it without a place; null where the error is another.
    internal (string Name, string Said)? Unknown { get; init; }

    /// <summary>What the input had to say before the plan failed, such as why a column was read as text.</summary>
    public IReadOnlyList<MessageText> Notes { get; }
}
