using TelemetryEngine.Formats;

namespace TelemetryEngine.Execution;

// Writes what a run results in to a file, together with its rejected rows: whole or not at all.
internal static class ResultFile
{
    // Makes sure that no output is an input or the other output.
    // rejects: That of the rejected rows; null where none are written.
    // throws PlanException: Two of them are one file.
    // throws OutputException: An output can't be had.
    public static void EnsureApart(string output, string? rejects, IReadOnlyList<string> inputs)
    {
        OutputFile.EnsureNotInput(output, inputs);
        if (rejects is null)
        {
            return;
        }

        OutputFile.EnsureNotInput(rejects, inputs);
        if (OutputPlace.AreSame(rejects, output))
        {
            throw new PlanException($"the rejected rows '{rejects}' and the result '{output}' are the same file; name two");
        }
    }

    // Runs the plan to a file.
    // throws OutputException: The output failed.
    // throws PlanException: The format does not hold a column's type.
    public static void Write(Executor executor, string path, in WrittenForm form, CancellationToken cancellation)
    {
        using OutputFile output = OutputFile.Create(path);
        Write(executor, output.Stream, output.Name, form, cancellation);
        if (executor.Rejects is { } rejects)
        {
            // The result comes last: where it is, its rejected rows are too.
            OutputFile.CommitAll(rejects, output);
        }
        else
        {
            output.Commit();
        }
    }

    // Runs the plan to a stream, which stays open. Rejected rows are there afterwards.
    // throws OutputException: The output failed.
    // throws PlanException: The format does not hold a column's type.
    public static void Write(Executor executor, Stream output, in WrittenForm form, CancellationToken cancellation)
    {
        Write(executor, output, PipeOutput.Name, form, cancellation);
        output.Flush();
        executor.Rejects?.Commit();
    }

    private static void Write(Executor executor, Stream output, string name, in WrittenForm form, CancellationToken cancellation)
    {
        try
        {
            if (form.Match.Compression == FileCompression.None)
            {
                executor.Write(form.Match.Format, output, form.Options, cancellation);
                return;
            }

            using Stream packed = form.Match.Compress(output);
            executor.Write(form.Match.Format, packed, form.Options, cancellation);
        }
        catch (OutputException e) when (e.IsBrokenPipe && e.File == name)
        {
            // Who reads the result has seen enough, which is no failure of the run: what was rejected is whole.
            executor.Rejects?.Commit();
            throw;
        }
    }
}
