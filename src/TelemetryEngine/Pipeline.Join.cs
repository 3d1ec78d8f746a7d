namespace TelemetryEngine;

/// <content>Steps that look at other rows: those of another pipeline, whose options for running are those of this one, and those
/// around.</content>
public sealed partial class Pipeline
{
    /// <summary>Adds the rows of another pipeline behind these. Columns go by their names; one that a pipeline does not have is null in its
    /// rows.</summary>
    public Pipeline Union(Pipeline other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Then(new UnionStep { Input = other._plan, Memory = other._input });
    }

    /// <summary>Adds the columns of another pipeline's row that is equal in the keys, such as <c>Join(devices, ["device_id"])</c>.</summary>
    /// <param name="other">The other pipeline, whose rows fit the memory.</param>
    /// <param name="on">The keys: a column of both, or <c>column = other</c>.</param>
    /// <param name="kind">What happens to rows without one, or with one: <c>inner</c>, <c>left</c>, <c>semi</c>, <c>anti</c>.</param>
    /// <param name="many">True allows several rows for one.</param>
    public Pipeline Join(Pipeline other, IReadOnlyList<string> on, string kind = "inner", bool many = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Joined(new JoinStep { Input = other._plan, Many = many }, other, Keys(on), kind);
    }

    /// <summary>Adds the columns of another pipeline's row that is next in time, of those that are equal in the keys.</summary>
    /// <param name="other">The other pipeline, whose rows fit the memory.</param>
    /// <param name="on">The keys: a column of both, or <c>column = other</c>.</param>
    /// <param name="direction">Which row: the last <c>before</c> or at the time, the first <c>after</c> or at it, or the
    /// <c>nearest</c>.</param>
    /// <param name="tolerance">How far apart the times may be, such as <c>15m</c>; null = any.</param>
    /// <param name="kind">What happens to rows without one, or with one: <c>inner</c>, <c>left</c>, <c>semi</c>, <c>anti</c>.</param>
    /// <param name="time">The time of these rows; null = the one that <see cref="Time(TimePlan)"/> names, or the only one.</param>
    /// <param name="otherTime">The time of the other rows.</param>
    public Pipeline AsofJoin(
        Pipeline other,
        IReadOnlyList<string> on,
        string direction = "before",
        string? tolerance = null,
        string kind = "inner",
        string? time = null,
        string? otherTime = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        AsofJoinStep step = new()
        {
            Input = other._plan,
            Time = time,
            OtherTime = otherTime,
            Direction = direction,
            Tolerance = tolerance,
        };
        return Joined(step, other, Keys(on), kind);
    }

    /// <summary>Adds the columns of another pipeline's row that is valid at the time, of those that are equal in the keys.</summary>
    /// <param name="other">The other pipeline, whose rows fit the memory.</param>
    /// <param name="on">The keys: a column of both, or <c>column = other</c>.</param>
    /// <param name="from">The other column from which on a row is valid.</param>
    /// <param name="to">The other column from which on it no longer is.</param>
    /// <param name="kind">What happens to rows without one, or with one: <c>inner</c>, <c>left</c>, <c>semi</c>, <c>anti</c>.</param>
    /// <param name="time">The time of these rows; null = the one that <see cref="Time(TimePlan)"/> names, or the only one.</param>
    public Pipeline ValidJoin(
        Pipeline other,
        IReadOnlyList<string> on,
        string from = "valid_from",
        string to = "valid_to",
        string kind = "inner",
        string? time = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Joined(new ValidJoinStep { Input = other._plan, Time = time, From = from, To = to }, other, Keys(on), kind);
    }

    /// <summary>Adds columns that are computed of the rows around each row.</summary>
    public Pipeline Over(OverStep step) => Then(step);

    /// <summary>Turns a long table into a wide one: a row for each combination of some columns, and in it a column for each value of
    /// another.</summary>
    /// <param name="names">The column whose values name the new columns.</param>
    /// <param name="values">The column whose values stand there.</param>
    /// <param name="per">The columns that make rows; none = all others.</param>
    public Pipeline Pivot(string names, string values, params string[] per) =>
        Then(new PivotStep { Names = names, Values = values, Per = per });

    // Adds a join with the other pipeline, whatever input the step had.
    internal Pipeline Joined(TableJoinStep step, Pipeline other, IReadOnlyList<JoinKey> on, string kind) =>
        Then(step with { Input = other._plan, Memory = other._input, On = on, Kind = kind });

    private static JoinKey[] Keys(IReadOnlyList<string> on)
    {
        ArgumentNullException.ThrowIfNull(on);
        return [.. on.Select(JoinKey.Parse)];
    }
}
