using TelemetryEngine.Execution.Planning;

namespace TelemetryEngine.Execution.Spilling;

// Some of all groups: those whose hashes begin with certain bits. Groups are parted by the values of the plan's keys, and by their windows
// too where these know nothing of each other (BoundPlan.HasWindowsApart): what has to be together to finish a row stays together, as all
// series of a key do.
// Bits: How many bits; 0 = all groups.
internal readonly record struct KeyPart(int Bits, ulong Prefix)
{
    // All groups.
    public static KeyPart All => default;

    public bool IsAll => Bits == 0;

    // The parts of this one by some more bits.
    public IEnumerable<KeyPart> Cut(int bits)
    {
        for (ulong next = 0; next < 1UL << bits; next++)
        {
            yield return new KeyPart(Bits + bits, (Prefix << bits) | next);
        }
    }

    // True when a group of this hash is one of them.
    public bool Has(ulong hash) => Bits == 0 || hash >> (64 - Bits) == Prefix;

    // How many of a plan's key columns are hashed: the first ones.
    public static int Columns(BoundPlan plan) => Math.Min(plan.Keys.Length, plan.Plan.GroupBy.Count);

    // True when a plan's groups can be parted at all.
    public static bool CanCut(BoundPlan plan) => plan.HasWindowsApart || Columns(plan) > 0;
}
