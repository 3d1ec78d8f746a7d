using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>Where a byte of delimited text stands.</summary>
internal enum RecordState
{
    /// <summary>Before the first byte of a record: a field starts here, or a comment.</summary>
    RecordStart,

    /// <summary>Before the first byte of a field.</summary>
    FieldStart,

    /// <summary>In a field without quotes, or behind those of one.</summary>
    Unquoted,

    /// <summary>Behind a quote that is open.</summary>
    Quoted,

    /// <summary>Behind a quote within quotes: it closes them, unless another one follows.</summary>
    QuoteSeen,

    /// <summary>In a record that is a comment.</summary>
    Comment,

    /// <summary>Behind a carriage return, which is a line end by itself or together with a line feed.</summary>
    ReturnSeen,
}

/// <summary>The definition of records, fields and quotes. Whatever passes many bytes at a time finds what these steps find.</summary>
internal static class RecordStates
{
    /// <summary>The state behind a byte.</summary>
    /// <param name="state">The state before it.</param>
    /// <param name="c">The byte.</param>
    /// <param name="delimiter">The byte between fields.</param>
    /// <param name="comment">The byte that a comment begins with, or a negative number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RecordState Behind(this RecordState state, byte c, byte delimiter, int comment)
    {
        if (state == RecordState.ReturnSeen)
        {
            state = RecordState.RecordStart;
        }

        return state switch
        {
            RecordState.Quoted => c == '"' ? RecordState.QuoteSeen : RecordState.Quoted,
            RecordState.RecordStart or RecordState.FieldStart or RecordState.QuoteSeen when c == '"' => RecordState.Quoted,
            RecordState.RecordStart when c == comment => RecordState.Comment,
            _ when c == '\n' => RecordState.RecordStart,
            _ when c == '\r' => RecordState.ReturnSeen,
            RecordState.Comment => RecordState.Comment,
            _ => c == delimiter ? RecordState.FieldStart : RecordState.Unquoted,
        };
    }
}
