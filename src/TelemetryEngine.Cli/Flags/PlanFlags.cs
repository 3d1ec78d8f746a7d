using TelemetryEngine.Cli.Inputs;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Cli.Flags;

// Makes a plan of flags. A flag that the command does not have counts as not given.
internal static class PlanFlags
{
    private static readonly string[] TextOnly =
    [
        "--delimiter", "--no-header", "--columns", "--null", "--comment", "--decimal-comma", "--thousands", "--strip-units",
        "--encoding", "--skip-lines", "--header-line", "--skip-after-header", "--ragged", "--keep-records", "--union-by-name",
    ];

    // The plan.
    // throws UsageException: A value can't be understood.
    // throws PlanException: An aggregate can't be.
    public static Plan Read(Arguments arguments, InputSet inputs)
    {
        CheckTextFlags(arguments, inputs);
        bool isAggregate = arguments.Verb.For == For.Aggregate;
        bool isInspect = arguments.Verb.For == For.Inspect;
        Plan plan = new()
        {
            Source = ReadSource(arguments, inputs),
            Time = ReadTime(arguments),
        };
        List<PlanStep> steps = [];
        if (ReadUnpivot(arguments) is { } unpivot)
        {
            steps.Add(unpivot);
        }

        if (isInspect)
        {
            string[] keys = [.. ListText.Split(arguments.Values("--by")).Select(ListText.Unquote)];
            return plan with { Steps = keys.Length == 0 ? steps : [.. steps, new AggregateStep { GroupBy = keys }] };
        }

        ErrorPolicy policy = ReadPolicy(arguments);
        AddColumns(arguments, plan.Time, steps);
        steps.AddRange(arguments.Values("--where").Select(static filter => new WhereStep(filter)));
        if (arguments.Has("--from") || arguments.Has("--to"))
        {
            steps.Add(new BetweenStep { From = arguments.Value("--from"), To = arguments.Value("--to") });
        }

        AddDedup(arguments, steps);
        if (isAggregate)
        {
            steps.Add(ReadAggregation(arguments));
            steps.AddRange(arguments.Values("--having").Select(static filter => new WhereStep(filter)));
        }

        AddResultSteps(arguments, steps);
        return plan with { OnError = policy, Steps = steps };
    }

    // Computed columns may use joined ones; those up to the last one that is a key are there before.
    private static void AddColumns(Arguments arguments, TimePlan? time, List<PlanStep> steps)
    {
        TimePlan? zones = time is { Zone: not null } or { InputZone: not null }
            ? new TimePlan { Zone = time.Zone, InputZone = time.InputZone }
            : null;
        TableJoinStep[] joins = [.. arguments.Values("--join").Select(text => JoinText.Read(text, zones))];
        DeriveStep[] derived = [.. ListText.Split(arguments.Values("--derive")).Select(ReadDerive)];
        int before = Array.FindLastIndex(derived, column => Array.Exists(joins, join => join.On.Any(key => key.Column == column.Name))) + 1;
        steps.AddRange(derived[..before]);
        steps.AddRange(joins);
        steps.AddRange(derived[before..]);
    }

    private static void AddDedup(Arguments arguments, List<PlanStep> steps)
    {
        string keep = FlagText.Choice(arguments, "--keep", "first", "last", "error") ?? "first";
        if (arguments.Has("--dedup"))
        {
            string[] columns = [.. ListText.Split(arguments.Values("--dedup")).Select(ListText.Unquote)];
            steps.Add(new DedupStep { Columns = columns is ["*"] ? [] : columns, Keep = keep });
        }
        else if (arguments.Has("--keep"))
        {
            throw new UsageException("--keep says which of the rows that are alike stays; --dedup names the columns in which they are");
        }
    }

