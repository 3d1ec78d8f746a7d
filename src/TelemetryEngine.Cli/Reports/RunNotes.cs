using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Reports;

// What a run has to say beside its result, each once and as soon as it is known.
internal sealed class RunNotes(bool isQuiet) : IProgress<MessageText>
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    // Says a note, unless it was said.
    public void Report(MessageText value)
    {
        string note = value.ToString(FlagHint.Of);
        if (!isQuiet && _said.Add(note))
        {
            Terminal.Note(note);
        }
    }

    // Says those that were not said.
    public void Say(IEnumerable<MessageText> notes)
    {
        foreach (MessageText note in notes)
        {
            Report(note);
        }
    }

    // Runs what may find that a plan does not fit its input, which is said after what the input had to say.
    public T Around<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (PlanException e)
        {
            Say(e.Notes);
            throw;
        }
    }
}
