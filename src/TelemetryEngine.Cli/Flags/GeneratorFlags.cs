using TelemetryEngine.DataGen;

namespace TelemetryEngine.Cli.Flags;

// What readings to make, from flags.
internal static class GeneratorFlags
{
    // The options of the generator.
    // throws UsageException: A value can't be understood, or the values don't fit each other.
    public static GeneratorOptions Read(Arguments arguments)
    {
        GeneratorOptions options = new()
        {
            Devices = Devices(arguments),
            Profile = FlagText.Choice(arguments, "--profile", "meters", "1brc") == "1brc" ? Profile.OneBillionRows : Profile.Meters,
            Order = FlagText.Choice(arguments, "--order", "device", "random", "shuffled") switch
            {
                "device" => RowOrder.Device,
                "random" => RowOrder.Random,
                "shuffled" => RowOrder.Shuffled,
                _ => null,
            },
            Energy = arguments.Has("--energy"),
            Resets = FlagText.Length(arguments, "--resets"),
            Gaps = FlagText.Fraction(arguments, "--gaps"),
            Nulls = FlagText.Fraction(arguments, "--nulls"),
            Disorder = FlagText.Fraction(arguments, "--disorder"),
            Duplicates = FlagText.Fraction(arguments, "--duplicates"),
            Dirty = FlagText.Fraction(arguments, "--dirty"),
            Format = Format(arguments),
            Threads = RunFlags.Threads(arguments),
        };
        options = options with
        {
            Rows = FlagText.Count(arguments, "--rows", 0) ?? options.Rows,
            Start = FlagText.Instant(arguments, "--start") ?? options.Start,
            Step = FlagText.Length(arguments, "--step") ?? options.Step,
            Seed = (ulong?)FlagText.Count(arguments, "--seed", 0) ?? options.Seed,
        };
        try
        {
            options.Validate();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(char.ToLowerInvariant(e.Message[0]) + e.Message[1..].TrimEnd('.'));
        }

        return options;
    }

    private static int? Devices(Arguments arguments)
    {
        long? devices = FlagText.Count(arguments, "--devices", 1);
        return devices > GeneratorOptions.MaxDevices
            ? throw new UsageException($"--devices: {devices} is more than {GeneratorOptions.MaxDevices}")
            : (int?)devices;
    }

    private static OutputFormat Format(Arguments arguments)
    {
        string output = arguments.Value("--output") ?? "-";
        string? named = FlagText.Choice(arguments, "--format", "csv", "ndjson", "arrow");
        return (named ?? Path.GetExtension(output).ToLowerInvariant()) switch
        {
            "csv" or ".csv" or ".txt" or "" => OutputFormat.Csv,
            "ndjson" or ".ndjson" or ".jsonl" => OutputFormat.NdJson,
            "arrow" or ".arrow" or ".feather" => OutputFormat.Arrow,
            _ => throw new UsageException(
                $"--output: the name '{output}' stands for no format that can be made; add --format csv, ndjson or arrow"),
        };
    }
}