    // What happens to the rows of the result, in the order of the flags' table.
    private static void AddResultSteps(Arguments arguments, List<PlanStep> steps)
    {
        steps.AddRange(OverText.Read(arguments.Values("--over")));
        if (arguments.Value("--pivot") is { } pivot)
        {
            steps.Add(PivotText.Read(pivot));
        }

        if (arguments.Has("--select"))
        {
            steps.Add(new SelectStep { Columns = [.. ListText.Split(arguments.Values("--select")).Select(SelectColumn.Parse)] });
        }

        if (FlagText.Count(arguments, "--round", 0) is { } digits)
        {
            steps.Add(new RoundStep((int)Math.Min(digits, int.MaxValue)));
        }

        if (arguments.Has("--top"))
        {
            steps.Add(new TopStep
            {
                Rows = FlagText.Count(arguments, "--take", 1) ?? 1,
                By = ReadOrder(arguments, "--top"),
                Per = [.. ListText.Split(arguments.Values("--per")).Select(ListText.Unquote)],
            });
        }
        else if (new[] { "--take", "--per" }.FirstOrDefault(arguments.Has) is { } alone)
        {
            throw new UsageException($"{alone} says how many rows stay, and of which groups; --top names the columns that they are first in");
        }

        if (arguments.Has("--sort"))
        {
            steps.Add(new SortStep { By = ReadOrder(arguments, "--sort") });
        }

        long? limit = FlagText.Count(arguments, "--limit", 0);
        long skip = FlagText.Count(arguments, "--skip", 0) ?? 0;
        if (limit is not null || skip > 0)
        {
            steps.Add(new LimitStep(limit, skip));
        }
    }

    private static SortColumn[] ReadOrder(Arguments arguments, string flag) =>
        [.. ListText.Split(arguments.Values(flag)).Select(SortColumn.Parse)];

    private static AggregateStep ReadAggregation(Arguments arguments) => new()
    {
        Window = WindowFlags.Read(arguments),
        GroupBy = [.. ListText.Split(arguments.Values("--by")).Select(ListText.Unquote)],
        Series = [.. ListText.Split(arguments.Values("--series")).Select(ListText.Unquote)],
        Aggregates = arguments.Has("--agg")
            ? [.. arguments.Values("--agg").SelectMany(Aggregate.Parse)]
            : [Aggregate.Of("avg", "*")],
        Fill = [.. ListText.Split(arguments.Values("--fill")).Select(ReadFill)],
    };

    private static SourcePlan ReadSource(Arguments arguments, InputSet inputs) => new()
    {
        Format = InputKinds.Name(inputs.Kind),
        Paths = inputs.Paths,
        Declared = [.. ListText.Split(arguments.Values("--schema")).Select(ReadColumn)],
        Text = new TextPlan
        {
            Delimiter = FlagText.Character(arguments, "--delimiter"),
            Header = !arguments.Has("--no-header"),
            Columns = [.. ListText.Split(arguments.Values("--columns")).Select(ListText.Unquote)],
            Null = [.. ListText.Split(arguments.Values("--null")).Select(ListText.Unquote)],
            Comment = FlagText.Character(arguments, "--comment"),
            Encoding = arguments.Value("--encoding"),
            SkipLines = ReadSkipLines(arguments),
            SkipAfterHeader = Whole(arguments, "--skip-after-header", 0),
            Ragged = FlagText.Choice(arguments, "--ragged", "error", "pad", "cut"),
            KeepRecords = [.. ListText.Split(arguments.Values("--keep-records")).Select(ListText.Unquote)],
            UnionByName = arguments.Has("--union-by-name"),
            DecimalComma = arguments.Has("--decimal-comma"),
            Thousands = arguments.Value("--thousands"),
            StripUnits = arguments.Has("--strip-units") ? true : null,
        },
    };

    private static UnpivotStep? ReadUnpivot(Arguments arguments)
    {
        if (!arguments.Has("--unpivot"))
        {
            string? alone = new[] { "--names-to", "--values-to", "--names-are", "--include-nulls" }.FirstOrDefault(arguments.Has);
            return alone is null ? null : throw new UsageException($"{alone} says how columns become rows; --unpivot names the columns");
        }

        return new UnpivotStep
        {
            Columns = [.. ListText.Split(arguments.Values("--unpivot")).Select(ListText.Unquote)],
            NamesTo = arguments.Value("--names-to") ?? "name",
            ValuesTo = arguments.Value("--values-to") ?? "value",
            Names = FlagText.Choice(arguments, "--names-are", "start", "end", "text"),
            IncludeNulls = arguments.Has("--include-nulls"),
        };
    }

