using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

// What a reader of the result would want to know of what was inferred: of the first columns, and how many others there are.
internal sealed class InferenceNotes
{
    // Notes that are worth reading; of more there is the number.
    private const int MostNotes = 20;

    private readonly List<MessageText> _notes = [];
    private int _furtherNotes;

    // The notes.
    public IReadOnlyList<MessageText> All => _furtherNotes == 0
        ? _notes
        : [.. _notes, Message.Of($"and {_furtherNotes} more columns with notes like these; {Fix.Inspect} shows the type of each")];

    // Adds a note about a column.
    public void Add(Message note)
    {
        if (_notes.Count < MostNotes)
        {
            _notes.Add(note.ToText());
        }
        else
        {
            _furtherNotes++;
        }
    }
}
