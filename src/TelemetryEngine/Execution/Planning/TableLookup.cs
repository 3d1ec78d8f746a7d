using TelemetryEngine.Execution.Joins;

namespace TelemetryEngine.Execution.Planning;

// A join that finds one row at most for each row.
// Keys: The ordinals of the keys.
// Time: The ordinal of the time, or −1.
internal sealed record TableLookup(JoinTable Table, int[] Keys, int Time) : RowStep
{
    // The ordinal of the first column that rows get.
    public int FirstAdded { get; init; }
}

// A join whose other input is open, in the place of its step.
internal sealed record OpenJoin(TableJoinStep Step, JoinInput Input) : PlanStep
{
    // Whether the other input's keys are known to be unique.
    public bool HasUniqueKeys { get; init; }

    // Whether a row comes out once at most, as single rows do: whether there is one is all that some ask.
    public bool IsOnRows => Step is not JoinStep { Many: true, Kind: not ("semi" or "anti") } || HasUniqueKeys;
}
