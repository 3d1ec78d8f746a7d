namespace TelemetryEngine.Execution;

/// <summary>
/// Some of all keys: those whose hashes begin with certain bits. Groups are parted by the values of the plan's keys alone, so that all windows of a key,
/// and all series in it, stay together.
/// </summary>
/// <param name="Bits">How many bits; 0 = all keys.</param>
/// <param name="Prefix">The bits.</param>
internal readonly record struct KeyPart(int Bits, ulong Prefix)
{
    /// <summary>All keys.</summary>
    public static KeyPart All => default;

    public bool IsAll => Bits == 0;

    /// <summary>The half of the part whose next bit is this.</summary>
    public KeyPart Half(int bit) => new(Bits + 1, (Prefix << 1) | (uint)bit);

    /// <summary>True when a key of this hash is one of them.</summary>
    public bool Has(ulong hash) => Bits == 0 || hash >> (64 - Bits) == Prefix;

    /// <summary>How many of a plan's key columns are hashed: the first ones.</summary>
    public static int Columns(BoundPlan plan) => Math.Min(plan.Keys.Length, plan.Plan.GroupBy.Count);
}
