using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

/// <summary>What a reader of the result would want to know of what was inferred: of the first columns, and how many others there are.</summary>
internal sealed class InferenceNotes
{
    /// <summary>Notes that are worth reading; of more there is the number.</summary>
    private const int MostNotes = 20;

    private readonly List<MessageText> _notes = [];
    private int _furtherNotes;

    /// <summary>The notes.</summary>
    public IReadOnlyList<MessageText> All => _furtherNotes == 0
        ? _notes
        : [.. _notes, Message.Of($"and {_furtherNotes} more columns with notes like these; {Fix.Inspect} shows the type of each")];

    /// <summary>Adds a note about a column.</summary>
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
