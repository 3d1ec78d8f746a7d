using TelemetryEngine.Cli.Inputs;

namespace TelemetryEngine.Cli.Flags;

// A join as --join takes it: FILE on KEY, … and then words that say which rows and what happens to those without one.
internal static class JoinText
{
    private static readonly string[] Kinds = ["inner", "left", "semi", "anti"];
    private static readonly string[] Directions = ["before", "after", "nearest"];

    // The step.
    // time: How times of the file are read.
    // throws UsageException: The text is no join, or there is no such file.
    // throws PlanException: A key has no name.
    public static TableJoinStep Read(string text, TimePlan? time)
    {
        Words words = new(text);
        int on = words.Rest.LastIndexOf(" on ", StringComparison.OrdinalIgnoreCase);
        JoinKey[] keys = on < 0 ? [] : [.. ListText.Split([words.Rest[(on + 4)..]]).Select(JoinKey.Parse)];
        string file = ListText.Unquote((on < 0 ? words.Rest : words.Rest[..on]).Trim());
        bool isByTime = words.Direction is not null || words.Valid is not null;
        if (file.Length == 0 || (keys.Length == 0 && !isByTime))
        {
            throw new UsageException($"--join: '{text}' is not FILE on KEY, such as 'devices.csv on device_id'");
        }

        if ((words.Direction is not null && words.Valid is not null) || (words.Many && isByTime))
        {
            throw new UsageException($"--join: '{text}' says in two ways which rows are meant; take one of many, before (after, nearest) and valid");
        }

        if (words.Direction is null && (words.Within ?? words.By) is { } alone)
        {
            throw new UsageException($"--join: '{alone}' in '{text}' is about the next row in time; say which: before, after or nearest");
        }

        InputSet input = file == "-"
            ? throw new UsageException("--join: standard input can't be joined with; name a file")
            : InputSet.Find([file]);
        Plan plan = new() { Source = new SourcePlan { Format = InputKinds.Name(input.Kind), Paths = input.Paths }, Time = time };
        string kind = words.Kind ?? "inner";
        if (words.Direction is { } direction)
        {
            return new AsofJoinStep
            {
                Input = plan,
                Kind = kind,
                On = keys,
                Direction = direction,
                Tolerance = words.Within,
                OtherTime = words.By,
            };
        }

        if (words.Valid is not { } valid)
        {
            return new JoinStep { Input = plan, Kind = kind, On = keys, Many = words.Many };
        }

        string[] ends = valid.Split("..");
        return ends is [var from, var to]
            ? new ValidJoinStep { Input = plan, Kind = kind, On = keys, From = ListText.Unquote(from), To = ListText.Unquote(to) }
            : throw new UsageException($"--join: '{valid}' in '{text}' is not FROM..TO, the columns with the start and the end");
    }

    // The words at the end.
    private sealed class Words
    {
        public Words(string text)
        {
            Rest = text.Trim();
            while (Take())
            {
            }
        }

        // What stands before them.
        public string Rest { get; private set; }

        public string? Kind { get; private set; }

        public string? Direction { get; private set; }

        public string? Within { get; private set; }

        public string? By { get; private set; }

        public string? Valid { get; private set; }

        public bool Many { get; private set; }

        private bool Take()
        {
            string last = Last(Rest, out string before);
            string word = Last(before, out string first);
            if (before.Length > 0 && Kind is null && Kinds.Contains(last))
            {
                Kind = last;
                Rest = before;
            }
            else if (before.Length > 0 && Direction is null && Directions.Contains(last))
            {
                Direction = last;
                Rest = before;
            }
            else if (before.Length > 0 && !Many && last == "many")
            {
                Many = true;
                Rest = before;
            }
            else if (first.Length > 0 && word is "within" or "by" or "valid")
            {
                Within = word == "within" ? last : Within;
                By = word == "by" ? ListText.Unquote(last) : By;
                Valid = word == "valid" ? last : Valid;
                Rest = first;
            }
            else
            {
                return false;
            }

            return true;
        }

        private static string Last(string text, out string before)
        {
            int space = text.LastIndexOf(' ');
            before = space < 0 ? "" : text[..space].TrimEnd();
            return text[(space + 1)..];
        }
    }
}
