using System.Diagnostics.CodeAnalysis;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels;
using TelemetryEngine.Kernels.Compare;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>Which of two values an extreme keeps.</summary>
internal interface IPreference<TValue>
{
    /// <summary>What an extreme of no values holds. A count beside it says whether it means anything.</summary>
    static abstract TValue Nothing { get; }

    static abstract ColumnType StateType { get; }

    static abstract bool Replaces(TValue candidate, TValue current);

    /// <summary>Finds the value that an extreme of all of them keeps, where there is a faster way than one after the other.</summary>
    static virtual bool TryBest(ReadOnlySpan<TValue> values, [MaybeNullWhen(false)] out TValue best)
    {
        best = default;
        return false;
    }
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

    public static void AddAll(ref Extreme<TValue, TPreference> state, ReadOnlySpan<TValue> values)
    {
        if (TPreference.TryBest(values, out TValue? best))
        {
            Add(ref state, best);
            return;
        }

        foreach (TValue value in values)
        {
            Add(ref state, value);
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

/// <summary>Prefers the smaller float64, and any number to NaN.</summary>
internal readonly struct SmallerDouble : IPreference<double>
{
    public static double Nothing => double.NaN;

    public static ColumnType StateType => new(ColumnKind.Float64);

    public static bool Replaces(double candidate, double current) => candidate < current || double.IsNaN(current);

    public static bool TryBest(ReadOnlySpan<double> values, out double best)
    {
        best = WideVectors.IsEnabled ? ExtremeKernels.Smallest(values) : double.NaN;
        return WideVectors.IsEnabled;
    }
}

/// <summary>Prefers the larger float64, and any number to NaN.</summary>
internal readonly struct LargerDouble : IPreference<double>
{
    public static double Nothing => double.NaN;

    public static ColumnType StateType => new(ColumnKind.Float64);

    public static bool Replaces(double candidate, double current) => candidate > current || double.IsNaN(current);

    public static bool TryBest(ReadOnlySpan<double> values, out double best)
    {
        best = WideVectors.IsEnabled ? ExtremeKernels.Largest(values) : double.NaN;
        return WideVectors.IsEnabled;
    }
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
