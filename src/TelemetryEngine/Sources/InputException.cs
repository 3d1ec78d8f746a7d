using System.Globalization;

namespace TelemetryEngine;

/// <summary>Bad input: says which file, where in it, and why. Members that do not apply are null.</summary>
public sealed class InputException : Exception
{
    /// <summary>Makes the exception with a message that already says everything.</summary>
    public InputException(string message, string? file = null, long? line = null, long? byteOffset = null, string? column = null, Exception? inner = null)
        : base(message, inner)
    {
        File = file;
        Line = line;
        ByteOffset = byteOffset;
        Column = column;
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
    public static InputException AtRow(string file, long line, long byteOffset, string? column, string reason)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"{file} line {line}, byte {byteOffset}");
        string named = string.IsNullOrEmpty(column) ? "" : $", column '{column}'";
        return new InputException($"{where}{named}: {reason}", file, line, byteOffset, column);
    }
}

/// <summary>A plan that can't be run as it is: an unknown column, an aggregate of the wrong type, a name used twice. The message suggests what was meant.</summary>
public sealed class PlanException(string message) : Exception(message);
