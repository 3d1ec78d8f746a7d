using TelemetryEngine.Formats;

namespace TelemetryEngine.Execution;

/// <summary>Writes what a run results in to a file, together with its rejected rows: whole or not at all.</summary>
internal static class ResultFile
{
    /// <summary>Makes sure that no output is an input or the other output.</summary>
    /// <param name="output">The result's name.</param>
    /// <param name="rejects">That of the rejected rows; null where none are written.</param>
    /// <param name="inputs">The inputs' names.</param>
    /// <exception cref="PlanException">Two of them are one file.</exception>
    /// <exception cref="OutputException">An output can't be had.</exception>
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

    /// <summary>Runs the plan to a file.</summary>
    /// <exception cref="OutputException">The output failed.</exception>
    /// <exception cref="PlanException">The format does not hold a column's type.</exception>
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

    /// <summary>Runs the plan to a stream, which stays open. Rejected rows are there afterwards.</summary>
    /// <exception cref="OutputException">The output failed.</exception>
    /// <exception cref="PlanException">The format does not hold a column's type.</exception>
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
