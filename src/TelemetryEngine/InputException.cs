using TelemetryEngine.Quoting;

namespace TelemetryEngine;

/// <summary>Bad input: says which file, where in it, and why. Members that do not apply are null.</summary>
public sealed class InputException : Exception
{
    /// <summary>
    /// Makes the exception with a message that already says everything. Hidden characters in it, line ends too, are written out
    /// (<see cref="VisibleText"/>).
    /// </summary>
    public InputException(
        string message, string? file = null, long? line = null, long? byteOffset = null, string? column = null, Exception? inner = null)
        : this(new MessageText(message), file, line, byteOffset, column, inner)
    {
    }

    internal InputException(
        MessageText text, string? file = null, long? line = null, long? byteOffset = null, string? column = null, Exception? inner = null)
        : base(text.ToString(), inner)
    {
        Text = text;
        File = file;
        Line = line;
        ByteOffset = byteOffset;
        Column = column;
    }

    internal InputException(
        Message message, string? file = null, long? line = null, long? byteOffset = null, string? column = null, Exception? inner = null)
        : this(message.ToText(), file, line, byteOffset, column, inner)
    {
    }

    /// <summary>The message, with the options that help as <see cref="MessageText.Fixes"/>.</summary>
    public MessageText Text { get; }

    /// <summary>The input's name.</summary>
    public string? File { get; }

    /// <summary>The 1-based physical line on which the record starts.</summary>
    public long? Line { get; }

    /// <summary>The byte offset at which the record starts.</summary>
    public long? ByteOffset { get; }

    /// <summary>The column.</summary>
    public string? Column { get; }

    /// <summary>An error in one row: "meters.csv line 7, byte 311, column 'power_w': …".</summary>
    public static InputException AtRow(string file, long line, long byteOffset, string? column, MessageText reason) =>
        new($"{file} line {line}, byte {byteOffset}{Named(column)}: {reason}", file, line, byteOffset, column);

    /// <summary>
    /// An error in one row of an input that has no lines: "meters.arrow row 7, column 'power_w': …". Rows are counted from 1.
    /// </summary>
    public static InputException AtRow(string file, long row, string? column, MessageText reason) =>
        new($"{file} row {row}{Named(column)}: {reason}", file, column: column);

    private static string Named(string? column) => string.IsNullOrEmpty(column) ? "" : $", column '{column}'";
}
