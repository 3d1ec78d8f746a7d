using TelemetryEngine.Quoting;

namespace TelemetryEngine;

/// <summary>
/// A run that can't be finished though its input is readable: a result that does not fit its type, states that do not fit the memory, or a
/// function of the program that failed, whose exception is the inner one.
/// </summary>
public sealed class RunException : Exception
{
    /// <summary>
    /// Makes the exception. Hidden characters in the message, line ends too, are written out (<see cref="VisibleText"/>).
    /// </summary>
    public RunException(string message)
        : this(new MessageText(message))
    {
    }

    internal RunException(Message message)
        : this(message.ToText())
    {
    }

    internal RunException(Message message, Exception inner)
        : this(message.ToText(), inner)
    {
    }

    private RunException(MessageText text, Exception? inner = null)
        : base(text.ToString(), inner) => Text = text;

    /// <summary>The message, with the options that help as <see cref="MessageText.Fixes"/>.</summary>
    public MessageText Text { get; }
}
