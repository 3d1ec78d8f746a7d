namespace TelemetryEngine;

/// <summary>A step that has an input of its own beside the rows before it.</summary>
public abstract record InputStep : PlanStep
{
    private protected InputStep()
    {
    }

    /// <summary>What is read for it.</summary>
    public required Plan Input { get; init; }

    // What of it lives in the program.
    internal PipelineInput? Memory { get; init; }
}

/// <summary>The rows of another input behind these. Columns go by their names: one that an input does not have is null in its rows. Numbers
/// become the narrowest type that holds both; of other types, both must be the same.</summary>
public sealed record UnionStep : InputStep;

/// <summary>A step that finds rows of another input for each row, and adds their columns behind its own. The rows keep their order. Columns
/// of the keys are there once; other columns of both inputs that have one name are an error. A null is equal to nothing.</summary>
public abstract record TableJoinStep : InputStep
{
    private protected TableJoinStep()
    {
    }

    /// <summary>What happens to a row: <c>inner</c> leaves it out if there is none for it, <c>left</c> keeps it with nulls, <c>semi</c>
    /// keeps it if there is one, and <c>anti</c> if there is none; these two add no columns.</summary>
    public string Kind { get => field ?? "inner"; init; } = "inner";

    /// <summary>The keys: columns that are equal on both sides.</summary>
    public IReadOnlyList<JoinKey> On { get => field ?? []; init; } = [];
}

/// <summary>A key of a join.</summary>
/// <param name="Column">The column of the rows.</param>
/// <param name="Other">The column of the other input; null = it has the same name.</param>
public sealed record JoinKey(string Column, string? Other = null)
{
    /// <summary>A key as users write it: a column of both inputs, or <c>column = other</c>.</summary>
    /// <exception cref="PlanException">A side of the sign has no name.</exception>
    public static JoinKey Parse(string text) => NamedText.Key(text);
}

/// <summary>A join on equal keys, with an input that fits the memory.</summary>
public sealed record JoinStep : TableJoinStep
{
    /// <summary>True allows several rows of the other input for one: the row comes once for each, in their order. False makes keys that
    /// stand there twice an error.</summary>
    public bool Many { get; init; }
}

/// <summary>A join with the row of the other input that is next in time, of those that are equal in the keys. Two of them at one time are
/// an error.</summary>
public sealed record AsofJoinStep : TableJoinStep
{
    /// <summary>The time of the rows; null = the plan's.</summary>
    public string? Time { get; init; }

    /// <summary>The time of the other input; null = its own plan's, or its only one.</summary>
    public string? OtherTime { get; init; }

    /// <summary>Which row: <c>before</c>, the last one at or before the time; <c>after</c>, the first one at or behind it; <c>nearest</c>,
    /// whichever is closer, and of two that are equally close the one before.</summary>
    public string Direction { get => field ?? "before"; init; } = "before";

    /// <summary>How far apart both times may be, such as <c>15m</c>; null = any.</summary>
    public string? Tolerance { get; init; }
}

/// <summary>A join with the row of the other input that is valid at the time, of those that are equal in the keys: its start ≤ time &lt;
/// its end. Rows of one key that are valid at the same time are an error.</summary>
public sealed record ValidJoinStep : TableJoinStep
{
    /// <summary>The time of the rows; null = the plan's.</summary>
    public string? Time { get; init; }

    /// <summary>The column of the other input with the start; null there = from ever.</summary>
    public string From { get => field ?? "valid_from"; init; } = "valid_from";

    /// <summary>The column of the other input with the end; null there = for ever.</summary>
    public string To { get => field ?? "valid_to"; init; } = "valid_to";
}
