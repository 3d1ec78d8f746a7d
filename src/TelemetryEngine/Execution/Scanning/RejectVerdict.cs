using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Quoting;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Scanning;

// What rejected rows mean for a run: which error the first of them is, and when so many were left out that there is no result.
// options: How the plan is run.
// request: How the input was read.
internal sealed class RejectVerdict(BoundPlan plan, Source source, RunOptions options, ScanRequest request)
{
    // Rows from the start that show whether few rows fail or most do.
    private const int LookedAtRows = 10_000;

    // The row that ends the run, with what helps: a row left out is a remedy only where most rows are well.
    public InputException Failure(Reject first)
    {
        MessageText error = first.Error;
        if (RowRemedy.Without(error) is { } bare && bare != error && Share(first) is var (failed, read) && failed * 2 > read)
        {
            string rows =
                failed == read
                    ? string.Create(null, $"each of the first {read} rows fails")
                    : string.Create(null, $"{failed} of the first {read} rows fail");
            error = read > 1 ? Message.Of($"{bare}; {rows}{InspectHint(first.File)}") : Message.Of($"{bare}{InspectHint(first.File)}");
        }

        return At(Placed(first), error);
    }

    // Looks at what was rejected, when everything is read.
    // throws InputException: No row could be read, or more were rejected than are allowed.
    public void Check(long rejected, long read)
    {
        if (rejected == 0 || options.AllowsAnyRejects)
        {
            return;
        }

        if (rejected == read)
        {
            throw NothingRead(read);
        }

        if (options.MaxRejects is { } limit && !limit.Allows(rejected, read))
        {
            throw new InputException(
                $"{rejected:N0} of {read:N0} rows could not be read, and {limit} {(limit.MostRows == 1 ? "is" : "are")} allowed ({Fix.MaxRejects}); there is no result{Kept}");
        }
    }

    private MessageText Kept =>
        options.RejectsPath is { } path ? Message.Of($"; see {path}") : Message.Of($"; {Fix.Rejects.With("rejects.csv")} keeps them");

    private InputException NothingRead(long read)
    {
        string none = read == 1 ? "the only row of the input can't be read" : $"none of the {read:N0} rows of the input can be read";
        RejectLog log = new(ErrorPolicy.Fail);
        if (Look(log) is null || log.First is not { } first)
        {
            return new InputException($"{none}{Kept}");
        }

        return At(Placed(first), Message.Of($"{RowRemedy.Without(first.Error)}; {none}"));
    }

    // Of a pipe only what stands before the row is known: how many rows that is at the most, its line says.
    private (long Failed, long Read)? Share(Reject first)
    {
        RejectLog log = new(ErrorPolicy.Skip);
        if (Look(log) is { } read)
        {
            return (log.Count, read);
        }

        return first.Line is 1 or 2 ? (1, 1) : null;
    }

    // Reads the first rows once more, on this thread. Returns how many were met; null when the input can't be read twice, or not so far.
    private long? Look(RejectLog log)
    {
        if (source.OnlyOnce)
        {
            return null;
        }

        try
        {
            using Scan scan = source.Open(request with { Log = log, ExactBorders = true });
            using BatchReader reader = scan.CreateReader();
            using RowStage stage = new(plan.Scan, log);
            while (reader.RowsRead < LookedAtRows && log.First is null && reader.Read(CancellationToken.None) is { } batch)
            {
                stage.Run(batch);
            }

            return reader.RowsRead;
        }
        catch (InputException)
        {
            // The input ends badly before so many rows. The row that is told of stands before that place, and only its proposal is in
            // question.
            return null;
        }
    }

    private MessageText? InspectHint(int file) =>
        plan.Plan.Source.Format != "memory" && source.Files[file] is not "-" and var name
            ? Message.Of($"; {Fix.Inspect.With(name)} looks for the way to read it") : null;

    private Reject Placed(Reject reject) => source.ResolveLines([reject]).Single();

    private InputException At(Reject placed, MessageText error)
    {
        string file = source.Files[placed.File];
        return placed.Line == 0
            ? InputException.AtRow(file, placed.Position + 1, placed.Column, error)
            : InputException.AtRow(file, placed.Line, placed.Position, placed.Column, error);
    }
}
