namespace TelemetryEngine.Cli.Flags;

/// <summary>The commands that know a flag.</summary>
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

    /// <summary>The commands that look at text and may have to be told how it is written.</summary>
    Readers = Aggregate | Inspect | Convert,

    /// <summary>The commands that turn readings into a result.</summary>
    Runs = Aggregate | Convert | Run,

    All = Aggregate | Inspect | Convert | Run | Generate | Demo,
}

/// <summary>How often a flag may stand on the command line, and what follows it.</summary>
internal enum Takes
{
    /// <summary>Nothing follows.</summary>
    Nothing,

    /// <summary>One value, once.</summary>
    One,

    /// <summary>A value, as often as wanted; where the value is a list, commas do the same.</summary>
    Many,
}

/// <summary>A flag: a row of <see cref="Options"/>.</summary>
/// <param name="Name">The name with its dashes.</param>
/// <param name="Alias">A short name, or null.</param>
/// <param name="Value">What follows, as help calls it; null for a switch.</param>
/// <param name="Takes">How often it may be given.</param>
/// <param name="For">Who knows it.</param>
/// <param name="Help">What it does, in a sentence.</param>
/// <param name="Example">A use of it that works.</param>
internal sealed record Flag(string Name, string? Alias, string? Value, Takes Takes, For For, string Help, string Example)
{
    /// <summary>The name as help shows it: with the alias and the value's name.</summary>
    public string Label => (Alias is null ? Name : $"{Alias}, {Name}") + (Value is null ? "" : $" {Value}");
}

/// <summary>Flags that belong together in help.</summary>
/// <param name="Title">Their heading.</param>
/// <param name="Flags">The flags in the order in which help lists them.</param>
internal sealed record FlagGroup(string Title, IReadOnlyList<Flag> Flags);
