using TelemetryEngine.Quoting;

namespace TelemetryEngine;

/// <summary>Bad input: says which file, where in it, and why. Members that do not apply are null.</summary>
public sealed class InputException : Exception
{
    /// <summary>Makes the exception with a message that already says everything. Hidden characters in it, line ends too, are written out (<see cref="VisibleText"/>).</summary>
    public InputException(string message, string? file = null, long? line = null, long? byteOffset = null, string? column = null, Exception? inner = null)
        : base(VisibleText.Of(message), inner)
    {
        File = file;
        Line = line;
        ByteOffset = byteOffset;
        Column = column;
    }

    internal InputException(Message message, string? file = null, long? line = null, long? byteOffset = null, string? column = null, Exception? inner = null)
        : this(message.ToText(), file, line, byteOffset, column, inner)
    {
    }

    /// <summary>The input's name.</summary>
    public string? File { get; }

    /// <summary>The 1-based physical line on which the record starts.</summary>
    public long? Line { get; }

    /// <summary>The byte offset at which the record starts.</summary>
    public long? ByteOffset { get; }

    /// <summary>The column.</summary>
    public string? Column { get; }

    /// <summary>An error in one row: "meters.csv line 7, byte 311, column 'power_w': …".</summary>
    public static InputException AtRow(string file, long line, long byteOffset, string? column, string reason) =>
        new($"{file} line {line}, byte {byteOffset}{Named(column)}: {reason}", file, line, byteOffset, column);

    /// <summary>An error in one row of an input that has no lines: "meters.arrow row 7, column 'power_w': …". Rows are counted from 1.</summary>
    public static InputException AtRow(string file, long row, string? column, string reason) =>
        new($"{file} row {row}{Named(column)}: {reason}", file, column: column);

    private static string Named(string? column) => string.IsNullOrEmpty(column) ? "" : $", column '{column}'";
}

/// <summary>A plan that can't be run as it is: an unknown column, an aggregate of the wrong type, a name used twice. The message suggests what was meant.</summary>
public sealed class PlanException : Exception
{
    /// <summary>Makes the exception. Hidden characters in the message, line ends too, are written out (<see cref="VisibleText"/>).</summary>
    public PlanException(string message, IReadOnlyList<string>? notes = null)
        : base(VisibleText.Of(message)) => Notes = notes ?? [];

    internal PlanException(Message message, IReadOnlyList<string>? notes = null)
        : base(message.ToText()) => Notes = notes ?? [];

    /// <summary>What the input had to say before the plan failed, such as why a column was read as text.</summary>
    public IReadOnlyList<string> Notes { get; }
}
