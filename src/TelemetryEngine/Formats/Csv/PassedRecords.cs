using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

// Records that a scan has passed over because they are no rows, counted by all of its readers.
internal sealed class PassedRecords
{
    private long _headers;
    private long _blanks;
    private long _otherKinds;

    // A sentence for each kind that was met.
    public IReadOnlyList<MessageText> Notes
    {
        get
        {
            List<MessageText> notes = [];
            Add(notes, Interlocked.Read(ref _headers), Message.Of($"repeating the header"));
            Add(notes, Interlocked.Read(ref _blanks), Message.Of($"without any value"));
            Add(notes, Interlocked.Read(ref _otherKinds), Message.Of($"of other kinds than {Fix.KeepRecords} names"));
            return notes;
        }
    }

    public void AddHeader() => Interlocked.Increment(ref _headers);

    public void AddBlank() => Interlocked.Increment(ref _blanks);

    public void AddOtherKind() => Interlocked.Increment(ref _otherKinds);

    private static void Add(List<MessageText> notes, long count, MessageText what)
    {
        if (count > 0)
        {
            notes.Add(count == 1 ? Message.Of($"1 record {what} passed over") : Message.Of($"{count:N0} records {what} passed over"));
        }
    }
}
