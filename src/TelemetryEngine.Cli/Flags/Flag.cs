namespace TelemetryEngine.Cli.Flags;

// The commands that know a flag.
[Flags]
internal enum For
{
    None = 0,
    Aggregate = 1,
    Inspect = 2,
    Convert = 4,
    Run = 8,
    Generate = 16,
    Demo = 32,
    Sql = 64,

    // The commands that look at text and may have to be told how it is written.
    Readers = Aggregate | Inspect | Convert,

    // The commands that turn readings into a result.
    Runs = Aggregate | Convert | Run | Sql,

    All = Aggregate | Inspect | Convert | Run | Generate | Demo | Sql,
}

// How often a flag may stand on the command line, and what follows it.
internal enum Takes
{
    // Nothing follows.
    Nothing,

    // One value, once.
    One,

    // A value, as often as wanted; where the value is a list, commas do the same.
    Many,
}

// A flag: a row of Options.
// Name: The name with its dashes.
// Alias: A short name, or null.
// Value: What follows, as help calls it; null for a switch.
// Takes: How often it may be given.
// Help: What it does, in a sentence.
// Example: A use of it that works.
internal sealed record Flag(string Name, string? Alias, string? Value, Takes Takes, For For, string Help, string Example)
{
    // The name as help shows it: with the alias and the value's name.
    public string Label => (Alias is null ? Name : $"{Alias}, {Name}") + (Value is null ? "" : $" {Value}");
}

// Flags that belong together in help.
// Flags: The flags in the order in which help lists them.
internal sealed record FlagGroup(string Title, IReadOnlyList<Flag> Flags);
