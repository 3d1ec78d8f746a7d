using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

/// <summary>The exact sum of int64 values. 128 bits hold 2⁶⁴ of them.</summary>
internal struct IntegerSum : IAccumulator<IntegerSum, long>
{
    public Int128 Value;

    public static IntegerSum Empty => default;

    public static IReadOnlyList<ColumnType> StateTypes { get; } = SavedInt128.Types;

    public static void Add(ref IntegerSum state, long value) => state.Value += value;

    public static void Merge(ref IntegerSum state, in IntegerSum right) => state.Value += right.Value;

    public static void Save(in IntegerSum state, int row, IReadOnlyList<Vector> columns) => SavedInt128.Save(state.Value, row, columns);

    public static IntegerSum Load(int row, IReadOnlyList<Vector> columns) => new() { Value = SavedInt128.Load(row, columns) };
}

/// <summary>A 128-bit integer in two int64 columns, the high half first.</summary>
internal static class SavedInt128
{
    public static IReadOnlyList<ColumnType> Types { get; } = [new(ColumnKind.Int64), new(ColumnKind.Int64)];

    public static void Save(Int128 value, int row, IReadOnlyList<Vector> columns)
    {
        columns[0].Int64s[row] = (long)(value >> 64);
        columns[1].Int64s[row] = (long)(ulong)(UInt128)value;
    }

    public static Int128 Load(int row, IReadOnlyList<Vector> columns) =>
        new((ulong)columns[0].Int64s[row], (ulong)columns[1].Int64s[row]);
}
