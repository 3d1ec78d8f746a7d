using TelemetryEngine.Windows;

namespace TelemetryEngine.Cli.Flags;

// Makes a window of flags: one flag says which kind it is, others say more about it.
internal static class WindowFlags
{
    private static readonly string[] Kinds = ["--every", "--session", "--cumulate"];
    private static readonly string[] Borders = ["--offset", "--week-start", "--label", "--closed", "--align"];
    private static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    // The window, or null for the whole input.
    // throws UsageException: The flags do not go together.
    public static WindowPlan? Read(Arguments arguments)
    {
        string[] kinds = [.. Kinds.Where(arguments.Has)];
        if (kinds.Length > 1)
        {
            throw new UsageException($"{kinds[0]} and {kinds[1]} ask for different windows; leave one of them out");
        }

        if (kinds.Length == 0)
        {
            CheckAlone(arguments);
            return null;
        }

        WindowPlan plan = kinds[0] switch
        {
            "--session" => ReadSession(arguments),
            "--cumulate" => ReadCumulative(arguments),
            _ => new WindowPlan
            {
                Kind = arguments.Has("--period") ? "hopping" : "tumbling",
                Every = FlagText.Duration(arguments, "--every"),
                Period = FlagText.Duration(arguments, "--period"),
            },
        };
        return plan with
        {
            Offset = FlagText.Duration(arguments, "--offset"),
            WeekStart = FlagText.Choice(arguments, "--week-start", Weekdays),
            Label = FlagText.Choice(arguments, "--label", "start", "end"),
            Closed = FlagText.Choice(arguments, "--closed", "left", "right"),
            Align = FlagText.Choice(arguments, "--align", "local", "utc"),
            ShowEnd = arguments.Has("--window-end"),
        };
    }

    private static WindowPlan ReadSession(Arguments arguments)
    {
        if (arguments.Has("--period"))
        {
            throw new UsageException("--period is for --every and --cumulate; sessions are as long as their readings, so leave it out");
        }

        return Borders.FirstOrDefault(arguments.Has) is { } flag
            ? throw new UsageException(
                $"{flag} is for windows with fixed borders, and sessions begin and end with their readings; leave it out")
            : Session.Gap(FlagText.Duration(arguments, "--session")!);
    }

    private static WindowPlan ReadCumulative(Arguments arguments)
    {
        string step = FlagText.Duration(arguments, "--cumulate")!;
        return FlagText.Duration(arguments, "--period") is { } period
            ? Cumulative.Step(step, period)
            : throw new UsageException(
                $"--cumulate needs the length after which it begins anew: add --period, such as {FlagHint.Of("--cumulate", step)} --period 1d");
    }

    private static void CheckAlone(Arguments arguments)
    {
        if (arguments.Has("--period"))
        {
            throw new UsageException(
                $"--period needs to know how often windows begin: add --every, such as --every 5m {FlagHint.Of("--period", arguments.Value("--period")!)}");
        }

        if (Borders.Append("--window-end").FirstOrDefault(arguments.Has) is { } flag)
        {
            throw new UsageException($"{flag} needs a window: add --every, such as --every 1h");
        }
    }
}
