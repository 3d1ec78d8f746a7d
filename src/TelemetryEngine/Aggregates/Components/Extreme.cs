using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

// Which of two values an extreme keeps.
internal interface IPreference<TValue>
{
    // What an extreme of no values holds. A count beside it says whether it means anything.
    static abstract TValue Nothing { get; }

    static abstract bool Replaces(TValue candidate, TValue current);
}

// The smallest or largest value.
internal struct Extreme<TValue, TValues, TPreference> : IAccumulator<Extreme<TValue, TValues, TPreference>>
    where TValues : struct, IValues<TValue>
    where TPreference : struct, IPreference<TValue>
{
    public TValue Value;

    public static Extreme<TValue, TValues, TPreference> Empty => new() { Value = TPreference.Nothing };

    public static IReadOnlyList<ColumnType> Types { get; } = [TValues.Type];

    public static void Add(Span<Extreme<TValue, TValues, TPreference>> states, in RowInput rows)
    {
        ReadOnlySpan<int> groups = rows.Groups;
        ReadOnlySpan<TValue> values = TValues.Read(rows);
        for (int row = 0; row < groups.Length; row++)
        {
            states[groups[row]].Add(values[row]);
        }
    }

    public void Merge(in Extreme<TValue, TValues, TPreference> right) => Add(right.Value);

    public readonly void Save(int row, IReadOnlyList<ColumnVector> columns) => TValues.Save(Value, row, columns[0]);

    public static Extreme<TValue, TValues, TPreference> Load(int row, IReadOnlyList<ColumnVector> columns) =>
        new() { Value = TValues.Load(row, columns[0]) };

    private void Add(TValue value)
    {
        if (TPreference.Replaces(value, Value))
        {
            Value = value;
        }
    }
}

// Prefers the smaller int64.
internal readonly struct SmallerLong : IPreference<long>
{
    public static long Nothing => long.MaxValue;

    public static bool Replaces(long candidate, long current) => candidate < current;
}

// Prefers the larger int64.
internal readonly struct LargerLong : IPreference<long>
{
    public static long Nothing => long.MinValue;

    public static bool Replaces(long candidate, long current) => candidate > current;
}

// Prefers the text that comes first by bytes, and any text to none.
internal readonly struct SmallerText : IPreference<Text>
{
    public static Text Nothing => default;

    public static bool Replaces(Text candidate, Text current) =>
        !candidate.IsNone && (current.IsNone || Text.Compare(candidate, current) < 0);
}

// Prefers the text that comes last by bytes, and any text to none.
internal readonly struct LargerText : IPreference<Text>
{
    public static Text Nothing => default;

    public static bool Replaces(Text candidate, Text current) =>
        !candidate.IsNone && (current.IsNone || Text.Compare(candidate, current) > 0);
}
