using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Reports;

/// <summary>What a run has to say beside its result, each once and as soon as it is known.</summary>
/// <param name="isQuiet">True to say nothing.</param>
internal sealed class RunNotes(bool isQuiet) : IProgress<MessageText>
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Says a note, unless it was said.</summary>
    public void Report(MessageText value)
    {
        string note = value.ToString(FlagHint.Of);
        if (!isQuiet && _said.Add(note))
        {
            Terminal.Note(note);
        }
    }

    /// <summary>Says those that were not said.</summary>
    public void Say(IEnumerable<MessageText> notes)
    {
        foreach (MessageText note in notes)
        {
            Report(note);
        }
    }

    /// <summary>Runs what may find that a plan does not fit its input, which is said after what the input had to say.</summary>
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
