using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Reports;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli;

// The program: finds the command, runs it, and turns what went wrong into a message and an exit code.
internal static class CommandLine
{
    // Runs the program and gives its exit code.
    public static int Run(string[] args)
    {
        try
        {
            return Dispatch(args);
        }
        catch (UsageException e)
        {
            string page = args.Length > 0 && Verbs.Find(args[0]) is { } verb ? $"telemetry {verb.Name} --help" : "telemetry --help";
            Terminal.Error($"{e.Message}\nTry '{page}'.");
            return ExitCode.Usage;
        }
        catch (PlanException e)
        {
            Terminal.Error(e.Text);
            return ExitCode.Usage;
        }
        catch (OutputException e) when (e.IsBrokenPipe)
        {
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (InputException e)
        {
            return Failed(e.Text);
        }
        catch (RunException e)
        {
            return Failed(e.Text);
        }
        catch (OutputException e)
        {
            return Failed(e.Text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Terminal.Error(VisibleText.Of(e.Message));
            return ExitCode.Failed;
        }
        catch (OutOfMemoryException)
        {
            Terminal.Error(
                "the system or container has no more memory for this run; allow less with --memory, use fewer --threads, or give the container more");
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            Terminal.Error($"a fault in the program itself; please report it with these lines\n{e}");
            return ExitCode.Failed;
        }
    }

    private static int Failed(MessageText why)
    {
        Terminal.Error(why);
        return ExitCode.Failed;
    }

    private static int Dispatch(string[] args)
    {
        string first = args.Length == 0 ? "" : args[0];
        switch (first)
        {
            case "":
                Terminal.Write(HelpText.Overview());
                return ExitCode.Usage;
            case "--version":
                return Print($"telemetry {Version}\n");
            case "--help" or "-h" or "-?":
                return Print(HelpText.Overview());
            case "help":
                return Print(args.Length > 1 ? HelpText.Page(Known(args[1])) : HelpText.Overview());
        }

        Arguments arguments = Arguments.Parse(Known(first), args[1..]);
        if (arguments.Has("--help"))
        {
            return Print(HelpText.Page(arguments.Verb));
        }

        return arguments.Has("--version") ? Print($"telemetry {Version}\n") : RunGuarded(arguments);
    }

    private static int RunGuarded(Arguments arguments)
    {
        using Interruption interruption = Interruption.Watch();
        return arguments.Verb.Run(arguments);
    }

    private static Verb Known(string name)
    {
        if (Verbs.Find(name) is { } verb)
        {
            return verb;
        }

        string kind = name.StartsWith('-') ? "flag" : "command";
        string? nearest = NearestName.Find(name, Verbs.All.Select(v => v.Name));
        string commands = string.Join(", ", Verbs.All.Select(v => v.Name));
        throw new UsageException(
            $"unknown {kind} '{name}'; " + (nearest is null ? $"the commands are {commands}" : $"did you mean '{nearest}'?"));
    }

    private static string Version => typeof(CommandLine).Assembly.GetName().Version!.ToString(3);

    private static int Print(string text)
    {
        StandardOutput.Write(text);
        return ExitCode.Done;
    }
}