    private static int? ReadSkipLines(Arguments arguments)
    {
        if (!arguments.Has("--header-line"))
        {
            return Whole(arguments, "--skip-lines", 0);
        }

        string? other = Array.Find(["--skip-lines", "--no-header"], arguments.Has);
        return other is null
            ? Whole(arguments, "--header-line", 1) - 1
            : throw new UsageException($"--header-line says where the names stand, and {other} says it otherwise; leave one of them out");
    }

    // no text has more lines than that
    private static int? Whole(Arguments arguments, string flag, long least) =>
        FlagText.Count(arguments, flag, least) is { } count ? (int)Math.Min(count, int.MaxValue) : null;

    private static FillPlan ReadFill(string text)
    {
        int equals = text.LastIndexOf('=');
        return equals < 1
            ? new FillPlan(null, text.Trim())
            : new FillPlan(ListText.Unquote(text[..equals].Trim()), text[(equals + 1)..].Trim());
    }

    private static TimePlan? ReadTime(Arguments arguments)
    {
        string ambiguous = FlagText.Choice(arguments, "--ambiguous", "auto", "earliest", "latest", "error", "order") ?? "auto";
        string nonexistent = FlagText.Choice(arguments, "--nonexistent", "error", "shift", "null") ?? "error";
        return new[] { "--time", "--time-format", "--time-zone", "--input-zone", "--ambiguous", "--dst-column", "--nonexistent" }.Any(
            arguments.Has)
            ? new TimePlan
            {
                Column = arguments.Value("--time"),
                Format = arguments.Value("--time-format"),
                Zone = arguments.Value("--time-zone"),
                InputZone = arguments.Value("--input-zone"),
                Ambiguous = ambiguous,
                DstColumn = arguments.Value("--dst-column"),
                Nonexistent = nonexistent,
            }
            : null;
    }

    // a run that may reject some rows leaves them out: who says how many need not say it twice
    private static ErrorPolicy ReadPolicy(Arguments arguments) => FlagText.Choice(arguments, "--on-error", "fail", "skip", "null") switch
    {
        "skip" => ErrorPolicy.Skip,
        "null" => ErrorPolicy.Null,
        "fail" when arguments.Has("--max-rejects") =>
            throw new UsageException("--max-rejects leaves rows out, and --on-error fail stops at the first; leave one of them out"),
        _ when arguments.Has("--max-rejects") => ErrorPolicy.Skip,
        _ when arguments.Has("--rejects") =>
            throw new UsageException(
                "--rejects needs --on-error skip (or null): without it the run stops at the first row that can't be read"),
        _ => ErrorPolicy.Fail,
    };

    private static SchemaColumn ReadColumn(string text)
    {
        int equals = ListText.EqualsSign(text, last: true);
        if (equals <= 0)
        {
            throw new UsageException($"--schema: '{text}' is not COLUMN=TYPE, such as power_w=float64");
        }

        string name = ListText.Unquote(text[..equals].Trim());
        string type = text[(equals + 1)..].Trim();
        if (SchemaColumn.IsType(type))
        {
            return new SchemaColumn(name, type);
        }

        string[] types = ["bool", "int32", "int64", "float32", "float64", "decimal", "timestamp", "utf8", "dictionary"];
        string? nearest = NearestName.Find(type, types);
        throw new UsageException(
            $"--schema: '{type}' is not a type for '{name}'; "
                + (nearest is null ? $"the types are {string.Join(", ", types)}" : $"did you mean '{nearest}'?"));
    }

    private static DeriveStep ReadDerive(string text)
    {
        int equals = ListText.EqualsSign(text);
        return equals > 0 && equals < text.Length - 1
            ? new DeriveStep(ListText.Unquote(text[..equals].Trim()), text[(equals + 1)..].Trim())
            : throw new UsageException($"--derive: '{text}' is not NAME=EXPRESSION, such as kw = power_w / 1000");
    }

    private static void CheckTextFlags(Arguments arguments, InputSet inputs)
    {
        if (inputs.Kind != InputKind.Csv && TextOnly.FirstOrDefault(arguments.Has) is { } flag)
        {
            throw new UsageException($"{flag} is for delimited text, and '{inputs.Paths[0]}' is {InputKinds.Describe(inputs.Kind)}");
        }
    }
}
