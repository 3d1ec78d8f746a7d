namespace TelemetryEngine.Aggregates.Components;

/// <summary>What the options of an aggregate say about its steps.</summary>
/// <param name="Carries">True when the step from the last reading of an earlier window counts.</param>
internal sealed record StepRules(bool Carries)
{
    /// <summary>The longest step that counts, in the time column's unit.</summary>
    public ulong LongestStep { get; init; } = ulong.MaxValue;

    /// <summary>Where a register turns over, in the form of the column's numbers; null = one that goes down began again at 0.</summary>
    public Reading? Rollover { get; init; }

    /// <summary>True when readings that drop and come back are left out.</summary>
    public bool IgnoresGlitches { get; init; }

    /// <summary>True when readings that look as if they were of several devices are taken as those of one.</summary>
    public bool AllowsMixed { get; init; }

    /// <summary>Tells one set of rules from another, in the name of a component.</summary>
    public string Name { get; init; } = Carries ? "carry" : "inside";
}
