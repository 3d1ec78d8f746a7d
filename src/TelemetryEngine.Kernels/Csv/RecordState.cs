using System.Runtime.CompilerServices;

namespace TelemetryEngine.Kernels.Csv;

// Where a byte of delimited text stands.
internal enum RecordState
{
    // Before the first byte of a record: a field starts here, or a comment.
    RecordStart,

    // Before the first byte of a field.
    FieldStart,

    // In a field without quotes, or behind those of one.
    Unquoted,

    // Behind a quote that is open.
    Quoted,

    // Behind a quote within quotes: it closes them, unless another one follows.
    QuoteSeen,

    // In a record that is a comment.
    Comment,

    // Behind a carriage return, which is a line end by itself or together with a line feed.
    ReturnSeen,
}

// The definition of records, fields and quotes. Whatever passes many bytes at a time finds what these steps find.
internal static class RecordStates
{
    // The state behind a byte.
    // comment: The byte that a comment begins with, or a negative number.
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
