using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Which of two values an extreme keeps.</summary>
internal interface IPreference<TValue>
{
    /// <summary>What an extreme of no values holds. A count beside it says whether it means anything.</summary>
    static abstract TValue Nothing { get; }

    static abstract ColumnType StateType { get; }

    static abstract bool Replaces(TValue candidate, TValue current);
}

/// <summary>The smallest or largest value.</summary>
internal struct Extreme<TValue, TPreference> : IAccumulator<Extreme<TValue, TPreference>, TValue>
    where TPreference : struct, IPreference<TValue>
{
    public TValue Value;

    public static Extreme<TValue, TPreference> Empty => new() { Value = TPreference.Nothing };

    public static IReadOnlyList<ColumnType> StateTypes { get; } = [TPreference.StateType];

    public static void Add(ref Extreme<TValue, TPreference> state, TValue value)
    {
        if (TPreference.Replaces(value, state.Value))
        {
            state.Value = value;
        }
    }

    public static void Merge(ref Extreme<TValue, TPreference> state, in Extreme<TValue, TPreference> right) => Add(ref state, right.Value);

    public static void Save(in Extreme<TValue, TPreference> state, int row, IReadOnlyList<Vector> columns) =>
        SavedValue.Save(state.Value, row, columns[0]);

    public static Extreme<TValue, TPreference> Load(int row, IReadOnlyList<Vector> columns) => new() { Value = SavedValue.Load<TValue>(row, columns[0]) };
}

/// <summary>Prefers the smaller int64.</summary>
internal readonly struct SmallerLong : IPreference<long>
{
    public static long Nothing => long.MaxValue;

    public static ColumnType StateType => new(ColumnKind.Int64);

    public static bool Replaces(long candidate, long current) => candidate < current;
}

/// <summary>Prefers the larger int64.</summary>
internal readonly struct LargerLong : IPreference<long>
{
    public static long Nothing => long.MinValue;

    public static ColumnType StateType => new(ColumnKind.Int64);

    public static bool Replaces(long candidate, long current) => candidate > current;
}

/// <summary>Prefers the text that comes first by bytes, and any text to none.</summary>
internal readonly struct SmallerText : IPreference<Text>
{
    public static Text Nothing => default;

    public static ColumnType StateType => new(ColumnKind.Utf8);

    public static bool Replaces(Text candidate, Text current) =>
        !candidate.IsNone && (current.IsNone || Text.Compare(candidate, current) < 0);
}

/// <summary>Prefers the text that comes last by bytes, and any text to none.</summary>
internal readonly struct LargerText : IPreference<Text>
{
    public static Text Nothing => default;

    public static ColumnType StateType => new(ColumnKind.Utf8);

    public static bool Replaces(Text candidate, Text current) =>
        !candidate.IsNone && (current.IsNone || Text.Compare(candidate, current) > 0);
}
